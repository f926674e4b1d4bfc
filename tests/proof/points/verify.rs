//! Point 8: Verify tells done from not done, and writes nothing outside `evidence`.

use crate::proof::evidence;
use crate::proof::lab::Lab;
use crate::proof::lookup::tail;
use crate::proof::points::what_if;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    for step in sequence::steps(lab, scenario) {
        if !sequence::twice(scenario, step) {
            continue;
        }
        let apply_id = sequence::id(scenario, step, "apply");
        let Some(apply) = lab.outcome(&apply_id, verdict) else {
            continue;
        };
        let before_id = sequence::id(scenario, step, "verify");
        if let Some(before) = lab.outcome(&before_id, verdict) {
            what_if::no_change(before, verdict);
            what_if::promised(lab, before, apply, step, verdict);
            evidence::check(lab, before, step, "verify", verdict);
        }
        let after_id = sequence::id(scenario, step, "verify-after");
        if let Some(after) = lab.outcome(&after_id, verdict) {
            what_if::no_change(after, verdict);
            let pending = step.can_change && apply.exit_code == 1;
            let expected = if pending { 2 } else { apply.exit_code };
            verdict.claim(after.exit_code == expected, || {
                format!(
                    "{after_id}: exit code {} after Apply's {}: {}",
                    after.exit_code,
                    apply.exit_code,
                    tail(&after.texts())
                )
            });
            evidence::check(lab, after, step, "verify", verdict);
            for folder in ["handoff", "state"] {
                verdict.claim(
                    lab.files(&after_id, folder) == lab.files(&apply_id, folder),
                    || format!("{after_id}: changed {folder}"),
                );
            }
            let record = |id: &str| {
                lab.files(id, "evidence")
                    .remove(&evidence::file(step, "apply"))
            };
            verdict.claim(record(&after_id) == record(&apply_id), || {
                format!("{after_id}: touched the record of Apply")
            });
        }
    }
}
