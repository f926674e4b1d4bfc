//! Reads the folder `state`, which the collect scripts wrote.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::facts::{contains, text};
use crate::step::Context;
use crate::tenant::Tenant;
use crate::{files, visible};

/// The version of the state files that this program reads.
const FORMAT_VERSION: u64 = 1;

/// How the names of records of what a step changed end.
const RECORD: &str = ".apply.json";

/// Why collected state cannot be used.
#[derive(Debug)]
pub enum StateError {
    /// A file or the folder cannot be read.
    Read(PathBuf, io::Error),
    /// A file is not what a collect script writes; the text says what is wrong.
    Damaged(PathBuf, String),
    /// A file has another format version.
    Version(PathBuf, String),
    /// A file is of another tenant or organisation; the text says which.
    Other(PathBuf, String),
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, what, help) = match self {
            Self::Read(path, error) => (
                path,
                format!("cannot be read: {error}"),
                "name the folder `state` of the bundle, which the 00-collect scripts fill",
            ),
            Self::Damaged(path, what) => (
                path,
                format!("is not what a collect script writes: {what}"),
                "run the 00-collect script of that shell again and copy its file whole",
            ),
            Self::Version(path, found) => (
                path,
                format!("has format_version {found}, this program reads {FORMAT_VERSION}"),
                "collect again with a bundle of this version of the program",
            ),
            Self::Other(path, what) => (
                path,
                what.clone(),
                "name the state of the config's own organisation, or correct the config",
            ),
        };
        write!(
            f,
            "{} {}\n  help: {help}",
            visible::path(path),
            visible::visible(&what)
        )
    }
}

impl std::error::Error for StateError {}

/// One state file.
#[derive(Debug, Clone, Deserialize)]
struct Collected {
    #[serde(skip)]
    path: PathBuf,
    context: String,
    tenant_id: Option<String>,
    #[serde(default)]
    collected_on: String,
    collected: String,
    objects: Map<String, Value>,
    #[serde(default)]
    not_collected: Vec<Missing>,
}

/// What a collect script could not read.
#[derive(Debug, Clone, Deserialize)]
struct Missing {
    kind: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    reason: String,
}

/// The state of the three contexts, as far as it was collected, with the hand-off files and the
/// records beside it.
#[derive(Debug, Clone, Default)]
pub struct State {
    files: BTreeMap<Context, Collected>,
    hand_offs: BTreeMap<String, Value>,
    records: BTreeMap<String, Value>,
}

impl State {
    /// Reads the files of a folder `state`, or of the bundle that holds one.
    ///
    /// # Errors
    ///
    /// When the folder or a file cannot be read, or a file is damaged or of another version. A file
    /// that is not there is no error: its context is unknown.
    pub fn read(folder: &Path) -> Result<Self, StateError> {
        let inner = folder.join("state");
        let folder = if inner.is_dir() {
            inner
        } else {
            folder.to_owned()
        };
        fs::read_dir(&folder).map_err(|error| StateError::Read(folder.clone(), error))?;
        let beside = folder.join("..");
        let evidence = fs::read_dir(beside.join("evidence")).into_iter().flatten();
        let evidence = evidence.flatten().map(|entry| entry.path()).collect();
        Self::from_source(&folder, &beside, evidence, |path| {
            files::read(path, files::STATE_LIMIT)
        })
    }

