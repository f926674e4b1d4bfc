//! Where no script can see that calls work, a test does not pass before a person says so, and saying so
//! does not make a test pass that fails.

use crate::proof::jobs::{From, Job};
use crate::proof::lab::{Lab, Step};
use crate::proof::lookup::tail;
use crate::proof::points::kill;
use crate::proof::runner::Batch;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

/// A state in which no token is issued.
pub const NO_TOKEN: &str = "failure:aadsts700027";

/// The steps that wait for the person: the test, and what asks for a passed one.
fn steps<'a>(lab: &'a Lab, scenario: &Scenario) -> [&'a Step; 2] {
    ["test-to-online", "clean-up"].map(|id| {
        let mut all = sequence::steps(lab, scenario).into_iter();
        all.find(|step| step.id == id)
            .expect("a step of the bundle")
    })
}

fn jobs(lab: &Lab, scenario: &Scenario) -> [Job; 5] {
    let [test, clean_up] = steps(lab, scenario);
    let unseen = Job {
        switches: &[],
        ..sequence::job(
            scenario,
            test,
            sequence::id(scenario, test, "unseen"),
            kill::before(lab, scenario, test),
        )
    };
    let next = sequence::job(
        scenario,
        clean_up,
        sequence::id(scenario, clean_up, "unseen"),
        From::Job(unseen.id.clone()),
    );
    let no_token = sequence::job(
        scenario,
        test,
        sequence::id(scenario, test, "no-token"),
        From::State(format!("{}/{NO_TOKEN}", scenario.organisation)),
    );
    // The test passes on the first server alone.
    let alone = sequence::job(
        scenario,
        test,
        sequence::id(scenario, test, "alone"),
        kill::before(lab, scenario, test),
    );
    let untested = sequence::job(
        scenario,
        clean_up,
        sequence::id(scenario, clean_up, "untested"),
        From::Job(alone.id.clone()),
    );
    [unseen, next, no_token, alone, untested]
}

pub fn batches(lab: &Lab, scenario: &Scenario) -> Vec<Batch> {
    vec![Batch::new(jobs(lab, scenario).into())]
}

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let wanted = [
        (3, "-FreeBusySeen"),
        (3, "no evidence of a passed test"),
        (1, "aadsts700027"),
        (0, "-FreeBusySeen"),
        (3, "No passed test since the last change is from EX02,"),
    ];
    for (job, (exit, said)) in jobs(lab, scenario).iter().zip(wanted) {
        let Some(outcome) = lab.outcome(&job.id, verdict) else {
            continue;
        };
        let texts = outcome.texts();
        let right = outcome.exit_code == exit && outcome.writes == 0 && texts.contains(said);
        verdict.claim(right, || {
            format!(
                "{}: must stop with exit code {exit} and say \"{said}\"; exit code {}, {} writes: {}",
                job.id,
                outcome.exit_code,
                outcome.writes,
                tail(&texts)
            )
        });
    }
}
