//! Names the likely causes of a failure from what a shell, a service or a script of the bundle printed.
//!
//! The text is read as a stream (see [`decode`]), seen through windows of fixed size (see [`scan`]), and
//! turned into events; [`judge`] decides what they mean together, [`rank`] puts them in order.

use std::io::Read;

use serde::Serialize;

use crate::knowledge::{Cause, Confidence, Direction};

pub mod decode;
pub mod direction;
pub mod judge;
pub mod known;
pub mod output;
mod patterns;
pub mod rank;
pub mod scan;
pub mod texts;

pub use decode::DecodeError;
pub use known::Known;

/// What was recognised in a text.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Layout of the document, 1.
    pub format_version: u32,
    /// Likeliest first; empty when nothing was recognised.
    pub matches: Vec<Match>,
    /// Whether a test in the text ended with Success and nothing failed in it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub succeeded: bool,
    /// What the matches mean together, and what could not be used.
    pub notes: Vec<String>,
}

/// A failure that was recognised, once for each direction.
#[derive(Debug, Clone, Serialize)]
pub struct Match {
    /// Id of the failure, see `knowledge/failures.json`.
    pub id: String,
    /// What it is.
    pub title: String,
    /// The text that shows it first, where several were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The first line of the input that shows it, counted from 1.
    pub line: u64,
    /// That line, shortened, without secrets.
    pub text: String,
    /// Which way the call went.
    pub direction: Direction,
    /// How often it was seen.
    pub count: u64,
    /// The last line that shows it.
    pub last_line: u64,
    /// The text says that it was overcome.
    pub recovered: bool,
    /// Likeliest first.
    pub causes: Vec<LikelyCause>,
    /// Causes that the config or the collected state rules out, with the fact that does.
    pub ruled_out: Vec<RuledOut>,
}

/// A cause that may be it.
#[derive(Debug, Clone, Serialize)]
pub struct LikelyCause {
    /// What is wrong.
    pub cause: String,
    /// What to do about it.
    pub mend: String,
    /// How to make sure.
    pub check: String,
    /// Id of the bundle's step that mends or checks it.
    pub step: Option<String>,
    /// The command that looks at it, where the config is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// How sure the fact is.
    pub confidence: Confidence,
    /// Pages that say so.
    pub links: Vec<String>,
    /// What is known that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
}

impl LikelyCause {
    fn new(cause: &Cause, shown: Option<String>, known: &Known) -> Self {
        Self {
            cause: cause.cause.clone(),
            mend: known.named(&cause.mend),
            check: known.named(&cause.check),
            step: cause.step.clone(),
            command: cause.step.as_deref().and_then(|step| known.command(step)),
            confidence: cause.confidence,
            links: cause.links.clone(),
            shown,
        }
    }
}

/// A cause that cannot be it.
#[derive(Debug, Clone, Serialize)]
pub struct RuledOut {
    /// The cause.
    pub cause: String,
    /// What is known that rules it out.
    pub because: String,
}

/// Reads a text and names what failed.
///
/// # Errors
///
/// When reading fails or the input is binary data.
pub fn diagnose(input: impl Read, known: &Known) -> Result<Report, DecodeError> {
    let mut judge = judge::Judge::default();
    let mut scanner = scan::Scanner::new();
    decode::decode(input, |text| {
        scanner.push(text, &mut |event| judge.take(event))
    })?;
    scanner.finish(&mut |event| judge.take(event));
    Ok(rank::report(judge.finish(), known))
}
