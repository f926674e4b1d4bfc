//! One step of the report.

use serde::Serialize;
use serde_json::Value;

use super::evidence::{cleaned, text};
use super::title;
use crate::change::BundleStep;
use crate::lang::Words;
use crate::step::Step as Known;

/// How a step stands after all of its runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It changed something.
    Changed,
    /// All was there already.
    AsWanted,
    /// It only looks, and looked.
    Looked,
    /// A test that succeeded.
    Passed,
    /// It failed on the way.
    Failed,
    /// A precondition was not met, or something is left to a person.
    Stopped,
    /// What it changed was put back.
    Undone,
    /// No Apply left evidence.
    NotRun,
}

/// A step of the bundle.
#[derive(Debug, Serialize)]
pub struct Step {
    /// `02`
    pub number: String,
    /// The id of the contract.
    pub id: String,
    /// Folder of its shell.
    pub context: String,
    /// Path of its script.
    pub file: String,
    /// What it does, in the report's language.
    pub title: String,
    /// Whether it is a test.
    pub is_test: bool,
    /// How it stands.
    pub state: State,
    /// When the run ended that left it so; empty where none did.
    pub when: String,
    /// Who ran that and where.
    pub who: String,
    /// Its runs in the order of time.
    pub runs: Vec<Run>,
    /// What is changed now, with what stood there before.
    pub changes: Vec<Change>,
    /// What was changed and put back.
    pub undone: Vec<Undone>,
    /// What a check found that is not good.
    pub findings: Vec<Finding>,
    /// Ids of failures, the likeliest first, of the last Apply.
    pub diagnosis: Vec<String>,
}

/// A run.
#[derive(Debug, Clone, Serialize)]
pub struct Run {
    /// `apply`, `verify`, `rollback`
    pub action: String,
    /// Whether it was a trial with `-WhatIf`.
    pub trial: bool,
    /// The result of the contract.
    pub result: String,
    /// When it began.
    pub started: String,
    /// When it ended.
    pub finished: String,
    /// Who ran it and where: `user (computer)`.
    pub who: String,
    /// The reference of the approval it found; null where it found none.
    pub approval: Option<String>,
    /// Whether the bundle was the approved one then.
    pub approved: bool,
}

/// A change, with what stood there before.
#[derive(Debug, Serialize)]
pub struct Change {
    /// Kind of the object.
    pub kind: String,
    /// What it is found by.
    pub key: String,
    /// The property.
    pub property: String,
    /// What stood there before.
    pub before: Value,
    /// What was written.
    pub after: Value,
    /// Whether the service confirmed it.
    pub done: bool,
    /// When it was begun, where the evidence says so.
    pub at: String,
    /// Who did it and where, where the evidence says so.
    pub who: String,
}

/// A record that Rollback set aside.
#[derive(Debug, Serialize)]
pub struct Undone {
    /// When the last Apply of it ended.
    pub applied: String,
    /// Who ran that.
    pub who: String,
    /// What it had changed.
    pub changes: Vec<Change>,
}

/// What a check found.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// `blocks`, `warning` or `unknown`
    pub level: String,
    /// In the words of the script.
    pub text: String,
}

