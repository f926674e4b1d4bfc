//! What a plan says about a cause of a failure: whether there is something left to do that would mend it.

use super::item::{Action, Planned};
use super::{Plan, looks};

/// Whether something is as it must be, with what shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is not: something is left to do.
    Open(String),
    /// It is.
    Settled(String),
}

impl Plan {
    /// The verdict on `step`, on `step.Property`, or on `look.name`; none where that was not collected.
    ///
    /// An object that has to be made lacks all its properties, and a step that stops settles nothing.
    /// `step.(several)` is open only where the step stops.
    #[must_use]
    pub fn open(&self, what: &str) -> Option<Verdict> {
        let (step, property) = what.split_once('.').unwrap_or((what, ""));
        if step == "look" {
            let look = self.looks.iter().find(|look| look.name == property)?;
            let seen = format!("the collected state: {}", look.seen);
            return Some(if look.good {
                Verdict::Settled(seen)
            } else {
                Verdict::Open(seen)
            });
        }
        let of_step = |row: &&Planned| row.step == step && row.kind != "HandOff";
        let rows = || self.resources.iter().filter(of_step);
        if let Some(open) = rows().find_map(|row| left_to_do(row, property)) {
            return Some(Verdict::Open(format!("the collected state: {open}")));
        }
        let settled = rows().next().is_some() && rows().all(|row| row.action != Action::Unknown);
        settled.then(|| {
            let what = if property.is_empty() || property.starts_with('(') {
                String::new()
            } else {
                format!(" of {property}")
            };
            Verdict::Settled(format!(
                "the collected state: nothing{what} is left to do for the step {step}"
            ))
        })
    }
}

/// Whether a name after `look.` is one.
#[must_use]
pub fn is_look(name: &str) -> bool {
    looks::NAMES.contains(&name)
}

fn left_to_do(row: &Planned, property: &str) -> Option<String> {
    let name = if row.name.is_empty() {
        &row.key
    } else {
        &row.name
    };
    match row.action {
        Action::Conflict => row.reason.clone(),
        Action::Create if !property.starts_with('(') => {
            Some(format!("{} {name} is not there", row.kind))
        }
        Action::Change => {
            let mut changes = row.changes.iter();
            let change =
                changes.find(|change| property.is_empty() || change.property == property)?;
            Some(format!(
                "{} of {} {name} is not as wanted",
                change.property, row.kind
            ))
        }
        _ => None,
    }
}
