//! The report as a document that people sign. Whatever a template writes is escaped.

use serde_json::{Value, json};

use super::{Change, Report, State, Step, said};
use crate::knowledge;
use crate::lang::{Lang, Words};
use crate::runbook::{self, Format, html as html_text};

const STYLE: &str = include_str!("../../templates/change/style.css");

const MARKDOWN: &str = include_str!("../../templates/report/report.md.tera");

const HTML: &str = include_str!("../../templates/report/report.html.tera");

/// The report as Markdown.
#[must_use]
pub fn markdown(report: &Report, lang: Lang) -> String {
    let text = runbook::document(Format::Markdown, lang, MARKDOWN, &context(report, lang));
    runbook::tidy(&text)
}

/// The report as one HTML page that needs nothing else.
#[must_use]
pub fn html(report: &Report, lang: Lang) -> String {
    runbook::document(Format::Html, lang, HTML, &context(report, lang))
}

/// What is laid out: texts, and keys of messages.
fn context(report: &Report, lang: Lang) -> Value {
    let words = &Words::of(lang).messages["report"];
    let word = |key: &str| words[key].as_str().unwrap_or_default();
    let value = |value: &Value| said(value, word("none"), word("empty"));
    let change = |change: &Change| {
        json!({
            "object": format!("{} {}", change.kind, change.key), "property": change.property,
            "before": value(&change.before), "after": value(&change.after),
            "done": change.done, "at": change.at, "who": change.who,
        })
    };
    let changes = |all: &[Change]| all.iter().map(change).collect::<Vec<_>>();
    let step = |step: &Step| {
        json!({
            "number": step.number, "title": step.title, "file": step.file, "is_test": step.is_test,
            "state": state(step.state),
            "when": step.when, "who": step.who,
            "runs": step.runs, "findings": step.findings,
            "changes": changes(&step.changes),
            "undone": step.undone.iter().map(|one| json!({
                "applied": one.applied, "who": one.who, "changes": changes(&one.changes),
            })).collect::<Vec<_>>(),
            "failures": step.diagnosis.iter().map(|id| json!({
                "id": id, "title": failure(id, lang),
            })).collect::<Vec<_>>(),
        })
    };
    json!({
        "lang": lang.code(),
        "page": {
            "style": STYLE,
            "policy": format!(
                "default-src 'none'; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
                html_text::policy_hash(STYLE)
            ),
        },
        "doc": {
            "name": report.name,
            "facts": facts(report),
            "whole": report.whole,
            "approval": report.approval,
            "steps": report.steps.iter().map(step).collect::<Vec<_>>(),
            "open": report.steps.iter().filter(|one| is_open(one)).map(step).collect::<Vec<_>>(),
            "any_findings": report.steps.iter().any(|step| !step.findings.is_empty()),
            "any_undone": report.steps.iter().any(|step| !step.undone.is_empty()),
            "sources": report.sources,
            "unused": report.unused,
        },
    })
}

/// The title of a failure, where this program knows it.
fn failure(id: &str, lang: Lang) -> Option<&'static str> {
    let mut known = knowledge::table().failures.iter();
    let known = known.find(|known| known.id == id)?;
    Some(Words::of(lang).failure(&known.title))
}

fn state(state: State) -> &'static str {
    match state {
        State::Changed => "state_changed",
        State::AsWanted => "state_as_wanted",
        State::Looked => "state_looked",
        State::Passed => "state_passed",
        State::Failed => "state_failed",
        State::Stopped => "state_stopped",
        State::Undone => "state_undone",
        State::NotRun => "state_not_run",
    }
}

/// Whether somebody must still look at it before the change is closed. Collecting is no part of it.
fn is_open(step: &Step) -> bool {
    let ended = !matches!(step.state, State::Failed | State::Stopped | State::NotRun);
    let closed = ended && step.changes.iter().all(|change| change.done);
    let collects = step.number == "00";
    !collects && !closed
}

/// Rows of the table at the top: key of the word, value.
fn facts(report: &Report) -> Vec<Value> {
    let optional = [
        ("change", &report.change),
        ("reason", &report.reason),
        ("organization", &report.organization),
    ];
    let given = optional
        .into_iter()
        .filter_map(|(key, value)| Some((key, value.clone()?)));
    let others = [
        (
            "period",
            format!("{} - {}", report.started, report.finished),
        ),
        ("people", report.people.join(", ")),
        ("tool", report.tool.clone()),
        ("manifest", report.manifest_sha256.clone()),
    ];
    given
        .chain(others)
        .map(|(key, value)| json!({ "key": key, "value": value }))
        .collect()
}
