//! Point 7: whatever goes wrong at whichever call, the script recovers or stops with the cause in
//! plain words, no list is left half written and the evidence is true.

use std::collections::HashSet;

use crate::proof::differ;
use crate::proof::evidence;
use crate::proof::extent;
use crate::proof::jobs::{Call, Fault, Job, Outcome};
use crate::proof::lab::{Lab, Step};
use crate::proof::lookup::tail;
use crate::proof::points::kill;
use crate::proof::runner::Batch;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

/// What goes wrong at a read and at a write; a lost answer to a read is one however far it came, and
/// what passes is waited for in one place, so each read has one of them, in turn.
const AT_READS: [[&str; 2]; 3] = [
    ["503", "denied"],
    ["429", "denied"],
    ["lost-before", "denied"],
];
const AT_EVERY_READ: [&str; 4] = ["503", "429", "lost-before", "denied"];
const AT_WRITES: [&str; 5] = ["503", "429", "lost-before", "lost-after", "denied"];

/// Asked for by 429.
const RETRY_AFTER: u64 = 7;

struct Trouble<'a> {
    step: &'a Step,
    call: u64,
    kind: &'static str,
}

impl Trouble<'_> {
    fn id(&self, scenario: &Scenario) -> String {
        sequence::id(
            scenario,
            self.step,
            &format!("call-{}-{}", self.call, self.kind),
        )
    }

    fn fault(&self) -> Fault {
        let times = if matches!(self.kind, "503" | "429") {
            3
        } else {
            1
        };
        Fault {
            at: self.call,
            of: "call",
            kind: self.kind,
            times,
            retry_after: RETRY_AFTER,
        }
    }
}

/// The calls of a scenario that no scenario before it made in the same way: same script, same cmdlet
/// and parameters, same calls of it before, same number of writes before.
fn troubles<'a>(lab: &'a Lab, scenario: &Scenario) -> Vec<Trouble<'a>> {
    sequence::anew(lab, scenario, of_step)
}

fn of_step<'a>(
    lab: &Lab,
    scenario: &Scenario,
    step: &'a Step,
    seen: &mut HashSet<String>,
) -> Vec<Trouble<'a>> {
    let mut troubles = Vec::new();
    let mut written = 0;
    let mut before: Vec<String> = Vec::new();
    for call in lab
        .calls(&sequence::id(scenario, step, "apply"))
        .iter()
        .filter(|call| call.call > 0)
    {
        let way = way(call);
        let repeated = before.iter().filter(|other| **other == way).count().min(1);
        before.push(way.clone());
        let write = call.access == "write";
        let signature = format!("{} {way} {repeated} {}", step.id, written.min(2));
        written += usize::from(write);
        let everything = extent::everything();
        if !seen.insert(signature) && !everything {
            continue;
        }
        let turn = call.call as usize;
        let mut kinds = if write {
            AT_WRITES.to_vec()
        } else if everything {
            AT_EVERY_READ.to_vec()
        } else {
            AT_READS[turn % AT_READS.len()].to_vec()
        };
        // A script that only looks reads everything in one way: each of its calls has one trouble.
        if !step.can_change && !everything {
            kinds = vec![kinds[turn / AT_READS.len() % kinds.len()]];
        }
        troubles.extend(kinds.into_iter().map(|kind| Trouble {
            step,
            call: call.call,
            kind,
        }));
    }
    troubles
}

/// A cmdlet with the names of its parameters.
fn way(call: &Call) -> String {
    let mut names: Vec<&str> = call.parameters.keys().map(String::as_str).collect();
    names.sort_unstable();
    format!("{} {} {}", call.context, call.cmdlet, names.join(" "))
}

