//! Point 9: in other languages and calendars, the same exit codes, evidence, hand-offs and end state.

use crate::proof::evidence;
use serde_json::Value;

use crate::proof::jobs::{Action, From, Job};
use crate::proof::lab::Lab;
use crate::proof::lookup::tail;
use crate::proof::runner::Batch;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

const RUNS: [(&str, Action); 2] = [("apply", Action::Apply), ("rollback", Action::Rollback)];

pub fn batches(lab: &Lab, scenario: &Scenario, language: &'static str) -> Vec<Batch> {
    let jobs = sequence::jobs(lab, scenario)
        .into_iter()
        .filter(|job| {
            RUNS.iter()
                .any(|(run, _)| job.id.ends_with(&format!("/{run}")))
        })
        .scan(From::State(scenario.name()), |last, job| {
            let id = format!("{}/{language}", job.id);
            let from = std::mem::replace(last, From::Job(id.clone()));
            Some(Job { id, from, ..job })
        })
        .collect();
    vec![Batch {
        language,
        ..Batch::new(jobs)
    }]
}

pub fn judge(lab: &Lab, scenario: &Scenario, language: &str, verdict: &mut Verdict) {
    for step in sequence::steps(lab, scenario) {
        for (run, action) in RUNS {
            let plain_id = sequence::id(scenario, step, run);
            if !lab.outcomes.contains_key(&plain_id) {
                continue;
            }
            let id = format!("{plain_id}/{language}");
            let (Some(found), Some(plain)) =
                (lab.outcome(&id, verdict), lab.outcome(&plain_id, verdict))
            else {
                continue;
            };
            verdict.claim(found.exit_code == plain.exit_code, || {
                format!(
                    "{id}: exit code {}, under C {}: {}",
                    found.exit_code,
                    plain.exit_code,
                    tail(&found.texts())
                )
            });
            verdict.claim(found.meaning_after == plain.meaning_after, || {
                format!("{id}: another end state")
            });
            verdict.claim(
                lab.files(&id, "handoff") == lab.files(&plain_id, "handoff"),
                || format!("{id}: other hand-offs"),
            );
            let name = action.as_str().to_lowercase();
            let Some(here) = evidence::check(lab, found, step, &name, verdict) else {
                continue;
            };
            let there = lab
                .evidence(&plain_id, &evidence::file(step, &name))
                .unwrap_or_default();
            for part in ["result", "changes", "diagnosis"] {
                let (here, there) = (timeless(&here[part]), timeless(&there[part]));
                verdict.claim(here == there, || {
                    format!("{id}: {part} is {here}, under C {there}")
                });
            }
        }
    }
}

/// The same without the moment at which a change was made.
fn timeless(part: &Value) -> Value {
    let mut part = part.clone();
    for change in part.as_array_mut().into_iter().flatten() {
        if let Some(change) = change.as_object_mut() {
            change.remove("at");
        }
    }
    part
}
