//! The change this bundle belongs to.

use serde::Serialize;

/// Reference to the customer's change record; shown in runbooks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Number of the change, as the customer writes it.
    pub id: Option<String>,
    /// Why it is done: one line, in any script.
    pub reason: Option<String>,
}
