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

fn jobs(lab: &Lab, scenario: &Scenario) -> Vec<Job> {
    if scenario.is_about_sign_in() {
        return sign_in(lab, scenario);
    }
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
    vec![unseen, next, no_token, alone, untested]
}

/// The test of signing in, without the person's word, and with it before anything was done.
fn sign_in(lab: &Lab, scenario: &Scenario) -> Vec<Job> {
    let mut all = sequence::steps(lab, scenario).into_iter();
    let test = all.find(|step| step.id == "test-sign-in");
    let test = test.expect("a step of the bundle");
    let unseen = sequence::job(
        scenario,
        test,
        sequence::id(scenario, test, "unseen"),
        kill::before(lab, scenario, test),
    );
    let too_early = sequence::job(
        scenario,
        test,
        sequence::id(scenario, test, "too-early"),
        From::State(scenario.name()),
    );
    vec![
        Job {
            switches: &[],
            ..unseen
        },
        too_early,
    ]
}

pub fn batches(lab: &Lab, scenario: &Scenario) -> Vec<Batch> {
    vec![Batch::new(jobs(lab, scenario))]
}

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    const SIGN_IN: [(i64, &str); 2] = [
        (3, "with -SignInSeen"),
        (1, "not everything on this side is as wanted"),
    ];
    const CALLS: [(i64, &str); 5] = [
        (3, "-FreeBusySeen"),
        (3, "no evidence of a passed test"),
        (1, "aadsts700027"),
        (0, "-FreeBusySeen"),
        (3, "No passed test since the last change is from EX02,"),
    ];
    let wanted = if scenario.is_about_sign_in() {
        &SIGN_IN[..]
    } else {
        &CALLS
    };
    for (job, (exit, said)) in jobs(lab, scenario).iter().zip(wanted.iter().copied()) {
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
