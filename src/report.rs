//! Findings for people and for programs.

use serde_json::{Value, json};

use crate::finding::Finding;

#[cfg(feature = "cli")]
mod draw;

#[cfg(feature = "cli")]
pub use draw::draw;

/// How findings are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Bare text.
    #[default]
    Plain,
    /// With the colours of a terminal.
    Colored,
}

/// The findings of all files as `check --format json` prints them.
#[must_use]
pub fn as_json<'a>(findings: impl Iterator<Item = &'a Finding>) -> Value {
    json!({ "format_version": 1, "findings": findings.collect::<Vec<_>>() })
}
