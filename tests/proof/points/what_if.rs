//! Point 4: `-WhatIf` writes nothing and says truthfully whether Apply will.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::proof::evidence;
use crate::proof::jobs::{From, Outcome};
use crate::proof::lab::{Lab, Step};
use crate::proof::lookup::tail;
use crate::proof::points::{in_order, kill};
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    for step in sequence::steps(lab, scenario) {
        if !sequence::closely(scenario, step) {
            continue;
        }
        let id = sequence::id(scenario, step, "what-if");
        let apply_id = sequence::id(scenario, step, "apply");
        let (Some(outcome), Some(apply)) =
            (lab.outcome(&id, verdict), lab.outcome(&apply_id, verdict))
        else {
            continue;
        };
        no_change(outcome, verdict);
        promised(lab, outcome, apply, step, verdict);
        if let Some(found) = evidence::check(lab, outcome, step, "apply.whatif", verdict) {
            said_once(&found, &id, verdict);
        }
        let before = match kill::before(lab, scenario, step) {
            From::Job(job) => job,
            _ => String::new(),
        };
        for folder in ["evidence", "handoff", "state"] {
            let mut left = lab.files(&id, folder);
            let found = lab.files(&before, folder);
            left.remove(&evidence::file(step, "apply.whatif"));
            for checked in sequence::checked(lab, scenario, step) {
                left.remove(&evidence::file(checked, "verify.whatif"));
            }
            verdict.claim(left == found, || {
                let differ = |name: &&String| left.get(*name) != found.get(*name);
                let names: BTreeSet<&String> =
                    left.keys().chain(found.keys()).filter(differ).collect();
                format!("{id}: touched more in {folder} than its own evidence: {names:?}")
            });
        }
    }
}

/// That each change is said once, with each text that it would write.
fn said_once(evidence: &Value, id: &str, verdict: &mut Verdict) {
    let lines = evidence::lines(evidence, "Not as wanted yet, would be changed: ");
    let changes = evidence["changes"].as_array().map_or(0, Vec::len);
    verdict.claim(lines.len() == changes, || {
        format!("{id}: {changes} changes, said: {lines:?}")
    });
    for change in evidence["changes"].as_array().into_iter().flatten() {
        let after = &change["after"]["AuthMetadataUrl"];
        let said = after
            .as_str()
            .is_none_or(|url| lines.iter().any(|line| line.contains(url)));
        verdict.claim(said, || format!("{id}: {after} is not said"));
    }
}

/// That a run changed nothing in any service.
pub fn no_change(outcome: &Outcome, verdict: &mut Verdict) {
    verdict.claim(
        outcome.writes == 0 && outcome.digest_before == outcome.digest_after,
        || {
            format!(
                "{}: {} writes: {}",
                outcome.id,
                outcome.writes,
                tail(&outcome.texts())
            )
        },
    );
}

/// That the exit code of a run that only looked is 2 exactly where Apply then wrote.
pub fn promised(lab: &Lab, outcome: &Outcome, apply: &Outcome, step: &Step, verdict: &mut Verdict) {
    let wrote = in_order::wrote(lab, &apply.id, step, apply);
    let expected = if wrote { 2 } else { apply.exit_code };
    verdict.claim(outcome.exit_code == expected, || {
        format!(
            "{}: exit code {}, expected {expected} (Apply: exit code {}, {} writes): {}",
            outcome.id,
            outcome.exit_code,
            apply.exit_code,
            apply.writes,
            tail(&outcome.texts())
        )
    });
}
