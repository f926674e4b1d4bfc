//! The scripts of a bundle: those of its steps, the facts of the organisation, and what is the same for everybody.

use serde::Serialize;

use crate::layout::{File, ORGANIZATION};
use crate::origin::ORIGIN;
use crate::powershell;
use crate::step::Numbered;
use crate::steps;
use crate::templates;
use crate::tenant::Tenant;

mod failures;
mod fixed;
mod own_code;
mod shared;
mod values;

pub(crate) use fixed::{bytes as fixed_bytes, digest, digests, files as fixed};
pub use values::Values;

/// The template of `organization.ps1`.
const FACTS: &str = "organization.ps1.tera";

/// A script that is still to be rendered.
#[derive(Debug, Clone, Serialize)]
pub struct Script<'a> {
    /// Relative to the bundle's folder, with forward slashes.
    pub path: String,
    /// Name of the template in the engine.
    pub template: String,
    /// The values of the template.
    pub context: Values<'a>,
}

impl Script<'_> {
    /// Its text as the template gives it; lines end with a line feed only.
    #[must_use]
    pub fn render(&self) -> String {
        templates::render(&self.template, &self.context)
    }
}

/// The scripts of some steps, each with its template and values.
#[must_use]
pub fn of<'a>(tenant: &Tenant, steps: &[Numbered<'a>]) -> Vec<Script<'a>> {
    let scripts: Vec<Script<'a>> = steps
        .iter()
        .map(|numbered| Script {
            path: numbered.path(),
            template: steps::template_name(numbered.step),
            context: Values::of(tenant, numbered),
        })
        .collect();
    let names = scripts.iter().map(|one| one.template.as_str());
    templates::prepare(&names.chain([FACTS]).collect::<Vec<_>>());
    scripts
}

/// The files of the scripts of a bundle, without those that are the same for everybody.
#[must_use]
pub fn files(tenant: &Tenant, steps: &[Numbered]) -> Vec<File> {
    let rendered = of(tenant, steps).into_iter().zip(steps);
    let mut files: Vec<File> = rendered
        .map(|(one, numbered)| File {
            bytes: own_code::put(finished(&one.render()), numbered.step.own_code()).into(),
            path: one.path,
        })
        .collect();
    let facts = organization(tenant, steps, &files);
    files.push(File {
        path: ORGANIZATION.to_owned(),
        bytes: finished(&facts).into(),
    });
    files
}

/// The facts of the organisation, the table of steps, and what only such bundles have.
fn organization(tenant: &Tenant, steps: &[Numbered], scripts: &[File]) -> String {
    let values = values::Organization::of(tenant, steps);
    let facts = templates::render(FACTS, &values);
    let parts = shared::called_by(scripts);
    [&[facts.as_str()][..], &parts].concat().join("\n")
}

/// A script with its lines as they are read; the second says what wrote it.
fn finished(text: &str) -> Vec<u8> {
    let (requires, text) = text.split_once('\n').unwrap_or((text, ""));
    let whole = format!("{requires}\n# Written by {}\n{text}", *ORIGIN);
    powershell::wrap(&whole).into_bytes()
}
