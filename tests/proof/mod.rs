//! The trials, and the way from the command line to their conclusion.

#[path = "../agreement/compare.rs"]
mod compare;
mod differ;
mod evidence;
mod extent;
mod failures;
mod figures;
mod folder;
mod jobs;
mod lab;
mod lookup;
mod points;
mod powershell;
mod returned;
mod runner;
mod scenarios;
mod sequence;
#[path = "../common/trials.rs"]
mod trials;
mod verdict;
mod worker;

use libtest_mimic::{Arguments, Conclusion, Trial};

use points::Point;
use trials::asked_for;

/// Runs what the command line asks for.
pub fn run() -> Conclusion {
    let arguments = Arguments::from_args();
    let points: Vec<Point> = points::all()
        .into_iter()
        .filter(|point| asked_for(&arguments, &point.name()))
        .collect();
    let Some(powershell) = powershell::find() else {
        return libtest_mimic::run(&arguments, points.iter().map(ignored).collect());
    };
    if arguments.list {
        return libtest_mimic::run(&arguments, points.iter().map(ignored).collect());
    }
    let mut lab = lab::Lab::new(powershell);
    lab.run_all(&points);
    let trials = points
        .iter()
        .map(|point| {
            let verdict = point.judge(&lab);
            Trial::test(point.name(), move || verdict.conclude())
        })
        .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    figures::print(&lab);
    conclusion
}

fn ignored(point: &Point) -> Trial {
    Trial::test(point.name(), || Ok(())).with_ignored_flag(true)
}
