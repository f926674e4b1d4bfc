//! The trials, and the way from the command line to their conclusion.

mod compare;
mod derived;
mod lab;
#[path = "../proof/powershell.rs"]
mod powershell;
mod scenarios;
#[path = "../common/trials.rs"]
mod trials;

use libtest_mimic::{Arguments, Conclusion, Trial};

use lab::Lab;
use scenarios::Scenario;
use trials::asked_for;

pub fn run() -> Conclusion {
    let arguments = Arguments::from_args();
    let selected: Vec<Scenario> = scenarios::all()
        .into_iter()
        .filter(|scenario| asked_for(&arguments, &scenario.name()))
        .collect();
    let powershell = powershell::find().filter(|_| !arguments.list);
    let Some(powershell) = powershell else {
        let ignored =
            |scenario: &Scenario| Trial::test(scenario.name(), || Ok(())).with_ignored_flag(true);
        return libtest_mimic::run(&arguments, selected.iter().map(ignored).collect());
    };
    let lab = Lab::new(powershell, &selected);
    let trials = selected
        .iter()
        .map(|scenario| {
            let complaints = lab.complaints(scenario);
            Trial::test(scenario.name(), move || {
                if complaints.is_empty() {
                    Ok(())
                } else {
                    Err(complaints.join("\n").into())
                }
            })
        })
        .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    println!("{}", lab.figures());
    conclusion
}
