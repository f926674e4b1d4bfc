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

use libtest_mimic::{Arguments, Trial};

use crate::powershell;
use lab::Lab;
use scenarios::Scenario;
use trials::asked_for;

fn name(scenario: &Scenario) -> String {
    format!("plan_agrees::{}", scenario.name())
}

/// What is asked for is run before the first trial.
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
    let lab = Lab::new(powershell, &selected);
    println!("{}", lab.figures());
    selected
        .iter()
        .map(|scenario| {
            let complaints = lab.complaints(scenario);
            Trial::test(name(scenario), move || {
                if complaints.is_empty() {
                    Ok(())
                } else {
                    Err(complaints.join("\n").into())
                }
            })
        })
        .collect()
}
