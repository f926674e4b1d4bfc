//! Every failure of the table that the simulation can produce: the script that meets it names that
//! cause first.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::proof::evidence;
use crate::proof::failures::{self, AT_A_WRITE, IN_A_STATE};
use crate::proof::jobs::{Fault, From, Job};
use crate::proof::lab::{Lab, Step};
use crate::proof::lookup::tail;
use crate::proof::points::kill;
use crate::proof::runner::Batch;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

/// Longer than any script keeps trying.
const FOR_EVER: u64 = 1000;

/// A failure that is produced: its id, the step that meets it, the run.
fn produced<'a>(lab: &'a Lab, scenario: &Scenario) -> Vec<(&'static str, &'a Step, Job)> {
    let mut all = Vec::new();
    let steps = sequence::steps(lab, scenario);
    let find = |id: &str| {
        *steps
            .iter()
            .find(|step| step.id == id)
            .expect("a step of the bundle")
    };
    for (state, step) in IN_A_STATE {
        if !failures::applies(scenario.organisation, state) {
            continue;
        }
        let step = find(step);
        let id = format!("{}/{state}/{}", scenario.organisation, step.key);
        let from = format!("{}/{state}", scenario.organisation);
        // This step needs a hand-off, which a state does not have.
        let from = match (step.id.as_str(), kill::before(lab, scenario, step)) {
            ("ews-allow-list", From::Job(before)) => From::StateAndFiles(from, before),
            _ => From::State(from),
        };
        all.push((
            state.trim_start_matches("failure:"),
            step,
            sequence::job(scenario, step, id, from),
        ));
    }
    for (kind, failure, step) in AT_A_WRITE {
        let Some(step) = steps.iter().copied().find(|one| one.id == step) else {
            continue;
        };
        let id = sequence::id(scenario, step, &format!("always-{kind}"));
        let fault = Fault {
            at: 1,
            of: "write",
            kind,
            times: FOR_EVER,
            retry_after: 3,
        };
        let job = sequence::job(scenario, step, id, kill::before(lab, scenario, step));
        all.push((
            failure,
            step,
            Job {
                faults: vec![fault],
                ..job
            },
        ));
    }
    all
}

pub fn batches(lab: &Lab, scenario: &Scenario) -> Vec<Batch> {
    produced(lab, scenario)
        .into_iter()
        .map(|(_, _, job)| Batch::new(vec![job]))
        .collect()
}

/// Failures that pass by themselves, so that trying again is right.
fn passing() -> Vec<String> {
    let table = include_str!("../../../knowledge/failures.json");
    let table: Value = serde_json::from_str(table).expect("JSON");
    let rows = table["failures"].as_array().expect("rows");
    rows.iter()
        .filter(|row| row["passes"] == true)
        .map(|row| row["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// How often the call was made that failed most often.
fn most_failed(lab: &Lab, id: &str) -> usize {
    let mut failed = BTreeMap::<String, usize>::new();
    for call in lab.calls(id) {
        if call.result.starts_with("error: ") {
            let what = format!("{} {:?}", call.cmdlet, call.parameters);
            *failed.entry(what).or_default() += 1;
        }
    }
    failed.into_values().max().unwrap_or(0)
}

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let mut masked = false;
    let mut looked = false;
    let passing = passing();
    verdict.claim(passing.len() > 3, || format!("{passing:?} pass"));
    let mut at_once = 0;
    for (failure, step, job) in produced(lab, scenario) {
        let id = job.id;
        let Some(outcome) = lab.outcome(&id, verdict) else {
            continue;
        };
        let Some(found) = evidence::check(lab, outcome, step, "apply", verdict) else {
            continue;
        };
        masked |= outcome.texts().contains("(token masked)");
        looked |= outcome.texts().contains("Checked on this side: ");
        let diagnosis = evidence::diagnosis(&found);
        verdict.claim(
            diagnosis.first().is_some_and(|first| first == failure),
            || {
                format!(
                    "{id}: exit code {}, the diagnosis is {diagnosis:?}: {}",
                    outcome.exit_code,
                    tail(&outcome.texts())
                )
            },
        );
        verdict.claim(matches!(outcome.exit_code, 1 | 3), || {
            format!("{id}: exit code {}", outcome.exit_code)
        });
        let failed = most_failed(lab, &id);
        if !passing.iter().any(|one| one == failure) {
            at_once += failed;
            verdict.claim(failed <= 1, || {
                format!("{id}: what does not pass was tried {failed} times")
            });
        }
    }
    verdict.claim(at_once > 1, || "no call failed for good".to_owned());
    verdict.claim(looked, || {
        "no failed test looked at the scripts of its side".to_owned()
    });
    verdict.claim(masked, || {
        "no text held a token, so masking was not tried".to_owned()
    });
}
