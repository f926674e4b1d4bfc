//! What `check` found, and where.

use std::ops::Range;

use crate::lint::Severity;

/// One thing wrong with a config, with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// Code of the lint.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The file, as it was named on the command line.
    pub file: String,
    /// Bytes of the source that are underlined.
    #[serde(skip)]
    pub span: Range<usize>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Path of the value, such as `on_premises.hosts.mail`; empty for the whole file.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}
