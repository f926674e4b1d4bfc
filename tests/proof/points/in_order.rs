//! Point 1: all steps in order, and both directions work.

use std::fs;

use hybrid_oauth::domain::Procedure;

use crate::proof::differ;
use crate::proof::evidence;
use crate::proof::jobs::Outcome;
use crate::proof::lab::{Lab, Step};
use crate::proof::lookup::tail;
use crate::proof::points::kill;
use crate::proof::scenarios::{Scenario, Stop};
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let steps = sequence::steps(lab, scenario);
    for step in &steps {
        let id = sequence::id(scenario, step, "apply");
        let Some(outcome) = lab.outcome(&id, verdict) else {
            continue;
        };
        let Some(evidence) = evidence::check(lab, outcome, step, "apply", verdict) else {
            continue;
        };
        match &scenario.stop {
            Some(stop) if stop.step == step.id => stopped(outcome, stop, verdict),
            _ => ended(outcome, step, &evidence::diagnosis(&evidence), verdict),
        }
        kill::no_list_shorter(lab, scenario, step, &id, verdict);
        if outcome.exit_code == 0 {
            let changed = wrote(lab, &id, step, outcome);
            let result = evidence["result"].as_str().unwrap_or("");
            verdict.claim((result == "changed") == changed, || {
                format!(
                    "{id}: says {result}, but {} writes were made",
                    outcome.writes
                )
            });
            let changes = evidence::changes(&evidence);
            let told = evidence::lines(&evidence, "Done and read back: ").len();
            verdict.claim(told == changes.len(), || {
                format!("{id}: {} changes, {told} lines that say so", changes.len())
            });
            verdict.claim(changes.is_empty() != changed, || {
                format!(
                    "{id}: {} changes in the evidence, {} writes",
                    changes.len(),
                    outcome.writes
                )
            });
        }
    }
    if let Some(last) = steps.last() {
        let end = sequence::id(scenario, last, "apply");
        let (before, after) = (
            lab.state(&scenario.name()),
            lab.folder(&end).join("state.json"),
        );
        // What was switched on by an override is switched off by removing it.
        let gone = match scenario.procedure() {
            Some(Procedure::RETIRE) => "\"ComponentName\"",
            _ => "nothing",
        };
        let harm = differ::harm(&before, &after).into_iter();
        for complaint in harm.filter(|one| !one.contains(gone)) {
            verdict.complain(format!("{end}: {complaint}"));
        }
    }
    if scenario.stop.is_none() {
        both_work(lab, scenario, &steps, verdict);
    }
    if scenario.state == "twenty-servers" {
        few_calls(lab, scenario, &steps, verdict);
    }
    if let Some(kept) = scenario.keeps {
        let said = steps.iter().any(|step| {
            let id = sequence::id(scenario, step, "apply");
            lab.outcomes
                .get(&id)
                .is_some_and(|outcome| outcome.texts().contains(kept))
        });
        verdict.claim(said, || format!("{}: {kept} is not named", scenario.name()));
        let last = sequence::id(scenario, steps[steps.len() - 1], "apply");
        let state = fs::read_to_string(lab.folder(&last).join("state.json")).unwrap_or_default();
        verdict.claim(state.contains(kept), || {
            format!("{}: {kept} is not there any more", scenario.name())
        });
    }
}

/// Whether an Apply changed a service or a hand-off.
pub fn wrote(lab: &Lab, id: &str, step: &Step, outcome: &Outcome) -> bool {
    let handed_off = lab
        .evidence(id, &evidence::file(step, "apply"))
        .is_some_and(|evidence| {
            evidence::changes(&evidence)
                .iter()
                .any(|change| change.starts_with("HandOff|"))
        });
    outcome.writes > 0 || handed_off
}

