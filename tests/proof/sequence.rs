//! The procedure of a scenario from beginning to end, and back: what points 1, 2, 4, 5 and 8 look at.

use std::collections::HashSet;
use std::fs;

use serde_json::Value;

use crate::proof::extent;
use crate::proof::jobs::{Action, From, Job};
use crate::proof::lab::{Lab, Step};
use crate::proof::scenarios::{self, Scenario};

/// Where steps that only look are tried with every action too, Verify is run before and after every
/// Apply, and Rollback twice. Elsewhere `-WhatIf` and the second Apply say what Verify would: all plan
/// in the same way.
const LOOKED_AT_CLOSELY: [&str; 3] = ["nothing-there", "done", "half-by-hand"];

/// The organisations in which that is done, beside every other procedure and every overlay; the others differ only in how many things there are.
const MODELS: [&str; 2] = ["hbna", "contoso"];

/// The id of a run in a scenario's sequence.
pub fn id(scenario: &Scenario, step: &Step, run: &str) -> String {
    format!("{}/{}/{run}", scenario.name(), step.key)
}

/// The steps that are run: all, or up to the one that must stop.
pub fn steps<'a>(lab: &'a Lab, scenario: &Scenario) -> Vec<&'a Step> {
    let all = &lab.organisations[scenario.organisation].steps;
    let Some(stop) = &scenario.stop else {
        return all.iter().collect();
    };
    let last = all
        .iter()
        .position(|step| step.id == stop.step)
        .unwrap_or_else(|| panic!("{} has no step {}", scenario.organisation, stop.step));
    all[..=last].iter().collect()
}

/// What a scenario's steps have that no scenario before it had; `of_step` keeps what was seen. All that
/// they have where everything is run.
pub fn anew<'a, T>(
    lab: &'a Lab,
    scenario: &Scenario,
    of_step: fn(&Lab, &Scenario, &'a Step, &mut HashSet<String>) -> Vec<T>,
) -> Vec<T> {
    let mut seen = HashSet::new();
    if extent::everything() {
        return steps(lab, scenario)
            .into_iter()
            .flat_map(|step| of_step(lab, scenario, step, &mut seen))
            .collect();
    }
    for other in scenarios::all()
        .iter()
        .filter(|other| other.stop.is_none() && !other.brief)
    {
        let found = steps(lab, other)
            .into_iter()
            .flat_map(|step| of_step(lab, other, step, &mut seen))
            .collect();
        if other.name() == scenario.name() {
            return found;
        }
    }
    Vec::new()
}

fn is_close(scenario: &Scenario) -> bool {
    let model =
        LOOKED_AT_CLOSELY.contains(&scenario.state) && MODELS.contains(&scenario.organisation);
    let wholly = extent::everything() && !scenario.brief;
    model || scenario.procedure().is_some() || scenario.has_overlay() || wholly
}

/// Whether the step is tried with `-WhatIf`, Verify and Rollback in this scenario.
pub fn closely(scenario: &Scenario, step: &Step) -> bool {
    let stops = scenario
        .stop
        .as_ref()
        .is_some_and(|stop| stop.step == step.id);
    !scenario.brief && (stops || step.can_change || is_close(scenario))
}

/// Whether Verify goes before and after Apply, and a second Rollback follows the first.
pub fn twice(scenario: &Scenario, step: &Step) -> bool {
    closely(scenario, step) && verified(scenario)
}

/// Whether the step is applied once more when all is done: those that only look need it in few scenarios.
pub fn again(scenario: &Scenario, step: &Step) -> bool {
    step.can_change || is_close(scenario)
}

/// Whether Verify is tried in a scenario.
pub fn verified(scenario: &Scenario) -> bool {
    let looked_at = scenario.stop.is_some() || is_close(scenario);
    !scenario.brief && looked_at
}

/// The steps whose scripts a script runs with Verify: where a person must look, the test first makes
/// sure of what comes before it on its side.
pub fn checked<'a>(
    lab: &'a Lab,
    scenario: &Scenario,
    step: &Step,
) -> impl Iterator<Item = &'a Step> {
    let looks = !step.switches.is_empty();
    let (context, key) = (step.context, step.key.clone());
    steps(lab, scenario)
        .into_iter()
        .take_while(move |other| other.key != key)
        .filter(move |other| looks && other.can_change && other.context == context)
}

/// What the person says who runs the step: of a server that is off there is no test.
fn switches(scenario: &Scenario, step: &Step) -> &'static [&'static str] {
    let wants_tests = [
        "clean-up",
        "clear-previous-certificate",
        "retire-ews-allow-list",
    ]
    .contains(&step.id.as_str());
    if scenario.state == "silent-server" && wants_tests {
        return &["UntestedServer=EX09"];
    }
    step.switches
}

/// The servers that answer, besides the first: a test of calls is of one server.
fn others(lab: &Lab, scenario: &Scenario) -> Vec<String> {
    let state = fs::read(lab.state(&scenario.name())).expect("the state was made");
    let state: Value = serde_json::from_slice(&state).expect("JSON");
    let servers = state["onPremises"]["servers"].as_object().expect("servers");
    let answer = servers.iter().filter(|(_, server)| server["off"] != true);
    answer.map(|(name, _)| name.clone()).skip(1).collect()
}

/// A run of a step in its own shell.
pub fn job(scenario: &Scenario, step: &Step, id: String, from: From) -> Job {
    Job {
        id,
        organisation: scenario.organisation,
        file: step.file.clone(),
        action: Action::Apply,
        what_if: false,
        switches: switches(scenario, step),
        from,
        contexts: vec![step.context.to_owned()],
        connected: true,
        server: None,
        faults: Vec::new(),
    }
}

/// The whole sequence.
pub fn jobs(lab: &Lab, scenario: &Scenario) -> Vec<Job> {
    let steps = steps(lab, scenario);
    let mut jobs = Vec::new();
    let mut last = From::State(scenario.name());
    let mut push = |step: &Step, run: &str, action: Action, from: &From| {
        let job = Job {
            action,
            what_if: run == "what-if",
            server: run.strip_prefix("apply on ").map(str::to_owned),
            ..job(scenario, step, id(scenario, step, run), from.clone())
        };
        let left = From::Job(job.id.clone());
        jobs.push(job);
        left
    };
    for step in &steps {
        if closely(scenario, step) {
            push(step, "what-if", Action::Apply, &last);
            if twice(scenario, step) {
                push(step, "verify", Action::Verify, &last);
            }
        }
        if step.id == "test-to-online" {
            for server in others(lab, scenario) {
                let run = format!("apply on {server}");
                last = push(step, &run, Action::Apply, &last);
            }
        }
        last = push(step, "apply", Action::Apply, &last);
        if twice(scenario, step) {
            push(step, "verify-after", Action::Verify, &last);
        }
    }
    if scenario.stop.is_none() {
        for step in steps.iter().filter(|step| again(scenario, step)) {
            last = push(step, "again", Action::Apply, &last);
        }
    }
    for step in steps
        .iter()
        .rev()
        .filter(|step| step.can_change || closely(scenario, step))
    {
        last = push(step, "rollback", Action::Rollback, &last);
        if twice(scenario, step) {
            push(step, "rollback-again", Action::Rollback, &last);
        }
    }
    jobs
}
