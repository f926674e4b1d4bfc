//! The two procedures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How on-premises Exchange proves itself to Exchange Online.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// The documented procedure of 2013 to 2025: certificate on the shared service principal of
    /// Exchange Online; calls made with it are refused since 31 October 2025
    SharedPrincipal,
    /// The dedicated Exchange hybrid application: what works today
    #[default]
    DedicatedApp,
}

impl Method {
    /// Both methods.
    pub const ALL: [Self; 2] = [Self::SharedPrincipal, Self::DedicatedApp];

    /// The name used in the config.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SharedPrincipal => "shared-principal",
            Self::DedicatedApp => "dedicated-app",
        }
    }
}

impl std::fmt::Display for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
