//! What a bundle is for.

use serde::Serialize;

/// The occasion for which scripts are generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Procedure {
    /// Everything from the beginning; run again it finds what is there
    #[default]
    SetUp,
    /// A staged next auth certificate is taken to both sides, with the overlap kept
    Rotation,
}
