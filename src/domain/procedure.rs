//! What a bundle is for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The occasion for which scripts are generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "kebab-case")]
pub enum Procedure {
    /// OAuth is set up, everything from the beginning; run again it finds what is there
    #[default]
    #[serde(rename = "oauth")]
    #[cfg_attr(feature = "cli", value(name = "oauth"))]
    SetUp,
    /// A staged next auth certificate is taken to both sides, with the overlap kept
    Rotation,
    /// Free/busy by federation trust and organization relationships, where OAuth cannot be used yet
    OrganizationRelationship,
    // What is skipped has no steps yet and cannot be asked for; with the first step both lines go.
    /// Outlook and other clients sign in to the on-premises servers with Microsoft Entra ID
    HybridModernAuthentication,
    /// What `oauth` set up is switched off, once the last on-premises mailbox is gone
    Retire,
}

impl Procedure {
    /// Every procedure.
    pub const ALL: [Self; 5] = [
        Self::SetUp,
        Self::Rotation,
        Self::OrganizationRelationship,
        Self::HybridModernAuthentication,
        Self::Retire,
    ];

    /// The name used in the config.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SetUp => "oauth",
            Self::Rotation => "rotation",
            Self::OrganizationRelationship => "organization-relationship",
            Self::HybridModernAuthentication => "hybrid-modern-authentication",
            Self::Retire => "retire",
        }
    }

    /// What the name of its bundles ends in where the config gives none.
    #[must_use]
    pub fn suffix(self) -> String {
        if self.is_default() {
            return String::new();
        }
        format!("-{}", self.as_str())
    }

    /// Whether it is the one that a config need not name.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
