//! Point 2: all steps again: no write, at most one read per kind of object and script, and it says so.

use std::collections::BTreeMap;

use crate::proof::evidence;
use crate::proof::lab::Lab;
use crate::proof::lookup::tail;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    for step in sequence::steps(lab, scenario) {
        if !sequence::again(scenario, step) {
            continue;
        }
        let id = sequence::id(scenario, step, "again");
        let Some(outcome) = lab.outcome(&id, verdict) else {
            continue;
        };
        verdict.claim(
            outcome.writes == 0 && outcome.digest_before == outcome.digest_after,
            || format!("{id}: {} writes", outcome.writes),
        );
        verdict.claim(outcome.exit_code == 0, || {
            format!(
                "{id}: exit code {}: {}",
                outcome.exit_code,
                tail(&outcome.texts())
            )
        });
        let scripts = 1 + sequence::checked(lab, scenario, step).count();
        for (what, reads) in reads(lab, &id) {
            // One that does not answer is tried three times more.
            let most = scripts
                + if what.ends_with("EX09") && scenario.state.ends_with("silent-server") {
                    3
                } else {
                    0
                };
            verdict.claim(reads <= most, || format!("{id}: {reads} reads of {what}"));
        }
        verdict.claim(outcome.texts().contains("Nothing was changed"), || {
            format!(
                "{id}: does not say that there was nothing to do: {}",
                tail(&outcome.texts())
            )
        });
        let first = sequence::id(scenario, step, "apply");
        let record = |id: &str| {
            lab.evidence(id, &evidence::file(step, "apply"))
                .map(|found| evidence::changes(&found))
        };
        verdict.claim(record(&first) == record(&id), || {
            format!(
                "{id}: the record changed: {:?} became {:?}",
                record(&first),
                record(&id)
            )
        });
        verdict.claim(
            lab.files(&first, "handoff")
                .iter()
                .all(|(name, text)| lab.files(&id, "handoff").get(name) == Some(text)),
            || format!("{id}: a hand-off changed"),
        );
        evidence::check(lab, outcome, step, "apply", verdict);
    }
}

/// How often each kind of object was read; of one server or host where the question names one, since
/// those are other objects each.
fn reads(lab: &Lab, id: &str) -> BTreeMap<String, usize> {
    let mut reads = BTreeMap::new();
    for call in lab.calls(id).iter().filter(|call| call.access == "read") {
        let of = ["Server", "TargetUri"].map(|name| {
            call.parameters
                .get(name)
                .map_or("", |value| value.as_str().unwrap_or(""))
        });
        *reads
            .entry(format!("{} {}", call.kind, of.concat()))
            .or_default() += 1;
    }
    reads
}
