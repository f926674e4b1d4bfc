//! What is known about failures: the one table behind `diagnose`, `common.ps1` and the runbook.
//!
//! The table is `knowledge/failures.json`. Its patterns are regular expressions that mean the same to
//! .NET (`-match`, Windows PowerShell 5.1) and to Rust: no look-around, no named groups, ASCII only,
//! `[0-9]` instead of `\d`, every repetition bounded. They are matched without regard to case.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::domain::Method;

/// The text of the table as it was compiled in.
pub const FAILURES_JSON: &str = include_str!("../knowledge/failures.json");

/// Which way a call went when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From the on-premises servers to Exchange Online.
    ToOnline,
    /// From Exchange Online to the on-premises servers.
    ToOnPremises,
    /// From an administrator's session to Microsoft Graph.
    Graph,
    /// The text does not say, and the failure happens both ways.
    Unknown,
}

impl Direction {
    /// Every direction.
    pub const ALL: [Self; 4] = [
        Self::ToOnline,
        Self::ToOnPremises,
        Self::Graph,
        Self::Unknown,
    ];

    /// The name in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ToOnline => "to-online",
            Self::ToOnPremises => "to-on-premises",
            Self::Graph => "graph",
            Self::Unknown => "unknown",
        }
    }
}

/// How sure a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Microsoft's documentation or Microsoft's own script says so.
    Documented,
    /// Several public reports say so.
    Field,
    /// One third-party source says so.
    Reported,
    /// Our reading of the documentation.
    Inferred,
}

/// One likely cause of a failure and what mends it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// What is wrong, one or two sentences.
    pub cause: String,
    /// What to do about it.
    pub mend: String,
    /// How to make sure that this is the cause, or that it is mended.
    pub check: String,
    /// Id of the bundle's step that mends or checks it; `None` where no step does.
    pub step: Option<String>,
    /// How sure the fact is.
    pub confidence: Confidence,
    /// Pages that say so.
    pub links: Vec<String>,
    /// Directions in which this cause is possible; empty: all directions of the failure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub directions: Vec<Direction>,
    /// The only method with which it is possible; `None`: both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// What a plan must have left to do for this to be the cause, any of these: `step`, `step.Property`
    /// or `look.name` (see `plan::Plan::open`). With nothing of it left to do, it is not the cause.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided_by: Vec<String>,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde asks for"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// One failure: how it shows, which way, why.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// The id of the contract, for example `aadsts500011`.
    pub id: String,
    /// Whether it passes by itself, so that trying again helps; all others are told at once.
    #[serde(default)]
    pub passes: bool,
    /// Whether it tells only how a call ended, not why, as a bare HTTP status does.
    #[serde(default, skip_serializing_if = "is_false")]
    pub weak: bool,
    /// Whether it is known to `diagnose` alone: the scripts and the runbook, which a reviewer reads, leave it out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub only_in_texts: bool,
    /// What it is, in one line.
    pub title: String,
    /// The direction to assume when the text does not tell.
    pub direction: Direction,
    /// The directions in which it is plausible.
    pub directions: Vec<Direction>,
    /// Any of these recognises the failure for certain.
    pub patterns: Vec<String>,
    /// HTTP status numbers that stand for this failure when nothing more is said and no failure's `patterns` match.
    pub http: Vec<u16>,
    /// Likeliest first.
    pub causes: Vec<Cause>,
}

impl Failure {
    /// Whether the failure is plausible in `direction`; always so when that is unknown.
    #[must_use]
    pub fn fits(&self, direction: Direction) -> bool {
        direction == Direction::Unknown || self.directions.contains(&direction)
    }
}

/// The whole table, most specific failure first.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Layout of the table, 1.
    pub format_version: u32,
    /// Forms in which an HTTP status stands in a text; `CODE` and `REASON` are placeholders.
    pub http_contexts: Vec<String>,
    /// Reason phrases for each HTTP status, as alternatives of a regular expression.
    pub http_reasons: BTreeMap<String, String>,
    /// Messages that say that an earlier failure was overcome.
    pub recovered_patterns: Vec<String>,
    /// Most specific first; the first that matches is the likeliest.
    pub failures: Vec<Failure>,
}

impl Table {
    /// The failure with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Failure> {
        self.failures.iter().find(|failure| failure.id == id)
    }

    /// The patterns that recognise an HTTP status.
    pub fn http_patterns(&self, code: u16) -> impl Iterator<Item = String> {
        let code = code.to_string();
        let reason = self.http_reasons.get(&code).map_or("", String::as_str);
        let contexts = self.http_contexts.iter();
        contexts.map(move |form| form.replace("CODE", &code).replace("REASON", reason))
    }
}

/// The table, read once.
///
/// # Panics
///
/// Never in a build that passed its tests: the table is compiled in and a test reads it.
pub fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        serde_json::from_str(FAILURES_JSON).expect("the table is compiled in and tested")
    });
    &TABLE
}