pub fn batches(lab: &Lab, scenario: &Scenario) -> Vec<Batch> {
    troubles(lab, scenario)
        .iter()
        .map(|trouble| {
            let from = kill::before(lab, scenario, trouble.step);
            let job = sequence::job(scenario, trouble.step, trouble.id(scenario), from);
            Batch::new(vec![Job {
                faults: vec![trouble.fault()],
                ..job
            }])
        })
        .collect()
}

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let troubles = troubles(lab, scenario);
    if troubles.is_empty() {
        verdict.claim(true, String::new);
    }
    for trouble in troubles {
        let id = trouble.id(scenario);
        let Some(outcome) = lab.outcome(&id, verdict) else {
            continue;
        };
        let whole_id = sequence::id(scenario, trouble.step, "apply");
        let Some(whole) = lab.outcome(&whole_id, verdict) else {
            continue;
        };
        kill::no_list_shorter(lab, scenario, trouble.step, &id, verdict);
        if trouble.kind == "denied" {
            denied(lab, &trouble, outcome, whole, verdict);
        } else {
            recovered(lab, &trouble, outcome, whole, verdict);
        }
    }
}

fn recovered(
    lab: &Lab,
    trouble: &Trouble,
    outcome: &Outcome,
    whole: &Outcome,
    verdict: &mut Verdict,
) {
    let id = &outcome.id;
    verdict.claim(outcome.exit_code == whole.exit_code, || {
        format!(
            "{id}: exit code {}, without the fault {}: {}",
            outcome.exit_code,
            whole.exit_code,
            tail(&outcome.texts())
        )
    });
    let state = |id: &str| lab.folder(id).join("state.json");
    verdict.claim(outcome.meaning_after == whole.meaning_after, || {
        format!(
            "{id}: another end state:\n      {}",
            differ::difference(&state(&whole.id), &state(id))
        )
    });
    verdict.claim(
        lab.files(id, "handoff") == lab.files(&whole.id, "handoff"),
        || format!("{id}: other hand-offs"),
    );
    let said = outcome.texts();
    verdict.claim(
        said.contains("Waiting")
            && (said.contains("did not work") || said.contains("did not confirm")),
        || format!("{id}: does not say that it tried again: {}", tail(&said)),
    );
    let Some(found) = evidence::check(lab, outcome, trouble.step, "apply", verdict) else {
        return;
    };
    let record = lab
        .evidence(&whole.id, &evidence::file(trouble.step, "apply"))
        .unwrap_or_default();
    verdict.claim(
        evidence::changes(&found) == evidence::changes(&record),
        || {
            format!(
                "{id}: the record names {:?}, without the fault {:?}",
                evidence::changes(&found),
                evidence::changes(&record)
            )
        },
    );
    verdict.claim(found["result"] == record["result"], || {
        format!(
            "{id}: says {}, without the fault {}",
            found["result"], record["result"]
        )
    });
}

fn denied(lab: &Lab, trouble: &Trouble, outcome: &Outcome, whole: &Outcome, verdict: &mut Verdict) {
    let id = &outcome.id;
    verdict.claim(outcome.exit_code == 1, || {
        format!(
            "{id}: access was denied, exit code {}: {}",
            outcome.exit_code,
            tail(&outcome.texts())
        )
    });
    let Some(found) = evidence::check(lab, outcome, trouble.step, "apply", verdict) else {
        return;
    };
    let first = evidence::diagnosis(&found)
        .first()
        .cloned()
        .unwrap_or_default();
    // The table has an id for Graph only; Exchange says which role is missing.
    let graph = trouble.step.context == "mggraph";
    verdict.claim(!graph || first == "authorization-request-denied", || {
        format!(
            "{id}: access was denied, the diagnosis is {:?}",
            evidence::diagnosis(&found)
        )
    });
    verdict.claim(outcome.texts().contains("needs the role"), || {
        format!("{id}: does not name the role: {}", tail(&outcome.texts()))
    });
    let record = lab
        .evidence(&whole.id, &evidence::file(trouble.step, "apply"))
        .unwrap_or_default();
    let (named, all) = (evidence::changes(&found), evidence::changes(&record));
    let changed = outcome.digest_before != outcome.digest_after;
    verdict.claim(
        all.starts_with(&named) && (!changed || !named.is_empty()),
        || format!("{id}: the record names {named:?}, it must begin like {all:?}"),
    );
    verdict.claim(
        outcome.texts().to_lowercase().contains("access was denied"),
        || {
            format!(
                "{id}: does not say in plain words that access was denied: {}",
                tail(&outcome.texts())
            )
        },
    );
}
