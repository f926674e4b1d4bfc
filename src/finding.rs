//! What `check` found, and where.

use std::ops::Range;

use crate::domain::Invalid;
use crate::lint::{Lint, Severity};

/// One thing wrong with a config, with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// Code of the lint.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The file, as it was named on the command line.
    pub file: String,
    /// Bytes of [`Loaded::source`](crate::loaded::Loaded::source) that are underlined.
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

impl Finding {
    /// A finding at some bytes of a source; line and column come from [`locate`].
    #[must_use]
    pub fn new(
        lint: &'static Lint,
        span: Range<usize>,
        path: &str,
        message: String,
        help: String,
    ) -> Self {
        Self {
            code: lint.code,
            severity: lint.severity,
            file: String::new(),
            span,
            line: 1,
            column: 1,
            path: path.into(),
            message,
            help,
        }
    }

    /// A finding about a text that was refused.
    #[must_use]
    pub fn invalid(invalid: Invalid, span: Range<usize>, path: &str) -> Self {
        Self::new(invalid.lint, span, path, invalid.message, invalid.help)
    }

    /// Whether nothing is generated because of it.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Puts findings in the order of the file and fills in file, line and column. One pass over the
/// source, however many there are.
pub fn locate(findings: &mut [Finding], file: &str, source: &str) {
    findings.sort_by(|one, other| (one.span.start, one.code).cmp(&(other.span.start, other.code)));
    let (mut line, mut column, mut at) = (1, 1, 0);
    for finding in findings {
        for character in source
            .get(at..finding.span.start)
            .unwrap_or_default()
            .chars()
        {
            (line, column) = if character == '\n' {
                (line + 1, 1)
            } else {
                (line, column + 1)
            };
        }
        at = finding.span.start;
        finding.file = file.into();
        (finding.line, finding.column) = (line, column);
    }
}
