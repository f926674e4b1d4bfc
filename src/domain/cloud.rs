//! The Microsoft 365 clouds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cloud_endpoints::{self, CloudEndpoints};

/// The Microsoft 365 cloud that holds the tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "kebab-case")]
pub enum Cloud {
    /// The worldwide cloud; GCC organisations use it as well
    #[default]
    Global,
    /// United States government, GCC High
    GccHigh,
    /// United States Department of Defense
    Dod,
    /// China, operated by 21Vianet
    China,
}

impl Cloud {
    /// Every cloud, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Global, Self::GccHigh, Self::Dod, Self::China];

    /// The addresses and names that differ between clouds.
    #[must_use]
    pub fn endpoints(self) -> &'static CloudEndpoints {
        match self {
            Self::Global => &cloud_endpoints::GLOBAL,
            Self::GccHigh => &cloud_endpoints::GCC_HIGH,
            Self::Dod => &cloud_endpoints::DOD,
            Self::China => &cloud_endpoints::CHINA,
        }
    }

    /// The name used in the config.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::GccHigh => "gcc-high",
            Self::Dod => "dod",
            Self::China => "china",
        }
    }
}

impl std::fmt::Display for Cloud {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
