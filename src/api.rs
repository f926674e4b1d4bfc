//! The library for other programs: bytes in, values out; no disk, no clock, no terminal.
//!
//! Five functions, one a question: [`check`], [`generate`], [`plan`], [`diff`], [`diagnose`]. They are
//! what the commands of these names do, on bytes that are in memory, and run in a browser as well.
//! Use them without the feature `cli`, which holds the command line.
//!
//! [`json::answer`] asks all of them with one function, JSON in and JSON out, for callers in other
//! languages; the page of `web/` uses it.
//!
//! Stable within a major version: these functions, the fields and methods of [`Config`], [`Options`], [`Failed`]
//! and [`Files`], the paths and bytes of a [`Bundle`] as far as the version of the program is the same,
//! and the JSON that [`findings`], [`plan_document`], [`ChangeRequest`] and [`Report`] become (what the
//! commands print with `--format json`; `format_version` counts changes that would break a reader).
//! Other modules are public for the command line and the tests; they change without notice.
//!
//! ```
//! use hybrid_oauth::api;
//!
//! let config = br#"{"tenant": {"initial_domain": "contoso.onmicrosoft.com"}, "on_premises": {
//!     "smtp_domains": ["contoso.com"],
//!     "hosts": {"mail": "mail.contoso.com", "autodiscover": "autodiscover.contoso.com"}}}"#;
//! assert!(!api::check(config).iter().any(api::Finding::is_error));
//!
//! let bundle = api::generate(config, &api::Options::default())?;
//! assert_eq!(bundle.name, "contoso.com");
//! assert!(bundle.files.iter().any(|file| file.path == "RUNBOOK.md"));
//! let archive = api::zip(&bundle)?;
//! # assert!(archive.starts_with(b"PK"));
//!
//! let moved = String::from_utf8_lossy(config).replace("mail.contoso", "owa.contoso");
//! let change = api::diff(config, moved.as_bytes())?;
//! assert!(!change.same);
//!
//! let report = api::diagnose(b"AADSTS500011: not found", Some(config.into()), None)?;
//! assert_eq!(report.matches[0].id, "aadsts500011");
//!
//! // What the collect scripts wrote, by its path in the bundle.
//! let state = api::Files::from([("state/exo.json".to_owned(), b"{}".to_vec())]);
//! match api::plan(config, &state) {
//!     Ok(plan) => println!("{}", api::plan_markdown(&plan)),
//!     Err(why) => println!("{why}"),
//! }
//!
//! // The files of an overlay, by their paths in its folder.
//! let head = br#"{"name": "standard", "version": "1"}"#.to_vec();
//! let overlay = api::Files::from([("overlay.json".to_owned(), head)]);
//! let own = api::Config { bytes: config, overlay: Some(&overlay) };
//! let bundle = api::generate(own, &api::Options::default())?;
//! assert!(bundle.files.iter().any(|file| file.path == "overlay/overlay.json"));
//! # Ok::<(), api::Failed>(())
//! ```

pub mod json;

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

pub use crate::bundle::Bundle;
pub use crate::change::ChangeRequest;
pub use crate::diagnose::Report;
pub use crate::finding::Finding;
pub use crate::lang::Lang;
pub use crate::plan::Plan;
pub use crate::plan::json::document as plan_document;
pub use crate::plan::markdown::markdown as plan_markdown;

use crate::bundle;
use crate::change::{self, Side, Telling};
use crate::diagnose::{self as reader, Known};
use crate::domain::Procedure;
use crate::loaded::{Loaded, load_with};
use crate::output::Archive;
use crate::overlay::FOLDER;
use crate::overlay::source::Source;
use crate::plan::{self as planner, State};
use crate::rotation;
use crate::tenant::Tenant;

/// Files by their paths in a bundle or an overlay, with forward slashes: `state/exo.json`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What findings and change requests call a config, which has no path here.
const NAME: &str = "config.json";

/// What a bundle shall be, besides what the config says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Languages of the documents besides English; those of the config when there is none.
    pub langs: Vec<Lang>,
    /// The bundle that rotates the auth certificate instead of the one that sets up.
    pub rotation: bool,
}

/// The bytes of a config, and the files of the overlay that is used with it, whether the config names one or not.
/// Bytes alone are a config without an overlay.
#[derive(Debug, Clone, Copy)]
pub struct Config<'a> {
    /// The config.
    pub bytes: &'a [u8],
    /// The files of its overlay by their paths in the overlay's folder: `overlay.json`, `steps/mail-tips.json`.
    pub overlay: Option<&'a Files>,
}

