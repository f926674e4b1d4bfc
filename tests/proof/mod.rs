//! The trials, and the way from the command line to their conclusion.

#[path = "../agreement/compare.rs"]
mod compare;
mod differ;
mod evidence;
mod failures;
mod figures;
mod jobs;
mod lab;
mod lookup;
mod points;
mod powershell;
mod runner;
mod scenarios;
mod sequence;
mod verdict;

use libtest_mimic::{Arguments, Conclusion, Trial};

use points::Point;

/// Runs what the command line asks for.
pub fn run() -> Conclusion {
    let arguments = Arguments::from_args();
    let points: Vec<Point> = points::all()
        .into_iter()
        .filter(|point| selected(&arguments, &point.name()))
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

/// As libtest selects: all, or what a filter names, without what `--skip` names.
fn selected(arguments: &Arguments, name: &str) -> bool {
    let matches = |filter: &str| {
        if arguments.exact {
            name == filter
        } else {
            name.contains(filter)
        }
    };
    arguments.filter.as_deref().is_none_or(matches)
        && !arguments.skip.iter().any(|skip| matches(skip))
}
