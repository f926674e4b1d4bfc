//! What can go wrong when a step makes a change; facts of the steps and of domain knowledge.
//!
//! Sources: learn.microsoft.com `exchange/hybrid-deployment/deploy-dedicated-hybrid-app` and the
//! pages that the steps link.

use serde::Serialize;

use super::{Action, Change};

/// How much can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nothing that anyone uses is touched.
    None,
    /// Easily seen and taken back.
    Low,
    /// Calls between the organisations can fail until it is mended.
    Medium,
    /// Affects everybody, or cannot be taken back wholly.
    High,
}

impl Level {
    /// The key of its word.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::None => "level_none",
            Self::Low => "level_low",
            Self::Medium => "level_medium",
            Self::High => "level_high",
        }
    }
}

/// A level with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Risk {
    /// How much can go wrong.
    pub level: Level,
    /// What, in a sentence.
    pub reason: &'static str,
}

pub(super) const NONE: Risk = Risk {
    level: Level::None,
    reason: "No object of either organisation is touched.",
};

/// By step, what its changes put at risk.
const STEPS: &[(&str, Level, &str)] = &[
    (
        "auth-servers",
        Level::Medium,
        "The servers take the keys of the token service from these URLs; with a wrong one calls between the organisations fail.",
    ),
    (
        "partner-application",
        Level::Low,
        "On-premises servers begin to accept calls that Exchange Online makes with tokens of the tenant.",
    ),
    (
        "service-principal-certificate",
        Level::Medium,
        "The list of keys is written as a whole; expired keys are dropped and cannot be brought back.",
    ),
    (
        "hybrid-application",
        Level::Medium,
        "Whoever holds the private key of the auth certificate can sign in as this application.",
    ),
    (
        "application-consent",
        Level::High,
        "The consent holds for every mailbox of the tenant.",
    ),
    (
        "service-principal-names",
        Level::Low,
        "Names are only added; a name that another object of the tenant holds stops the step before anything is written.",
    ),
    (
        "application-identifier",
        Level::Medium,
        "With the id of another application Entra ID refuses every token as soon as the setting override acts.",
    ),
    (
        "sharing-endpoint",
        Level::Low,
        "Only empty endpoints are filled; sharing with Exchange Online uses them at once.",
    ),
    (
        "setting-override",
        Level::High,
        "Every server changes how it signs in to the cloud; where anything before it is missing, Free/Busy, MailTips, photos and cloud archives fail.",
    ),
    (
        "availability-address-space",
        Level::Low,
        "Free/Busy of old servers goes through another server.",
    ),
    (
        "connector-to-online",
        Level::Medium,
        "From then on the connector wins over an organization relationship for its domains, with no way back to it while it is enabled.",
    ),
    (
        "connector-to-on-premises",
        Level::Medium,
        "From then on the connector wins over an organization relationship for its domains, with no way back to it while it is enabled.",
    ),
    (
        "ews-allow-list",
        Level::High,
        "Where the list was empty, every application that it does not name is refused as soon as it holds one and EWS is switched on.",
    ),
    (
        "clean-up",
        Level::High,
        "Expired keys cannot be brought back, and what still uses the shared principal fails.",
    ),
    (
        "client-directories",
        Level::Low,
        "A method is only added; clients that sign in the old way go on doing so.",
    ),
    (
        "default-authorization-endpoint",
        Level::Medium,
        "Where OAuth is switched on for clients already, they are sent to Entra ID at once.",
    ),
    (
        "oauth-client-profile",
        Level::High,
        "Everybody with a mailbox on these servers signs in with Entra ID from the next time on; whose account, policy or network is not ready cannot work.",
    ),
    (
        "publish-certificate",
        Level::Medium,
        "Every server signs with the new certificate from then on; a partner that does not know it refuses the calls.",
    ),
    (
        "clear-previous-certificate",
        Level::High,
        "No documented cmdlet names a previous certificate again; tokens that were signed with it are refused.",
    ),
];

const LEFTOVER: Risk = Risk {
    level: Level::Low,
    reason: "Nothing is taken away, so nothing fails; what is no longer wanted goes on acting until somebody removes it.",
};

/// The risk of running the new bundle for this change.
pub(super) fn risk(change: &Change) -> Risk {
    if change.kind == "Config" || change.kind == "HandOff" {
        return NONE;
    }
    if change.action == Action::Remove {
        return LEFTOVER;
    }
    let id = change.step.as_deref().unwrap_or_default();
    let found = STEPS.iter().find(|(step, ..)| *step == id);
    found.map_or(NONE, |&(_, level, reason)| Risk { level, reason })
}

/// Every reason, for those who translate.
#[cfg(test)]
pub(super) fn reasons() -> impl Iterator<Item = &'static str> {
    let others = [NONE.reason, LEFTOVER.reason];
    STEPS.iter().map(|(.., reason)| *reason).chain(others)
}

#[cfg(test)]
mod tests {
    use super::STEPS;
    use crate::steps;

    #[test]
    fn every_step_that_changes_an_organisation_has_its_risk() {
        let writes_files_only = ["export-certificate", "uploaded-certificates"];
        let expected: Vec<&str> = steps::known()
            .filter(|step| step.can_change && !writes_files_only.contains(&step.id))
            .map(|step| step.id)
            .collect();
        let mut found: Vec<&str> = STEPS.iter().map(|(id, ..)| *id).collect();
        found.sort_by_key(|id| expected.iter().position(|step| step == id));
        assert_eq!(found, expected);
    }
}
