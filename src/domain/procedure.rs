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
}

impl Procedure {
    /// The name used in the config.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SetUp => "oauth",
            Self::Rotation => "rotation",
        }
    }

    /// What the name of its bundles ends in where the config gives none.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::SetUp => "",
            Self::Rotation => "-rotation",
        }
    }

    /// Whether it is the one that a config need not name.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
