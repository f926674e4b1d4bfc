//! Findings for people and for programs.

#[cfg(feature = "cli")]
use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::finding::Finding;
#[cfg(feature = "cli")]
use crate::loaded::Loaded;

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

/// The findings of a config and of its overlay, each with the line of its own file.
#[cfg(feature = "cli")]
#[must_use]
pub fn draw_all(loaded: &Loaded, style: Style) -> String {
    draw_in(&loaded.findings, &loaded.source, &loaded.sources, style)
}

/// Findings in several files: their texts by the file as findings name it, else `source`.
#[cfg(feature = "cli")]
#[must_use]
pub fn draw_in(
    findings: &[Finding],
    source: &str,
    sources: &BTreeMap<String, String>,
    style: Style,
) -> String {
    let files = findings.chunk_by(|one, other| one.file == other.file);
    files
        .map(|some| {
            let source = sources.get(&some[0].file).map_or(source, String::as_str);
            draw(some, source, style)
        })
        .collect()
}

/// The findings of all files as `check --format json` prints them.
#[must_use]
pub fn as_json<'a>(findings: impl Iterator<Item = &'a Finding>) -> Value {
    json!({ "format_version": 1, "findings": findings.collect::<Vec<_>>() })
}
