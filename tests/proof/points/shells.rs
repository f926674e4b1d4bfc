//! Point 6: every script in each wrong shell, and in the right shell of another organisation, stops
//! with exit code 3 and writes nothing, whatever is asked of it.

use crate::proof::extent;
use crate::proof::jobs::{Action, From, Job};
use crate::proof::lab::{Lab, Step};
use crate::proof::lookup::tail;
use crate::proof::points::{plain, what_if};
use crate::proof::runner::Batch;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

/// A shell that a script must refuse: its contexts, whether it is signed in, whose it is.
struct Wrong {
    name: String,
    contexts: Vec<String>,
    connected: bool,
    elsewhere: bool,
}

/// An organisation that is not the bundle's.
pub fn elsewhere(scenario: &Scenario) -> Scenario {
    let other = if scenario.organisation == "gcc-high" {
        "contoso"
    } else {
        "gcc-high"
    };
    plain(other, "done")
}

fn wrong(step: &Step) -> Vec<Wrong> {
    let mut all = Vec::new();
    let mut add = |name: &str, contexts: &[&str], connected: bool, elsewhere: bool| {
        let contexts = contexts.iter().map(|&context| context.to_owned()).collect();
        all.push(Wrong {
            name: name.to_owned(),
            contexts,
            connected,
            elsewhere,
        });
    };
    for context in ["exchange-shell", "mggraph", "exo"] {
        if context != step.context {
            add(context, &[context], true, false);
        }
    }
    add("none", &["none"], true, false);
    if step.context != "exchange-shell" {
        add("not-connected", &[step.context], false, false);
    }
    match step.context {
        "exchange-shell" => add("both", &["exchange-shell", "exo"], true, false),
        "exo" => add("both", &["exo", "exchange-shell"], true, false),
        _ => {}
    }
    add("elsewhere", &[step.context], true, true);
    all
}

/// The steps: all of the first organisation, of the other those that the first does not have.
fn tried<'a>(lab: &'a Lab, scenario: &Scenario) -> Vec<&'a Step> {
    let mut steps = sequence::steps(lab, scenario);
    if scenario.organisation != "hbna" && !extent::everything() {
        let known = &lab.organisations["hbna"].steps;
        steps.retain(|step| known.iter().all(|other| other.id != step.id));
    }
    steps
}

/// What is asked: Apply everywhere; in another organisation and without any shell each action, and
/// Apply with `-WhatIf`, for all prove the shell in the same way before they look at what is asked.
fn asked(shell: &Wrong) -> Vec<(Action, bool)> {
    let mut asked = vec![(Action::Apply, false)];
    if shell.elsewhere || shell.contexts == ["none"] {
        asked.extend([
            (Action::Verify, false),
            (Action::Rollback, false),
            (Action::Apply, true),
        ]);
    }
    asked
}

fn id(scenario: &Scenario, step: &Step, shell: &Wrong, action: Action, what_if: bool) -> String {
    let trial = if what_if { "-what-if" } else { "" };
    sequence::id(
        scenario,
        step,
        &format!(
            "shell-{}-{}{trial}",
            shell.name,
            action.as_str().to_lowercase()
        ),
    )
}

pub fn batches(lab: &Lab, scenario: &Scenario) -> Vec<Batch> {
    let mut batches = Vec::new();
    let steps = sequence::steps(lab, scenario);
    let last = sequence::id(scenario, steps.last().expect("a bundle has steps"), "again");
    for step in tried(lab, scenario) {
        for shell in wrong(step) {
            for (action, what_if) in asked(&shell) {
                let id = id(scenario, step, &shell, action, what_if);
                let from = if shell.elsewhere {
                    From::StateAndFiles(elsewhere(scenario).name(), last.clone())
                } else {
                    From::Job(last.clone())
                };
                let job = sequence::job(scenario, step, id, from);
                let contexts = shell.contexts.clone();
                batches.push(Batch::new(vec![Job {
                    action,
                    what_if,
                    contexts,
                    connected: shell.connected,
                    ..job
                }]));
            }
        }
    }
    batches
}

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let steps = sequence::steps(lab, scenario);
    let last = sequence::id(scenario, steps.last().expect("a bundle has steps"), "again");
    let records = lab.files(&last, "evidence");
    for step in tried(lab, scenario) {
        for shell in wrong(step) {
            for (action, what_if) in asked(&shell) {
                let id = id(scenario, step, &shell, action, what_if);
                let Some(outcome) = lab.outcome(&id, verdict) else {
                    continue;
                };
                what_if::no_change(outcome, verdict);
                // What stands in evidence/runs is of one run; everything else is of real runs.
                verdict.claim(lab.files(&id, "evidence") == records, || {
                    format!("{id}: touches the evidence of a real run")
                });
                verdict.claim(outcome.exit_code == 3, || {
                    format!(
                        "{id}: exit code {}: {}",
                        outcome.exit_code,
                        tail(&outcome.texts())
                    )
                });
                verdict.claim(outcome.texts().contains("Nothing was changed"), || {
                    format!(
                        "{id}: does not say that nothing was changed: {}",
                        tail(&outcome.texts())
                    )
                });
            }
        }
    }
}
