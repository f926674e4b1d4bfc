//! The interface that on-premises Exchange calls.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which interface of Exchange Online the on-premises servers call with the dedicated application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HybridApi {
    /// Exchange Web Services
    #[default]
    Ews,
    /// Microsoft Graph (Global cloud, newest Exchange SE builds); cloud archives are reported to need EWS still
    Graph,
    /// Both, for the time of a change-over
    Both,
}

impl HybridApi {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Ews, Self::Graph, Self::Both];

    /// The name used in the config.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ews => "ews",
            Self::Graph => "graph",
            Self::Both => "both",
        }
    }

    /// Whether calls through EWS are wanted.
    #[must_use]
    pub fn uses_ews(self) -> bool {
        matches!(self, Self::Ews | Self::Both)
    }

    /// Whether calls through Microsoft Graph are wanted.
    #[must_use]
    pub fn uses_graph(self) -> bool {
        matches!(self, Self::Graph | Self::Both)
    }
}

impl std::fmt::Display for HybridApi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
