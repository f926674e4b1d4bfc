//! The section of a step. Nothing in it is of one organisation alone, unless an overlay says something there.

use std::borrow::Cow;

use serde::Serialize;

use super::own;
use super::references::{Citation, Sources};
use crate::lang::{Lang, Words};
use crate::overlay::Remark;
use crate::step::Numbered;
use crate::steps;
use crate::tenant::Tenant;

/// A step as its section tells it.
#[derive(Debug, Serialize)]
pub struct Step<'a> {
    number: String,
    /// Unique in a document: `collect` is there once a shell.
    slug: String,
    title: Cow<'a, str>,
    summary: Cow<'a, str>,
    undo: Cow<'a, str>,
    acts: Cow<'a, str>,
    roles: Vec<&'a str>,
    apply: String,
    evidence: String,
    can_change: bool,
    /// The switch with which a person says what was seen.
    look: Option<&'static str>,
    /// What it may leave open for a person to decide.
    remarks: Vec<&'a str>,
    /// Numbers and places of the steps that must have run.
    requires: Vec<Citation>,
    sources: Vec<Citation>,
    /// Whether it is code of the organisation's own.
    own_code: bool,
    /// What an overlay says behind it.
    after: Option<Remark>,
}

/// Gathers the facts of a step among `all` those of the bundle.
pub fn of<'a>(
    tenant: &Tenant,
    numbered: &Numbered<'a>,
    all: &[Numbered<'a>],
    sources: &mut Sources<'a>,
    (lang, words): (Lang, &'a Words),
) -> Step<'a> {
    let step = numbered.step;
    let text = words.step(step);
    Step {
        number: two(numbered.number),
        slug: slug(numbered),
        title: text.title,
        summary: text.summary,
        undo: text.undo,
        acts: text.acts,
        roles: step.roles.iter().map(|role| words.role(role)).collect(),
        apply: command(numbered),
        evidence: evidence(numbered),
        can_change: step.can_change,
        look: steps::look(tenant, step),
        remarks: steps::remarks(tenant, step)
            .into_iter()
            .map(|remark| words.remark(remark))
            .collect(),
        requires: all
            .iter()
            .filter(|other| step.requires.iter().any(|wanted| other.step.is(wanted)))
            .map(Citation::step)
            .collect(),
        sources: sources.cite(step.links.iter().map(AsRef::as_ref)),
        own_code: step.own_code().is_some(),
        after: own::after(tenant, &step.id, lang),
    }
}

/// What names a step in the addresses of a document.
pub fn slug(numbered: &Numbered) -> String {
    format!("{}-{}", numbered.step.context.as_str(), numbered.step.id)
}

/// A number as it stands in the names of scripts.
pub fn two(number: usize) -> String {
    format!("{number:02}")
}

/// The command that runs the step.
pub fn command(numbered: &Numbered) -> String {
    format!(".\\{}", numbered.windows_path())
}

/// Where the script keeps what it did; of the step that every shell has, with the shell.
fn evidence(numbered: &Numbered) -> String {
    let (number, id) = (numbered.number, &numbered.step.id);
    if number == 0 {
        let context = numbered.step.context.as_str();
        return format!("evidence\\{number:02}-{id}-{context}.apply.json");
    }
    format!("evidence\\{number:02}-{id}.apply.json")
}
