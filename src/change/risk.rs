//! What can go wrong when the new bundle is run for a change.

use super::{Action, Change};
use crate::risk::{Level, NONE, Risk, risk as of};
use crate::step::Step;

/// The key of the word for a level.
pub(super) fn key(level: Level) -> &'static str {
    match level {
        Level::None => "level_none",
        Level::Low => "level_low",
        Level::Medium => "level_medium",
        Level::High => "level_high",
    }
}

const LEFTOVER: Risk<&str> = of(
    Level::Low,
    "Nothing is taken away, so nothing fails; what is no longer wanted goes on acting until somebody removes it.",
);

/// Of a step that came with the bundle and that nothing here describes.
const FOREIGN: Risk<&str> = of(
    Level::High,
    "The step is none of this program's; whoever wrote it says what it puts at risk.",
);

/// The risk of running the new bundle for this change; `step` is the one that makes it, as far as it is known.
pub(super) fn risk(change: &Change, step: Option<&Step>) -> Risk {
    match step {
        _ if change.kind == "Config" || change.kind == "HandOff" => NONE.told(),
        _ if change.action == Action::Remove => LEFTOVER.told(),
        Some(step) => step.risk.clone(),
        None if change.step.is_some() => FOREIGN.told(),
        None => NONE.told(),
    }
}

/// Every reason, for those who translate; steps that are data bring theirs.
#[cfg(test)]
pub(super) fn reasons() -> impl Iterator<Item = &'static str> {
    let others = [NONE, LEFTOVER, FOREIGN].map(|risk| risk.reason);
    let steps = crate::steps::known().filter(|step| !step.is_data());
    steps.map(|step| step.risk.reason.as_ref()).chain(others)
}

#[cfg(test)]
mod tests {
    use crate::risk::Level;
    use crate::steps;

    #[test]
    fn every_step_that_changes_an_organisation_has_its_risk() {
        let writes_files_only = ["export-certificate", "uploaded-certificates"];
        for step in steps::known() {
            let changes = step.can_change && !writes_files_only.contains(&step.id.as_ref());
            assert_eq!(step.risk.level > Level::None, changes, "{}", step.id);
        }
    }
}