/// Gathers what the documents say of a step.
pub(super) fn of(
    step: &BundleStep,
    known: Option<&Known>,
    words: &'static Words,
    documents: &[(String, Value)],
) -> Step {
    let own = || {
        documents.iter().filter(|(_, value)| {
            let context = value["context"].as_str().unwrap_or(&step.context);
            value["step"] == *step.id && context == step.context
        })
    };
    let named =
        |end: &str| own().find(|(path, _)| !path.starts_with("runs/") && path.ends_with(end));
    let applied = named(".apply.json").map(|(_, value)| value);
    let rolled_back = named(".rollback.json").map(|(_, value)| value);
    let is_set_aside = |path: &str| path.contains(".json.undone-");
    let undone: Vec<Undone> = own()
        .filter(|(path, _)| is_set_aside(path))
        .map(|(_, value)| Undone {
            applied: text(value, "finished"),
            who: who(value),
            changes: changes(value),
        })
        .collect();
    let told = applied.or(rolled_back.filter(|_| !undone.is_empty()));
    let findings = applied
        .into_iter()
        .flat_map(|value| list(value, "findings"));
    Step {
        number: format!("{:02}", step.number),
        id: step.id.clone(),
        context: step.context.clone(),
        file: step.file.clone(),
        title: title(known, &step.id, words),
        is_test: known.is_some_and(|known| known.is_test),
        state: state(applied, rolled_back, !undone.is_empty(), known),
        when: told.map_or_else(String::new, |value| text(value, "finished")),
        who: told.map_or_else(String::new, who),
        runs: runs(own()),
        changes: applied.map(changes).unwrap_or_default(),
        undone,
        findings: findings
            .map(|one| Finding {
                level: text(one, "level"),
                text: text(one, "text"),
            })
            .filter(|one| ["blocks", "warning", "unknown"].contains(&one.level.as_str()))
            .collect(),
        diagnosis: applied
            .into_iter()
            .flat_map(|value| list(value, "diagnosis"))
            .filter_map(|id| id.as_str().map(super::evidence::shown))
            .collect(),
    }
}

fn state(
    applied: Option<&Value>,
    rolled_back: Option<&Value>,
    undone: bool,
    known: Option<&Known>,
) -> State {
    let moment = |value: Option<&Value>| value.map(|value| text(value, "finished"));
    let halfway = rolled_back.filter(|value| value["result"] == "failed");
    if halfway.is_some() && moment(rolled_back) > moment(applied) {
        return State::Failed;
    }
    let Some(applied) = applied else {
        return match undone {
            true => State::Undone,
            false => State::NotRun,
        };
    };
    match applied["result"].as_str().unwrap_or_default() {
        "changed" => State::Changed,
        "unchanged" if known.is_some_and(|known| known.is_test) => State::Passed,
        "unchanged" if known.is_some_and(|known| !known.can_change) => State::Looked,
        // The record is of several runs; the last of them had nothing to do.
        "unchanged" if !list(applied, "changes").is_empty() => State::Changed,
        "unchanged" => State::AsWanted,
        "precondition" => State::Stopped,
        _ => State::Failed,
    }
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn changes(value: &Value) -> Vec<Change> {
    let one = |entry: &Value| Change {
        kind: text(entry, "kind"),
        key: text(entry, "key"),
        property: text(entry, "property"),
        before: cleaned(&entry["before"]),
        after: cleaned(&entry["after"]),
        done: entry["done"] == true,
        at: text(entry, "at"),
        who: person(&text(entry, "by"), &text(entry, "computer")),
    };
    list(value, "changes").iter().map(one).collect()
}

fn run(value: &Value) -> Run {
    let approval = &value["approval"];
    Run {
        action: text(value, "action"),
        trial: value["what_if"] == true,
        result: text(value, "result"),
        started: text(value, "started"),
        finished: text(value, "finished"),
        who: who(value),
        approval: approval.is_object().then(|| text(approval, "reference")),
        approved: approval["fits"] == true,
    }
}

/// The runs of a step: each has a file of its own, which older bundles leave only where it stopped early.
fn runs<'a>(documents: impl Iterator<Item = &'a (String, Value)>) -> Vec<Run> {
    let mut documents: Vec<_> = documents.collect();
    documents.sort_by_key(|(path, _)| !path.starts_with("runs/"));
    let mut runs: Vec<Run> = Vec::new();
    for (_, value) in documents {
        let run = run(value);
        let same = |known: &Run| {
            (&known.action, known.trial, &known.started, &known.who)
                == (&run.action, run.trial, &run.started, &run.who)
        };
        if !runs.iter().any(same) {
            runs.push(run);
        }
    }
    runs.sort_by(|one, other| one.started.cmp(&other.started));
    runs
}

fn who(value: &Value) -> String {
    person(&text(value, "user"), &text(value, "computer"))
}

fn person(user: &str, computer: &str) -> String {
    match computer.is_empty() {
        true => user.to_owned(),
        false => format!("{user} ({computer})"),
    }
}