    /// The same from the files of a bundle by their paths in it (`state/exo.json`); what is not of
    /// a state is passed over.
    ///
    /// # Errors
    ///
    /// As [`State::read`].
    pub fn from_files(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, StateError> {
        let in_evidence = |path: &&String| path.starts_with("evidence/");
        let evidence = files.keys().filter(in_evidence).map(PathBuf::from);
        Self::from_source(
            Path::new("state"),
            Path::new(""),
            evidence.collect(),
            |path| {
                let found = files
                    .iter()
                    .find(|(name, _)| Path::new(name.as_str()) == path);
                let bytes = found.map(|(_, bytes)| bytes.clone());
                bytes.ok_or_else(|| io::ErrorKind::NotFound.into())
            },
        )
    }

    fn from_source(
        folder: &Path,
        beside: &Path,
        evidence: Vec<PathBuf>,
        read: impl Fn(&Path) -> io::Result<Vec<u8>>,
    ) -> Result<Self, StateError> {
        let mut state = Self::default();
        for context in Context::ALL {
            let path = folder.join(format!("{}.json", context.as_str()));
            if let Some(value) = json_file(&path, &read)? {
                state
                    .files
                    .insert(context, collected(path, context, value)?);
            }
        }
        for name in ["certificate.json", "application.json", "uploaded.json"] {
            let path = beside.join("handoff").join(name);
            // The scripts write a damaged one anew; so does the plan.
            if let Ok(Some(value)) = json_file(&path, &read) {
                state.hand_offs.insert(name.to_owned(), value);
            }
        }
        for path in evidence {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with(RECORD)
                && let Ok(Some(value)) = json_file(&path, &read)
            {
                state.records.insert(name.into_owned(), value);
            }
        }
        Ok(state)
    }

    /// Whether no shell was collected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// What the record beside the state says that a step changed, in order; nothing without a record.
    pub(super) fn record(&self, step: &str) -> Vec<Value> {
        let name = format!("-{step}{RECORD}");
        let mut records = self
            .records
            .iter()
            .filter(|(file, _)| file.ends_with(&name));
        let changes = records
            .next()
            .and_then(|(_, record)| record["changes"].as_array());
        changes.cloned().unwrap_or_default()
    }

    /// Checks that the state is of the tenant's organisation.
    ///
    /// # Errors
    ///
    /// When a file is of another tenant, or the accepted domains are those of another organisation.
    pub fn check(&self, tenant: &Tenant) -> Result<(), StateError> {
        let mut ours = tenant.tenant_id.as_ref().map(ToString::to_string);
        for context in [Context::ExchangeOnline, Context::MgGraph] {
            let Some(file) = self.files.get(&context) else {
                continue;
            };
            let theirs = file.tenant_id.clone().unwrap_or_default();
            match &ours {
                Some(ours) if !theirs.eq_ignore_ascii_case(ours) => {
                    let what = format!("is of the tenant \"{theirs}\", the config is for {ours}");
                    return Err(StateError::Other(file.path.clone(), what));
                }
                Some(_) => {}
                None if context == Context::ExchangeOnline => {
                    // The initial domain proves which tenant it is; Graph must be of the same.
                    file.accepts(&[tenant.initial_domain.as_str()])?;
                    ours = Some(theirs);
                }
                None => {}
            }
        }
        if let Some(file) = self.files.get(&Context::ExchangeShell) {
            let domains: Vec<&str> = tenant
                .smtp_domains
                .iter()
                .map(|domain| domain.as_str())
                .collect();
            file.accepts(&domains)?;
        }
        Ok(())
    }

    /// The objects of a kind, or why they are not known.
    pub(crate) fn objects(&self, context: Context, kind: &str) -> Result<&[Value], String> {
        let Some(file) = self.files.get(&context) else {
            return Err(missing_file(context));
        };
        if let Some(objects) = file.objects.get(kind).and_then(Value::as_array) {
            return Ok(objects);
        }
        let why = file
            .not_collected
            .iter()
            .find(|missing| missing.kind == kind);
        Err(match why {
            Some(missing) => format!("{kind} could not be collected. {}", missing.reason),
            None => format!("{kind} was not collected."),
        })
    }

    /// Why the objects of a kind that hang on a key are not known; none when they are.
    pub(super) fn missing_key(&self, context: Context, kind: &str, key: &str) -> Option<String> {
        let Some(file) = self.files.get(&context) else {
            return Some(missing_file(context));
        };
        file.not_collected
            .iter()
            .find(|missing| {
                missing.kind == kind
                    && (missing.key.is_empty() || missing.key.eq_ignore_ascii_case(key))
            })
            .map(|missing| format!("{kind} of {key} could not be collected. {}", missing.reason))
    }

    pub(super) fn collected(&self, context: Context) -> &str {
        self.files.get(&context).map_or("", |file| &file.collected)
    }

    /// The tenant of a state file; none where it is not there or names none.
    pub(crate) fn tenant_id(&self, context: Context) -> Option<&str> {
        let id = self.files.get(&context)?.tenant_id.as_deref();
        id.filter(|id| !id.is_empty())
    }

    pub(super) fn server(&self) -> &str {
        self.files
            .get(&Context::ExchangeShell)
            .map_or("", |file| &file.collected_on)
    }

    pub(super) fn hand_off(&self, name: &str) -> Option<&Value> {
        self.hand_offs.get(name)
    }

    /// Where each context's state comes from, one sentence each.
    pub(super) fn sources(&self) -> Vec<String> {
        let tell = |context: &Context| match self.files.get(context) {
            None => missing_file(*context),
            Some(file) => {
                let mut kinds: Vec<&str> = file
                    .not_collected
                    .iter()
                    .map(|missing| missing.kind.as_str())
                    .collect();
                kinds.dedup();
                let without = if kinds.is_empty() {
                    String::new()
                } else {
                    format!(", without {}", kinds.join(", "))
                };
                format!(
                    "{}: collected {}{without}.",
                    context.as_str(),
                    file.collected
                )
            }
        };
        Context::ALL.iter().map(tell).collect()
    }
}

impl Collected {
    /// Fails unless all these domains are accepted domains, as the scripts themselves do.
    fn accepts(&self, domains: &[&str]) -> Result<(), StateError> {
        let Some(accepted) = self.objects.get("AcceptedDomain").and_then(Value::as_array) else {
            let what =
                "the accepted domains are not in it, which prove whose state it is".to_owned();
            return Err(StateError::Damaged(self.path.clone(), what));
        };
        let known: Vec<String> = accepted
            .iter()
            .map(|domain| text(domain, "DomainName"))
            .collect();
        let missing: Vec<&str> = domains
            .iter()
            .filter(|domain| !contains(&known, domain))
            .copied()
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let what = format!(
            "is of another organisation, or a domain is missing there: {} not among its accepted domains ({})",
            missing.join(", "),
            known.join(", ")
        );
        Err(StateError::Other(self.path.clone(), what))
    }
}

fn missing_file(context: Context) -> String {
    let name = context.as_str();
    format!(
        "{name}: not collected (state/{name}.json is not there; {name}/00-collect.ps1 writes it)."
    )
}

/// A JSON file; none when it is not there.
fn json_file(
    path: &Path,
    read: impl Fn(&Path) -> io::Result<Vec<u8>>,
) -> Result<Option<Value>, StateError> {
    let bytes = match read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StateError::Read(path.to_owned(), error)),
    };
    // Editors on Windows add a byte order mark.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    serde_json::from_slice(bytes)
        .map(Some)
        .map_err(|error| StateError::Damaged(path.to_owned(), error.to_string()))
}

fn collected(path: PathBuf, context: Context, value: Value) -> Result<Collected, StateError> {
    let Some(version) = value.get("format_version") else {
        return Err(StateError::Damaged(
            path,
            "it has no format_version".to_owned(),
        ));
    };
    if version.as_u64() != Some(FORMAT_VERSION) {
        return Err(StateError::Version(path, version.to_string()));
    }
    let mut file: Collected = match serde_json::from_value(value) {
        Ok(file) => file,
        Err(error) => return Err(StateError::Damaged(path, error.to_string())),
    };
    if file.context != context.as_str() {
        let what = format!("it says that it is of {}", file.context);
        return Err(StateError::Damaged(path, what));
    }
    let broken = file.objects.iter().find(|(_, list)| {
        !list
            .as_array()
            .is_some_and(|list| list.iter().all(Value::is_object))
    });
    if let Some((kind, _)) = broken {
        let what = format!("{kind} is no list of objects");
        return Err(StateError::Damaged(path, what));
    }
    file.path = path;
    Ok(file)
}
