//! Does a plan promise what the scripts then do? The collect scripts, the plan, then Apply of all steps;
//! each promised change is compared with each change in the evidence and each write in the call log,
//! both ways. Then everything once more, where the plan must see what is done. Here with every option
//! of the config, the other method, and failures; `proof` does the same with all of its scenarios.

mod compare;
mod derived;
mod lab;
mod scenarios;
#[path = "../common/trials.rs"]
mod trials;

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::thread;

use libtest_mimic::{Arguments, Trial};

use crate::powershell;
use lab::Lab;
use scenarios::Scenario;
use trials::asked_for;

fn name(scenario: &Scenario) -> String {
    format!("plan_agrees::{}", scenario.name())
}

/// What is asked for is run beside the trials of others, which come before.
pub fn trials(arguments: &Arguments) -> Vec<Trial> {
    let selected: Vec<Scenario> = scenarios::all()
        .into_iter()
        .filter(|scenario| asked_for(arguments, &name(scenario)))
        .collect();
    let powershell = powershell::find().filter(|_| !arguments.list && !selected.is_empty());
    let Some(powershell) = powershell else {
        let ignored =
            |scenario: &Scenario| Trial::test(name(scenario), || Ok(())).with_ignored_flag(true);
        return selected.iter().map(ignored).collect();
    };
    let names: Vec<String> = selected.iter().map(name).collect();
    let running = thread::spawn(move || complaints(powershell, &selected));
    let complaints = Arc::new(LazyLock::new(move || -> Vec<Vec<String>> {
        running.join().expect("plans were made and scripts run")
    }));
    let trial = |(number, name): (usize, String)| {
        let complaints = Arc::clone(&complaints);
        Trial::test(name, move || match complaints[number].as_slice() {
            [] => Ok(()),
            some => Err(some.join("\n").into()),
        })
    };
    names.into_iter().enumerate().map(trial).collect()
}

fn complaints(powershell: PathBuf, scenarios: &[Scenario]) -> Vec<Vec<String>> {
    let lab = Lab::new(powershell, scenarios);
    println!("{}", lab.figures());
    let complaints = |scenario| lab.complaints(scenario);
    scenarios.iter().map(complaints).collect()
}
