//! Point 5: Rollback in reverse order gives back what stood there; a second one stops.

use crate::proof::differ;
use crate::proof::evidence;
use crate::proof::lab::Lab;
use crate::proof::lookup::tail;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let steps = sequence::steps(lab, scenario);
    let mut last = None;
    let mut texts = String::new();
    for step in steps
        .iter()
        .rev()
        .filter(|step| step.can_change || sequence::closely(scenario, step))
    {
        let id = sequence::id(scenario, step, "rollback");
        let Some(outcome) = lab.outcome(&id, verdict) else {
            continue;
        };
        let stopped = scenario
            .stop
            .as_ref()
            .is_some_and(|stop| stop.step == step.id);
        verdict.claim(
            outcome.exit_code == 0 || stopped && outcome.exit_code == 3,
            || {
                format!(
                    "{id}: exit code {}: {}",
                    outcome.exit_code,
                    tail(&outcome.texts())
                )
            },
        );
        evidence::check(lab, outcome, step, "rollback", verdict);
        texts.push_str(&outcome.texts());
        last = Some(outcome);
        if !step.can_change || !sequence::twice(scenario, step) {
            continue;
        }
        let again_id = sequence::id(scenario, step, "rollback-again");
        let Some(again) = lab.outcome(&again_id, verdict) else {
            continue;
        };
        verdict.claim(again.exit_code == 3 && again.writes == 0, || {
            format!(
                "{again_id}: exit code {}, {} writes: {}",
                again.exit_code,
                again.writes,
                tail(&again.texts())
            )
        });
    }
    let (Some(first), Some(last)) = (steps.first(), last) else {
        return;
    };
    let Some(before) = lab.outcome(&sequence::id(scenario, first, "apply"), verdict) else {
        return;
    };
    let began = lab.state(&scenario.name());
    let wrong = differ::shortened(&began, &lab.folder(&last.id).join("state.json")).into_iter();
    // Of keys, what is lost is told below.
    for complaint in wrong.filter(|one| !one.contains(" keys ")) {
        verdict.complain(format!("{}: {complaint}", last.id));
    }
    if before.meaning_after == last.meaning_after {
        return;
    }
    let lost = lost_keys(lab, &before.id, &last.id);
    let named = !lost.is_empty()
        && lost
            .iter()
            .all(|thumbprint| texts.to_uppercase().contains(thumbprint));
    verdict.claim(named && only_keys_differ(lab, &before.id, &last.id), || {
        let state = |id: &str| lab.folder(id).join("state.json");
        format!(
            "{}: not as before:\n      {}",
            scenario.name(),
            differ::difference(&state(&before.id), &state(&last.id))
        )
    });
}

/// Thumbprints of keys that stood there before and do not any more.
fn lost_keys(lab: &Lab, before: &str, after: &str) -> Vec<String> {
    let after = thumbprints(lab, after);
    thumbprints(lab, before)
        .into_iter()
        .filter(|key| !after.contains(key))
        .collect()
}

fn thumbprints(lab: &Lab, id: &str) -> Vec<String> {
    differ::keys(&lab.folder(id).join("state.json"))
}

fn only_keys_differ(lab: &Lab, before: &str, after: &str) -> bool {
    let state = |id: &str| lab.folder(id).join("state.json");
    let text = differ::difference(&state(before), &state(after));
    !text.is_empty() && text.lines().all(|line| line.contains("keyCredentials"))
}
