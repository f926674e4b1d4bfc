//! Reading what a job left.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::proof::jobs::{Call, Outcome};
use crate::proof::lab::Lab;
use crate::proof::verdict::Verdict;

impl Lab {
    /// How a job ended; a complaint when it left no result or met something that the simulation does not know.
    pub fn outcome(&self, id: &str, verdict: &mut Verdict) -> Option<&Outcome> {
        let Some(outcome) = self.outcomes.get(id) else {
            verdict.complain(format!("{id}: no result"));
            return None;
        };
        if let Some(error) = &outcome.simulation_error {
            verdict.complain(format!("{id}: the simulation does not know this: {error}"));
        }
        verdict.claim(outcome.terminated_by != "error", || {
            format!(
                "{id}: ended by an error: {}",
                outcome.error.as_deref().unwrap_or("")
            )
        });
        Some(outcome)
    }

    /// The calls of a job, in order.
    pub fn calls(&self, id: &str) -> Vec<Call> {
        let text = fs::read_to_string(self.folder(id).join("calls.jsonl")).unwrap_or_default();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{id}: {error}")))
            .collect()
    }

    /// The files of a bundle's folder (`evidence`, `handoff`, `state`) after a job.
    pub fn files(&self, id: &str, folder: &str) -> BTreeMap<String, String> {
        let Ok(entries) = fs::read_dir(self.folder(id).join("files").join(folder)) else {
            return BTreeMap::new();
        };
        entries
            .map(|entry| entry.expect("readable"))
            .filter(|entry| entry.path().is_file())
            .map(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                (name, fs::read_to_string(entry.path()).expect("UTF-8"))
            })
            .collect()
    }

    /// An evidence file after a job; else the last one that a run of its own left, in a wrong shell.
    pub fn evidence(&self, id: &str, file: &str) -> Option<Value> {
        let folder = self.folder(id).join("files/evidence");
        let own = || {
            let name = format!("-{}-", file.trim_end_matches(".json"));
            let runs = fs::read_dir(folder.join("runs")).ok()?;
            let runs = runs.filter_map(|entry| Some(entry.ok()?.path()));
            runs.filter(|path| path.to_string_lossy().contains(&name))
                .max()
        };
        let path = Some(folder.join(file)).filter(|path| path.exists());
        let text = fs::read_to_string(path.or_else(own)?).ok()?;
        serde_json::from_str(&text).ok()
    }
}

/// The end of a text, for a complaint.
pub fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(6)..].join(" / ")
}
