//! Point 2: all steps again: no write, at most one read per kind of object, and it says so.

use crate::proof::evidence;
use crate::proof::lab::Lab;
use crate::proof::lookup::tail;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    for step in sequence::steps(lab, scenario) {
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
        for (kind, counts) in &outcome.kinds {
            verdict.claim(counts.read <= 1 && counts.whatif == 0, || {
                format!("{id}: {} reads of {kind}", counts.read)
            });
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
