//! The files that scripts leave in `evidence`, as far as they are what they say.
//!
//! Any hand can write them, so nothing is taken from one of another organisation or of no step of the
//! bundle, and every text is made visible and rid of tokens before it goes anywhere.

use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use crate::change::Side;
use crate::digest::sha256;
use crate::files;
use crate::tokens::mask_tokens;
use crate::visible::visible;

/// A value that is longer than this, in bytes, is not shown itself.
const LONGEST: usize = 500;

/// A file that was used.
#[derive(Debug, Clone, Serialize)]
pub struct Source {
    /// Its path below the folder of the evidence.
    pub path: String,
    /// Its digest.
    pub sha256: String,
}

/// A file that was not used.
#[derive(Debug, Clone, Serialize)]
pub struct Unused {
    /// Its path below the folder of the evidence.
    pub path: String,
    /// Why, as the key of a message.
    pub why: &'static str,
}

/// All of it.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Whole documents, in the order of their paths, with the path.
    pub documents: Vec<(String, Value)>,
    /// The same as they are cited.
    pub sources: Vec<Source>,
    /// What is there beside.
    pub unused: Vec<Unused>,
}

/// Reads the folder; `bundle` says whose evidence it must be.
///
/// # Errors
/// When the folder cannot be listed.
pub fn read(folder: &Path, bundle: &Side) -> io::Result<Evidence> {
    let mut evidence = Evidence::default();
    for below in ["", "runs/"] {
        let entries = match fs::read_dir(folder.join(below)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        for name in names {
            // The scripts' own, for the moment in which they write.
            if !name.ends_with(".json.new") {
                evidence.add(folder, format!("{below}{name}"), bundle);
            }
        }
    }
    Ok(evidence)
}

impl Evidence {
    fn add(&mut self, folder: &Path, path: String, bundle: &Side) {
        let shown = visible(&path);
        match document(&folder.join(&path), bundle) {
            Ok((value, sha256)) => {
                self.sources.push(Source {
                    path: shown,
                    sha256,
                });
                self.documents.push((path, value));
            }
            Err(why) => self.unused.push(Unused { path: shown, why }),
        }
    }
}

fn document(path: &Path, bundle: &Side) -> Result<(Value, String), &'static str> {
    let bytes =
        files::read_no_link(path, files::STATE_LIMIT).map_err(|error| match error.kind() {
            io::ErrorKind::FileTooLarge => "why_large",
            _ => "why_unreadable",
        })?;
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let value: Value = serde_json::from_slice(text).map_err(|_| "why_no_json")?;
    let is = |name: &str, setting: &str| {
        let (said, wanted) = (&value[name], bundle.setting(setting));
        let (Some(said), Some(wanted)) = (said.as_str(), wanted.as_str()) else {
            return true;
        };
        said.is_empty() || said.eq_ignore_ascii_case(wanted)
    };
    if !is("tenant_id", "tenant.id") || !is("initial_domain", "tenant.initial_domain") {
        return Err("why_other_organisation");
    }
    let known = bundle.manifest.steps.iter().any(|step| {
        let context = value["context"].as_str().unwrap_or(&step.context);
        value["step"] == *step.id && context == step.context
    });
    match known && value["changes"].is_array() {
        true => Ok((value, sha256(&bytes))),
        false => Err("why_other_step"),
    }
}

/// A property as a text that can be shown; empty where there is none.
pub fn text(value: &Value, name: &str) -> String {
    match &value[name] {
        Value::Null => String::new(),
        Value::String(text) => shown(text),
        other => shown(&other.to_string()),
    }
}

/// A text that can be shown.
pub fn shown(text: &str) -> String {
    visible(&mask_tokens(text))
}

/// A value of which every text can be shown, on one line.
pub fn cleaned(value: &Value) -> Value {
    match value {
        // A file that was written: its fingerprint says more to people than its content.
        Value::String(text) if text.contains('\n') || text.len() > LONGEST => Value::String(
            format!("{} bytes, SHA-256 {}", text.len(), sha256(text.as_bytes())),
        ),
        Value::String(text) => Value::String(shown(text)),
        Value::Array(items) => items.iter().map(cleaned).collect(),
        Value::Object(entries) => entries
            .iter()
            .map(|(name, value)| (shown(name), cleaned(value)))
            .collect(),
        other => other.clone(),
    }
}
