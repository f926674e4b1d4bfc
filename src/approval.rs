//! The approval of a bundle: who said yes to exactly these bytes, and whether they still stand there.
//!
//! `approval.json` stands beside the manifest, whose digest it names and of which it holds a copy, so
//! that it can be said later what differs in meaning. `approval.json.sig` is its signature in the
//! format of OpenSSH ([`signature`]). Neither is a part of the bundle: no list names them.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::change::Tool;
use crate::digest::sha256;
use crate::domain::plain_text;
use crate::files;
use crate::layout::{APPROVAL, APPROVAL_SIGNATURE, MANIFEST};
use crate::origin;

pub mod judge;
pub mod moment;
pub mod signature;

pub use judge::{Judgement, judge};

/// Layout of `approval.json`.
pub const FORMAT_VERSION: u32 = 1;

/// `approval.json`.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Approval {
    /// Layout of the file.
    pub format_version: u32,
    /// The program that wrote it.
    pub tool: Tool,
    /// Name of the bundle.
    pub name: String,
    /// SHA-256 of `manifest.json`, which states that of every other file.
    pub manifest_sha256: String,
    /// Who approved.
    pub by: String,
    /// The record of it elsewhere, `CHG0030412`.
    pub reference: String,
    /// When it was given: RFC 3339, UTC.
    pub given: String,
    /// The manifest as it was approved.
    pub manifest: Value,
}

/// Why there is no approval to look at.
#[derive(Debug)]
pub enum Absent {
    /// There is no file.
    Missing,
    /// The file is no approval, or not a whole one: why.
    Damaged(String),
}

impl Approval {
    /// Of the bundle that has this manifest.
    ///
    /// # Errors
    /// When the manifest is no JSON as this program writes it.
    pub fn of(manifest: &[u8], by: &str, reference: &str, given: String) -> Result<Self, String> {
        let value: Value = serde_json::from_slice(manifest).map_err(|error| error.to_string())?;
        let approval = Self {
            format_version: FORMAT_VERSION,
            tool: Tool {
                name: origin::NAME.to_owned(),
                version: origin::VERSION.to_owned(),
                commit: origin::COMMIT.to_owned(),
            },
            name: value["name"].as_str().unwrap_or_default().to_owned(),
            manifest_sha256: sha256(manifest),
            by: by.to_owned(),
            reference: reference.to_owned(),
            given,
            manifest: value,
        };
        approval.check()?;
        Ok(approval)
    }

    /// As it stands in the file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        pretty(&serde_json::to_value(self).expect("an approval is plain data"))
    }

    /// Reads it.
    ///
    /// # Errors
    /// [`Absent`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Absent> {
        let damaged = |why: String| Absent::Damaged(format!("{APPROVAL} {why}"));
        let approval: Self = serde_json::from_slice(bytes)
            .map_err(|error| damaged(format!("is no approval: {error}")))?;
        if approval.format_version != FORMAT_VERSION {
            let version = approval.format_version;
            return Err(damaged(format!(
                "has format version {version}; this program knows {FORMAT_VERSION}"
            )));
        }
        approval.check().map_err(damaged)?;
        Ok(approval)
    }

    fn check(&self) -> Result<(), String> {
        if sha256(&self.manifest_bytes()) != self.manifest_sha256 {
            return Err(format!(
                "is not whole: the {MANIFEST} in it is not the one of its digest"
            ));
        }
        for text in [&self.by, &self.reference, &self.given] {
            plain_text::check(text).map_err(|invalid| format!("is odd: {}", invalid.message))?;
        }
        Ok(())
    }

    /// The manifest as it was in the bundle.
    #[must_use]
    pub fn manifest_bytes(&self) -> Vec<u8> {
        pretty(&self.manifest)
    }

    /// In one line: reference, who, when.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}, by {}, {}", self.reference, self.by, self.given)
    }
}

/// As every JSON file of a bundle is written.
fn pretty(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("a value is plain data");
    bytes.push(b'\n');
    bytes
}

/// The bytes of the approval beside a bundle's manifest.
///
/// # Errors
/// [`Absent`].
pub fn read(bundle: &Path) -> Result<Vec<u8>, Absent> {
    files::read_no_link(&bundle.join(APPROVAL), files::BUNDLE_LIMIT).map_err(|error| {
        match error.kind() {
            io::ErrorKind::NotFound => Absent::Missing,
            _ => Absent::Damaged(format!("{APPROVAL} cannot be read: {error}")),
        }
    })
}

/// The signature beside it, where there is one.
///
/// # Errors
/// When it is there and cannot be read.
pub fn read_signature(bundle: &Path) -> Result<Option<String>, String> {
    match files::read_no_link(&bundle.join(APPROVAL_SIGNATURE), files::BUNDLE_LIMIT) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{APPROVAL_SIGNATURE} cannot be read: {error}")),
    }
}
