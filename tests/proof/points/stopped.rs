//! Ctrl-C, after any write and in a wait: the script says what this run has changed and what the next one will
//! do, the evidence has it, and the next run ends where one that was not stopped ends.

use crate::proof::evidence;
use crate::proof::jobs::{Fault, From, Job};
use crate::proof::lab::{Lab, Step};
use crate::proof::points::kill;
use crate::proof::runner::Batch;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

/// A run that is stopped: its step, its name, what goes wrong, and how many changes it has begun by then.
type Stop<'a> = (&'a Step, String, Vec<Fault>, usize);

fn stops<'a>(lab: &'a Lab, scenario: &Scenario) -> Vec<Stop<'a>> {
    let mut stops = Vec::new();
    for step in sequence::steps(lab, scenario) {
        let id = sequence::id(scenario, step, "apply");
        let writes = lab.outcomes.get(&id).map_or(0, |outcome| outcome.writes);
        for write in 1..=writes {
            let fault = kill::at_write(write, "stop-after");
            let begun = usize::try_from(write).expect("few");
            stops.push((step, format!("stopped-{write}"), vec![fault], begun));
        }
        if writes > 0 {
            let first_wait = Fault {
                of: "sleep",
                ..kill::at_write(1, "stop")
            };
            let faults = vec![kill::at_write(1, "lost-after"), first_wait];
            stops.push((step, "stopped-waiting".to_owned(), faults, 1));
        }
    }
    stops
}

pub fn batches(lab: &Lab, scenario: &Scenario) -> Vec<Batch> {
    stops(lab, scenario)
        .into_iter()
        .map(|(step, run, faults, _)| {
            let id = sequence::id(scenario, step, &run);
            let before = kill::before(lab, scenario, step);
            let stopped = Job {
                faults,
                ..sequence::job(scenario, step, id.clone(), before)
            };
            let again = sequence::job(scenario, step, format!("{id}-again"), From::Job(id));
            Batch::new(vec![stopped, again])
        })
        .collect()
}

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let stops = stops(lab, scenario);
    verdict.claim(!stops.is_empty(), || "nothing was stopped".to_owned());
    for (step, run, _, begun) in stops {
        let id = sequence::id(scenario, step, &run);
        let Some(stopped) = lab.outcome(&id, verdict) else {
            continue;
        };
        verdict.claim(stopped.terminated_by == "stopped", || {
            format!("{id}: ended by {}", stopped.terminated_by)
        });
        let record = lab
            .evidence(&id, &evidence::file(step, "apply"))
            .unwrap_or_default();
        let changes = evidence::changes(&record);
        verdict.claim(record["result"] == "failed" && !changes.is_empty(), || {
            format!("{id}: the evidence says {record}")
        });
        let whole = sequence::id(scenario, step, "apply");
        let writes = lab.outcome(&whole, verdict).map_or(0, |whole| whole.writes);
        let all = lab
            .evidence(&whole, &evidence::file(step, "apply"))
            .map(|record| evidence::changes(&record))
            .unwrap_or_default();
        // A change may be several writes; where each is one, the record has as many.
        let least = if writes as usize == all.len() {
            begun
        } else {
            1
        };
        verdict.claim(changes.len() >= least && all.starts_with(&changes), || {
            format!("{id}: the record names {changes:?}; it must begin like {all:?} and have {least} or more")
        });
        let made: Vec<String> = changes
            .iter()
            .map(|change| {
                let mut parts = change.splitn(3, '|');
                let mut next = || parts.next().unwrap_or("");
                format!("{} {}: {}", next(), next(), next())
            })
            .collect();
        let said = format!(
            "Stopped. Changed by this run so far: {}. The next run reads first and goes on.",
            made.join("; ")
        );
        verdict.claim(stopped.warnings.contains(&said), || {
            format!("{id}: must say \"{said}\": {:?}", stopped.warnings)
        });
        kill::recovered(lab, scenario, step, &id, &format!("{id}-again"), verdict);
    }
}
