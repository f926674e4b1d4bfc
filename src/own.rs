//! What an organisation adds to the program: types only.

use serde::Serialize;

use crate::step::Step;

mod overlay;

pub use overlay::{Files, Overlay, OwnWords, Remark, Slot, Written};

/// What an organisation changes about the steps of its bundle.
#[derive(Debug, Clone, Default)]
pub struct Own {
    /// Steps of its own; one with `replaces` stands for a step of the program.
    pub steps: Vec<Step>,
    /// Steps of the program that its bundle does not have.
    pub left_out: Vec<LeftOut>,
    /// Ids in the order in which they shall run. Each comes after the one named before it; what is not named stays
    /// where it is, and own steps that are not named come last.
    pub order: Vec<String>,
}

/// A step that a bundle does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its id.
    pub id: String,
    /// Why, for the runbook.
    pub reason: String,
}

impl Own {
    /// Whether nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.left_out.is_empty() && self.order.is_empty()
    }
}
