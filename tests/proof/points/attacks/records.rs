//! Forged records of what was changed, which Rollback reads.

use super::{Attack, Scene};

/// All on the record of this step.
pub fn all(_: &Scene) -> Vec<Attack> {
    Vec::new()
}
