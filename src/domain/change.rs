//! The change this bundle belongs to.

use serde::Serialize;

/// Reference to the customer's change record; shown in runbooks and change requests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Number of the change, as the customer writes it.
    pub id: Option<String>,
    /// Why it is done: one line, in any script.
    pub reason: Option<String>,
    /// Who asks for it.
    pub requester: Option<String>,
    /// Who decides on it.
    pub approver: Option<String>,
    /// When it is carried out.
    pub window: Option<String>,
    /// Where more about it stands.
    pub reference: Option<String>,
}

impl Change {
    /// Each key of the config with what is said there, in the order in which people ask.
    #[must_use]
    pub fn entries(&self) -> [(&'static str, Option<&String>); 6] {
        [
            ("change", self.id.as_ref()),
            ("reason", self.reason.as_ref()),
            ("requester", self.requester.as_ref()),
            ("approver", self.approver.as_ref()),
            ("window", self.window.as_ref()),
            ("reference", self.reference.as_ref()),
        ]
    }
}
