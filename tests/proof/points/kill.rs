//! Point 3: a script that is cut off right before or right after any write, and then run again, ends
//! where it would have ended, and its record still names every change.
//!
//! Cut off means that nothing of the script ever runs again, as when its process is killed;
//! `killed` kills whole processes.

use std::collections::HashSet;

use serde_json::Value;

use crate::proof::differ;
use crate::proof::evidence;
use crate::proof::jobs::{Fault, From, Job};
use crate::proof::lab::{Lab, Step};
use crate::proof::lookup::tail;
use crate::proof::runner::Batch;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

/// A fault at one write.
pub fn at_write(write: u64, kind: &'static str) -> Fault {
    Fault {
        at: write,
        of: "write",
        kind,
        times: 1,
        retry_after: 0,
    }
}

/// What stood there before a step of a scenario's sequence was applied.
pub fn before(lab: &Lab, scenario: &Scenario, step: &Step) -> From {
    let steps = sequence::steps(lab, scenario);
    let place = steps
        .iter()
        .position(|other| other.key == step.key)
        .expect("a step of the scenario");
    match place {
        0 => From::State(scenario.name()),
        _ => From::Job(sequence::id(scenario, steps[place - 1], "apply")),
    }
}

/// The cuts of a scenario: step, write, kind. A step whose calls were the same, value for value, in a
/// scenario before it is not cut again.
fn cuts<'a>(lab: &'a Lab, scenario: &Scenario) -> Vec<(&'a Step, u64, &'static str)> {
    sequence::anew(lab, scenario, of_step)
}

fn of_step<'a>(
    lab: &Lab,
    scenario: &Scenario,
    step: &'a Step,
    seen: &mut HashSet<String>,
) -> Vec<(&'a Step, u64, &'static str)> {
    let id = sequence::id(scenario, step, "apply");
    let writes = lab.outcomes.get(&id).map_or(0, |outcome| outcome.writes);
    let calls: Vec<String> = lab
        .calls(&id)
        .iter()
        .map(|call| format!("{} {}", call.cmdlet, Value::Object(call.parameters.clone())))
        .collect();
    if writes == 0 || !seen.insert(format!("{} {}", step.id, calls.join("\n"))) {
        return Vec::new();
    }
    (1..=writes)
        .flat_map(|write| [(step, write, "cut-before"), (step, write, "cut-after")])
        .collect()
}

pub fn batches(lab: &Lab, scenario: &Scenario) -> Vec<Batch> {
    let mut batches = Vec::new();
    for (step, write, kind) in cuts(lab, scenario) {
        let cut = Job {
            faults: vec![at_write(write, kind)],
            ..sequence::job(
                scenario,
                step,
                sequence::id(scenario, step, &format!("{kind}-{write}")),
                before(lab, scenario, step),
            )
        };
        let again_id = format!("{}-again", cut.id);
        let again = sequence::job(scenario, step, again_id, From::Job(cut.id.clone()));
        batches.push(Batch::new(vec![cut, again]));
    }
    batches
}

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let cuts = cuts(lab, scenario);
    if cuts.is_empty() {
        verdict.claim(true, String::new);
    }
    for (step, write, kind) in cuts {
        let id = sequence::id(scenario, step, &format!("{kind}-{write}"));
        let Some(cut) = lab.outcome(&id, verdict) else {
            continue;
        };
        verdict.claim(cut.terminated_by == "cut-off", || {
            format!("{id}: was not cut off")
        });
        recovered(lab, scenario, step, &id, &format!("{id}-again"), verdict);
        named(lab, scenario, step, &id, write, verdict);
    }
}

/// That the run after a cut ended as the run without one.
pub fn recovered(
    lab: &Lab,
    scenario: &Scenario,
    step: &Step,
    cut: &str,
    again: &str,
    verdict: &mut Verdict,
) {
    let whole = sequence::id(scenario, step, "apply");
    let (Some(outcome), Some(expected)) =
        (lab.outcome(again, verdict), lab.outcome(&whole, verdict))
    else {
        return;
    };
    verdict.claim(outcome.exit_code == expected.exit_code, || {
        format!(
            "{again}: exit code {}: {}",
            outcome.exit_code,
            tail(&outcome.texts())
        )
    });
    let state = |id: &str| lab.folder(id).join("state.json");
    verdict.claim(outcome.meaning_after == expected.meaning_after, || {
        format!(
            "{again}: another end state:\n      {}",
            differ::difference(&state(&whole), &state(again))
        )
    });
    verdict.claim(
        lab.files(again, "handoff") == lab.files(&whole, "handoff"),
        || format!("{again}: other hand-offs"),
    );
    let record = |id: &str| {
        lab.evidence(id, &evidence::file(step, "apply"))
            .map(|found| evidence::changes(&found))
            .unwrap_or_default()
    };
    let (mut found, mut wanted) = (record(again), record(&whole));
    found.sort();
    found.dedup();
    wanted.sort();
    wanted.dedup();
    verdict.claim(found == wanted, || {
        format!("{again}: the record names {found:?}, without the cut {wanted:?}")
    });
    evidence::check(lab, outcome, step, "apply", verdict);
    no_list_shorter(lab, scenario, step, cut, verdict);
}

/// That no list that stood there before the step became shorter, not even for a moment.
pub fn no_list_shorter(
    lab: &Lab,
    scenario: &Scenario,
    step: &Step,
    id: &str,
    verdict: &mut Verdict,
) {
    if ["clean-up", "retire-keys", "retire-ews-allow-list"].contains(&step.id.as_str()) {
        return;
    }
    let from = match before(lab, scenario, step) {
        From::Job(job) => lab.folder(&job).join("state.json"),
        From::State(name) | From::StateAndFiles(name, _) => lab.state(&name),
    };
    let shortened = differ::shortened(&from, &lab.folder(id).join("state.json"));
    verdict.claim(shortened.is_empty(), || {
        format!("{id}: a list was shortened: {}", shortened.join("; "))
    });
}

/// That the record of the cut run names the changes that were made, before they were made.
fn named(
    lab: &Lab,
    scenario: &Scenario,
    step: &Step,
    cut: &str,
    write: u64,
    verdict: &mut Verdict,
) {
    let file = evidence::file(step, "apply");
    let record = |id: &str| {
        lab.evidence(id, &file)
            .map(|found| evidence::changes(&found))
            .unwrap_or_default()
    };
    let whole_id = sequence::id(scenario, step, "apply");
    let whole = record(&whole_id);
    let found = record(cut);
    let writes = lab
        .outcomes
        .get(&whole_id)
        .map_or(0, |outcome| outcome.writes);
    let least = if writes as usize == whole.len() {
        write as usize
    } else {
        1
    };
    verdict.claim(found.len() >= least && whole.starts_with(&found), || {
        format!("{cut}: the record of the cut run names {found:?}; it must begin like {whole:?} and have {least} or more")
    });
}
