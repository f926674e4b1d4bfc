//! Point 3 with whole processes: killed right before and right after a write, then all steps again in
//! a new process. Of the shorter method every write; of the longer one, whose every write `kill` cuts
//! off too, every third kill, since a process costs more than ten runs.

use crate::proof::differ;
use crate::proof::extent;
use crate::proof::jobs::{From, Job};
use crate::proof::lab::{Lab, Step};
use crate::proof::points::kill;
use crate::proof::runner::Batch;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

fn kills<'a>(lab: &'a Lab, scenario: &Scenario) -> Vec<(&'a Step, u64, &'static str)> {
    let mut kills = Vec::new();
    for step in sequence::steps(lab, scenario) {
        let id = sequence::id(scenario, step, "apply");
        for write in 1..=lab.outcomes.get(&id).map_or(0, |outcome| outcome.writes) {
            kills.push((step, write, "kill-before"));
            kills.push((step, write, "kill-after"));
        }
    }
    let step = if scenario.organisation == "hbna" || extent::everything() {
        1
    } else {
        3
    };
    kills.into_iter().step_by(step).collect()
}

fn id(scenario: &Scenario, step: &Step, write: u64, kind: &str) -> String {
    sequence::id(scenario, step, &format!("{kind}-{write}"))
}

pub fn batches(lab: &Lab, scenario: &Scenario) -> Vec<Batch> {
    kills(lab, scenario)
        .into_iter()
        .map(|(step, write, kind)| {
            let job = Job {
                faults: vec![kill::at_write(write, kind)],
                ..sequence::job(
                    scenario,
                    step,
                    id(scenario, step, write, kind),
                    kill::before(lab, scenario, step),
                )
            };
            Batch {
                killed: true,
                ..Batch::new(vec![job])
            }
        })
        .collect()
}

/// After each kill the step again; every sixth time all steps, from the first.
pub fn after(lab: &Lab, scenario: &Scenario) -> Vec<Batch> {
    let steps = sequence::steps(lab, scenario);
    let kills = kills(lab, scenario);
    kills
        .into_iter()
        .enumerate()
        .map(|(number, (step, write, kind))| {
            let killed = id(scenario, step, write, kind);
            let mut from = From::Job(killed.clone());
            let jobs = steps
                .iter()
                .filter(|other| wanted(number, other, step))
                .map(|other| {
                    let job = sequence::job(
                        scenario,
                        other,
                        format!("{killed}/{}", other.key),
                        from.clone(),
                    );
                    from = From::Job(job.id.clone());
                    job
                })
                .collect();
            Batch::new(jobs)
        })
        .collect()
}

/// Whether all steps follow a kill: after every sixth.
fn is_whole(number: usize) -> bool {
    extent::everything() || number.is_multiple_of(6)
}

/// All steps after some kills, the killed one after the others.
fn wanted(number: usize, step: &Step, killed: &Step) -> bool {
    is_whole(number) || step.key == killed.key
}

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let steps = sequence::steps(lab, scenario);
    let last = steps.last().expect("a bundle has steps");
    let kills = kills(lab, scenario);
    let writes: u64 = steps
        .iter()
        .filter_map(|step| lab.outcome(&sequence::id(scenario, step, "apply"), verdict))
        .map(|outcome| outcome.writes)
        .sum();
    verdict.claim(kills.is_empty() == (writes == 0), || {
        format!(
            "{}: {writes} writes, {} kills",
            scenario.name(),
            kills.len()
        )
    });
    for (number, (step, write, kind)) in kills.into_iter().enumerate() {
        let killed = id(scenario, step, write, kind);
        verdict.claim(!lab.outcomes.contains_key(&killed), || {
            format!("{killed}: the process was not killed")
        });
        verdict.claim(
            lab.calls(&killed).iter().any(|call| call.write == write),
            || format!("{killed}: never came to the write"),
        );
        kill::no_list_shorter(lab, scenario, step, &killed, verdict);
        if !is_whole(number) {
            kill::recovered(
                lab,
                scenario,
                step,
                &killed,
                &format!("{killed}/{}", step.key),
                verdict,
            );
            continue;
        }
        let end = format!("{killed}/{}", last.key);
        let whole = sequence::id(scenario, last, "apply");
        let (Some(found), Some(expected)) =
            (lab.outcome(&end, verdict), lab.outcome(&whole, verdict))
        else {
            continue;
        };
        let state = |id: &str| lab.folder(id).join("state.json");
        verdict.claim(found.meaning_after == expected.meaning_after, || {
            format!(
                "{end}: another end state:\n      {}",
                differ::difference(&state(&whole), &state(&end))
            )
        });
        verdict.claim(
            lab.files(&end, "handoff") == lab.files(&whole, "handoff"),
            || format!("{end}: other hand-offs"),
        );
        verdict.claim(
            found.judgement.to_online.works && found.judgement.to_on_premises.works,
            || format!("{end}: calls do not work"),
        );
    }
}