fn ended(outcome: &Outcome, step: &Step, diagnosis: &[String], verdict: &mut Verdict) {
    let id = &outcome.id;
    verdict.claim(!outcome.output.is_empty(), || {
        format!("{id}: returned no object")
    });
    let direction = match step.id.as_str() {
        "test-to-online" => &outcome.judgement.to_online,
        "test-to-on-premises" => &outcome.judgement.to_on_premises,
        _ => {
            verdict.claim(outcome.exit_code == 0, || {
                format!(
                    "{id}: exit code {}: {}",
                    outcome.exit_code,
                    tail(&outcome.texts())
                )
            });
            return;
        }
    };
    verdict.claim((outcome.exit_code == 0) == direction.works, || {
        format!(
            "{id}: exit code {}, but the judgement is {direction:?}: {}",
            outcome.exit_code,
            tail(&outcome.texts())
        )
    });
    verdict.claim(
        direction.works || diagnosis.first() == direction.failure.as_ref(),
        || format!("{id}: the cause is {direction:?}, the diagnosis {diagnosis:?}"),
    );
}

fn stopped(outcome: &Outcome, stop: &Stop, verdict: &mut Verdict) {
    let id = &outcome.id;
    verdict.claim(
        outcome.exit_code == stop.exit && outcome.digest_before == outcome.digest_after,
        || {
            format!(
                "{id}: must stop with exit code {} and no change; it was {} with {} writes: {}",
                stop.exit,
                outcome.exit_code,
                outcome.writes,
                tail(&outcome.texts())
            )
        },
    );
    let texts = outcome.texts();
    verdict.claim(
        texts.to_lowercase().contains(&stop.names.to_lowercase()),
        || {
            format!(
                "{id}: the cause \"{}\" is not named: {}",
                stop.names,
                tail(&texts)
            )
        },
    );
}

fn both_work(lab: &Lab, scenario: &Scenario, steps: &[&Step], verdict: &mut Verdict) {
    let Some(last) = steps.last() else { return };
    let Some(outcome) = lab.outcome(&sequence::id(scenario, last, "apply"), verdict) else {
        return;
    };
    let judged = &outcome.judgement;
    if scenario.procedure() == Some(Procedure::RETIRE) {
        for direction in [
            &judged.to_online,
            &judged.to_on_premises,
            &judged.relation_to_on_premises,
        ] {
            verdict.claim(!direction.works, || {
                format!("{}: still works: {direction:?}", scenario.name())
            });
        }
        return;
    }
    // OAuth, once it works, wins over the relationships.
    let by_relation = scenario.procedure() == Some(Procedure::ORGANIZATION_RELATIONSHIP)
        && scenario.state != "oauth-works";
    let directions = if by_relation {
        [&judged.relation_to_online, &judged.relation_to_on_premises]
    } else {
        [&judged.to_online, &judged.to_on_premises]
    };
    let directions = ["to-online", "to-on-premises"].into_iter().zip(directions);
    let sign_in = scenario.is_about_sign_in();
    let sign_in = sign_in.then_some(("sign-in", &judged.sign_in));
    for (name, direction) in directions.chain(sign_in) {
        verdict.claim(direction.works, || {
            format!("{}: {name} does not work: {direction:?}", scenario.name())
        });
    }
}

/// However many servers there are, each is asked for the override at most four times.
fn few_calls(lab: &Lab, scenario: &Scenario, steps: &[&Step], verdict: &mut Verdict) {
    let step = steps.iter().find(|step| step.id == "setting-override");
    let id = sequence::id(scenario, step.expect("a step of the bundle"), "apply");
    let mut asked = std::collections::BTreeMap::<String, usize>::new();
    for call in lab.calls(&id) {
        if let Some(server) = call.parameters.get("Server").and_then(|one| one.as_str()) {
            *asked.entry(server.to_owned()).or_default() += 1;
        }
    }
    verdict.claim(asked.len() == 20, || format!("{id}: asked {asked:?}"));
    verdict.claim(asked.values().all(|calls| *calls <= 4), || {
        format!("{id}: asked {asked:?}")
    });
}
