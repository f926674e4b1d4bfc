//! Point 7, values that show late: the procedure ends as it does where they show at once.

use std::fs;

use serde_json::{Value, json};

use crate::proof::differ;
use crate::proof::evidence;
use crate::proof::jobs::{Action, From};
use crate::proof::lab::Lab;
use crate::proof::lookup::tail;
use crate::proof::runner::Batch;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

/// How late: by time, or by how often it is asked.
const WAYS: [(&str, u64); 2] = [("Seconds", 45), ("Reads", 2)];

fn name(scenario: &Scenario, way: &str) -> String {
    format!("{}/late-{}", scenario.name(), way.to_lowercase())
}

pub fn batches(lab: &Lab, scenario: &Scenario) -> Vec<Batch> {
    WAYS.into_iter()
        .map(|(way, amount)| {
            let name = name(scenario, way);
            write_state(lab, scenario, &name, way, amount);
            let mut from = From::State(name);
            let jobs = sequence::jobs(lab, scenario)
                .into_iter()
                .filter(|job| job.action == Action::Apply && job.id.ends_with("/apply"))
                .map(|mut job| {
                    job.id = format!("{}-late-{way}", job.id);
                    job.from = std::mem::replace(&mut from, From::Job(job.id.clone()));
                    job
                })
                .collect();
            Batch::new(jobs)
        })
        .collect()
}

fn write_state(lab: &Lab, scenario: &Scenario, name: &str, way: &str, amount: u64) {
    let text = fs::read(lab.state(&scenario.name())).expect("made before");
    let mut state: Value = serde_json::from_slice(&text).expect("JSON");
    for service in ["graph", "exo", "onPremises"] {
        state["settings"][format!("{service}Delay{way}")] = json!(amount);
    }
    fs::write(lab.state(name), state.to_string()).expect("written");
}

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    for step in sequence::steps(lab, scenario) {
        let plain_id = sequence::id(scenario, step, "apply");
        let Some(plain) = lab.outcome(&plain_id, verdict) else {
            continue;
        };
        for (way, _) in WAYS {
            let id = format!("{plain_id}-late-{way}");
            let Some(late) = lab.outcome(&id, verdict) else {
                continue;
            };
            verdict.claim(late.exit_code == plain.exit_code, || {
                format!(
                    "{id}: exit code {}: {}",
                    late.exit_code,
                    tail(&late.texts())
                )
            });
            let state = |id: &str| lab.folder(id).join("state.json");
            verdict.claim(late.meaning_after == plain.meaning_after, || {
                format!(
                    "{id}: another end state:\n      {}",
                    differ::difference(&state(&plain_id), &state(&id))
                )
            });
            verdict.claim(
                lab.files(&id, "handoff") == lab.files(&plain_id, "handoff"),
                || format!("{id}: other hand-offs"),
            );
            let record = |id: &str| {
                lab.evidence(id, &evidence::file(step, "apply"))
                    .map(|found| evidence::changes(&found))
            };
            verdict.claim(record(&id) == record(&plain_id), || {
                format!(
                    "{id}: the record names {:?}, without delays {:?}",
                    record(&id),
                    record(&plain_id)
                )
            });
            evidence::check(lab, late, step, "apply", verdict);
        }
    }
}