impl<'a, B: AsRef<[u8]> + ?Sized> From<&'a B> for Config<'a> {
    fn from(bytes: &'a B) -> Self {
        Self {
            bytes: bytes.as_ref(),
            overlay: None,
        }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Failed {
    /// The config has errors; warnings are among them.
    Config(Vec<Finding>),
    /// Something else cannot be used: what, and what to do.
    Input(String),
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(why) => f.write_str(why),
            Self::Config(findings) => {
                let errors = findings.iter().filter(|finding| finding.is_error());
                let lines: Vec<String> = errors
                    .map(|one| format!("{}: {}: {}", one.line, one.code, one.message))
                    .collect();
                f.write_str(&lines.join("\n"))
            }
        }
    }
}

impl std::error::Error for Failed {}

/// What is wrong with a config, or noteworthy; empty when nothing is.
#[must_use]
pub fn check<'a>(config: impl Into<Config<'a>>) -> Vec<Finding> {
    load(config.into()).findings
}

/// Findings as `check --format json` prints them.
#[must_use]
pub fn findings(findings: &[Finding]) -> Value {
    crate::report::as_json(findings.iter())
}

/// The bundle of a config, the same bytes as the command line writes.
///
/// # Errors
/// [`Failed::Config`].
pub fn generate<'a>(config: impl Into<Config<'a>>, options: &Options) -> Result<Bundle, Failed> {
    let config = config.into();
    let tenant = tenant(config)?;
    let tenant = match options.rotation && tenant.procedure != Procedure::ROTATION {
        true => rotation::of(&tenant),
        false => tenant,
    };
    let langs = match options.langs.is_empty() {
        true => &tenant.languages,
        false => &options.langs,
    };
    Ok(bundle::build_in(&tenant, config.bytes, langs))
}

/// A bundle as one archive, the same bytes as `generate --zip` writes.
///
/// # Errors
/// [`Failed::Input`] when it does not fit into an archive.
pub fn zip(bundle: &Bundle) -> Result<Vec<u8>, Failed> {
    let archive = Archive::of(bundle).map_err(input)?;
    Ok(archive.bytes)
}

/// What the scripts of the config's bundle would do, given what the collect scripts wrote:
/// `state/*.json`, and `handoff/` and `evidence/` where they are there.
///
/// # Errors
/// [`Failed`] for a config with errors, and for state that is damaged or another organisation's.
pub fn plan<'a>(config: impl Into<Config<'a>>, state: &Files) -> Result<Plan, Failed> {
    let tenant = tenant(config.into())?;
    let state = State::from_files(state).map_err(input)?;
    state.check(&tenant).map_err(input)?;
    Ok(planner::make(&tenant, state))
}

/// The change request from one config to another.
///
/// # Errors
/// [`Failed::Config`].
pub fn diff<'a>(
    old: impl Into<Config<'a>>,
    new: impl Into<Config<'a>>,
) -> Result<ChangeRequest, Failed> {
    let side = |name, config: Config<'_>| {
        let tenant = tenant(config)?;
        Side::from_tenant(name, &tenant, config.bytes, &tenant.languages).map_err(Failed::Input)
    };
    let (old, new) = (side("old", old.into())?, side("new", new.into())?);
    Ok(change::compare(&old, &new))
}

/// A change request as a page that people sign.
#[must_use]
pub fn diff_html(request: &ChangeRequest) -> String {
    change::html(request, Telling::default())
}

/// A change request for a ticket.
#[must_use]
pub fn diff_markdown(request: &ChangeRequest) -> String {
    change::markdown(request, Telling::default())
}

/// The likely causes of what failed in a text: a transcript, evidence, a test's output, in any
/// encoding of Windows. With a config, causes that it rules out are left out; with state besides
/// (as for [`plan`]), what a plan finds done or open decides.
///
/// # Errors
/// [`Failed`] for binary data, a config with errors, state that is damaged or another organisation's.
pub fn diagnose(
    text: &[u8],
    config: Option<Config<'_>>,
    state: Option<&Files>,
) -> Result<Report, Failed> {
    let known = match config {
        None => Known::nothing(),
        Some(config) => {
            let tenant = tenant(config)?;
            let state = state.map(State::from_files).transpose().map_err(input)?;
            if let Some(state) = &state {
                state.check(&tenant).map_err(input)?;
            }
            Known::of(&tenant, state)
        }
    };
    reader::diagnose(text, &known)
        .map_err(|_| Failed::Input("this is binary data, not text".to_owned()))
}

fn load(config: Config<'_>) -> Loaded {
    let source = match config.overlay {
        Some(files) => Source::Copy(FOLDER.to_owned(), files.clone()),
        None => Source::Nowhere,
    };
    load_with(NAME, config.bytes, &source)
}

fn tenant(config: Config<'_>) -> Result<Tenant, Failed> {
    let loaded = load(config);
    loaded.tenant.ok_or(Failed::Config(loaded.findings))
}

fn input(error: impl fmt::Display) -> Failed {
    Failed::Input(error.to_string())
}
