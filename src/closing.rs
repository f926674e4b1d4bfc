//! The closing report of a change: from the evidence of a bundle alone, what was done, when and by
//! whom, what stood there before and after, how the tests ended, what was undone, what is open.

use std::io;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use crate::approval::{Approval, judge};
use crate::change::Side;
use crate::lang::{Lang, Words};
use crate::step::Step as Known;
use crate::steps;

mod document;
mod evidence;
mod step;

pub use document::{html, markdown};
pub use evidence::{Source, Unused};
pub use step::{Change, Run, State, Step, Undone};

/// The report; its serialised form is what `report --format json` prints.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Layout of this document.
    pub format_version: u32,
    /// Name of the bundle.
    pub name: String,
    /// Name of the organisation, where the config has one.
    pub organization: Option<String>,
    /// Number of the change, where the config has one.
    pub change: Option<String>,
    /// Why it was made.
    pub reason: Option<String>,
    /// The program that wrote the bundle.
    pub tool: String,
    /// The digest by which an approval names the bundle.
    pub manifest_sha256: String,
    /// Whether its files are as they were written.
    pub whole: bool,
    /// The approval beside the bundle.
    pub approval: Option<Given>,
    /// When the first run began.
    pub started: String,
    /// When the last run ended.
    pub finished: String,
    /// Who ran scripts and where: `user (computer)`.
    pub people: Vec<String>,
    /// Every step of the bundle, in its order.
    pub steps: Vec<Step>,
    /// What it was made of.
    pub sources: Vec<Source>,
    /// What lay there and was not used.
    pub unused: Vec<Unused>,
}

/// An approval, and whether it is one of this bundle.
#[derive(Debug, Serialize)]
pub struct Given {
    /// Who gave it.
    pub by: String,
    /// Its number elsewhere.
    pub reference: String,
    /// When.
    pub given: String,
    /// Whether the bundle as it stands is what was approved.
    pub fits: bool,
}

/// Why there is no report.
#[derive(Debug)]
pub enum Nothing {
    /// The folder of the evidence cannot be read.
    Io(io::Error),
    /// Nothing in it is of this bundle.
    Empty(Vec<Unused>),
}

/// Makes the report of a bundle with the evidence of a folder, titles in a language.
///
/// # Errors
/// [`Nothing`].
pub fn report(
    bundle: &Side,
    folder: &Path,
    evidence: &Path,
    lang: Lang,
) -> Result<Report, Nothing> {
    let found = evidence::read(evidence, bundle).map_err(Nothing::Io)?;
    if found.documents.is_empty() {
        return Err(Nothing::Empty(found.unused));
    }
    let words = Words::of(lang);
    let steps: Vec<Step> = bundle
        .manifest
        .steps
        .iter()
        .map(|one| step::of(one, known(bundle, one), words, &found.documents))
        .collect();
    let runs = || steps.iter().flat_map(|step| &step.runs);
    let mut people: Vec<String> = runs().map(|run| run.who.clone()).collect();
    people.sort();
    people.dedup();
    people.retain(|who| !who.is_empty());
    let moments = |of: fn(&Run) -> &String| runs().map(of).filter(|moment| !moment.is_empty());
    let setting = |path| bundle.setting(path).as_str().map(evidence::shown);
    Ok(Report {
        format_version: 1,
        name: evidence::shown(&bundle.manifest.name),
        organization: setting("organization"),
        change: setting("change.id"),
        reason: setting("change.reason"),
        tool: evidence::shown(&bundle.manifest.tool.to_string()),
        manifest_sha256: bundle.manifest_sha256(),
        whole: crate::verify::verify(folder).is_ok_and(|verified| verified.is_same()),
        approval: given(folder),
        started: moments(|run| &run.started)
            .min()
            .cloned()
            .unwrap_or_default(),
        finished: moments(|run| &run.finished)
            .max()
            .cloned()
            .unwrap_or_default(),
        people,
        steps,
        sources: found.sources,
        unused: found.unused,
    })
}

fn given(folder: &Path) -> Option<Given> {
    let judgement = judge(folder, None, None);
    let fits = judgement.is_approved();
    let Approval {
        by,
        reference,
        given,
        ..
    } = judgement.approval?;
    Some(Given {
        by,
        reference,
        given,
        fits,
    })
}

/// The step as this program or the bundle's overlay describes it.
fn known<'a>(bundle: &'a Side, step: &crate::change::BundleStep) -> Option<&'a Known> {
    let is = |known: &&Known| known.id == step.id && known.context.as_str() == step.context;
    let mut own = bundle.own.steps.iter();
    own.find(is).or_else(|| steps::all().find(is))
}

/// The title of a step in a language; its id where nobody describes it.
fn title(known: Option<&Known>, id: &str, words: &'static Words) -> String {
    known.map_or_else(
        || evidence::shown(id),
        |known| words.step(known).title.into_owned(),
    )
}

/// A value as people read it, `none` and `empty` being words of theirs.
fn said(value: &Value, none: &str, empty: &str) -> String {
    match value {
        Value::Null => none.to_owned(),
        Value::Array(items) if items.is_empty() => none.to_owned(),
        Value::String(text) if text.is_empty() => empty.to_owned(),
        other => crate::change::shown(other),
    }
}
