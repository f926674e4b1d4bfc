//! The two lists of a bundle: `manifest.json` and `SHA256SUMS`.

use std::collections::BTreeMap;
use std::io::ErrorKind::{FileTooLarge, InvalidInput, IsADirectory};

use serde::Deserialize;

use super::place::Place;
use super::{Found, Status, Unverifiable};
use crate::digest;
use crate::layout::{FORMAT_VERSION, MANIFEST, SUMS};

/// Paths with their digests.
type Digests = BTreeMap<String, String>;

/// What the lists say.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Empty when `manifest.json` is missing or broken.
    pub(super) manifest: Digests,
    /// Empty when `SHA256SUMS` is missing or broken.
    pub(super) sums: Digests,
    /// What is wrong with the lists themselves.
    pub(super) faults: Vec<Found>,
    pub(super) sums_sha256: Option<String>,
}

#[derive(Deserialize)]
struct Manifest {
    format_version: u32,
    tool: Tool,
    files: Vec<ManifestFile>,
}

#[derive(Deserialize)]
struct Tool {
    name: String,
}

#[derive(Deserialize)]
struct ManifestFile {
    path: String,
    sha256: String,
}

/// Reads both; one is enough to go on with.
pub(super) fn read_lists(place: &Place<'_>) -> Result<Lists, Unverifiable> {
    let manifest = read(place, MANIFEST)?;
    let sums = read(place, SUMS)?;
    if manifest.is_none() && sums.is_none() {
        return Err(Unverifiable::NoBundle(place.path()));
    }
    let mut lists = Lists {
        sums_sha256: sums
            .as_ref()
            .and_then(|read| read.as_deref().ok())
            .map(digest::sha256),
        ..Lists::default()
    };
    let parsed = [
        (MANIFEST, manifest.map(|read| parse_manifest(&read?))),
        (SUMS, sums.map(|read| parse_sums(&read?))),
    ];
    let mut usable = false;
    for (name, parsed) in parsed {
        let digests = match parsed {
            None => {
                lists.fault(name, Status::Missing, None);
                continue;
            }
            Some(Err(why)) => {
                lists.fault(name, Status::Changed, Some(why));
                continue;
            }
            Some(Ok(digests)) => digests,
        };
        usable = true;
        match name {
            MANIFEST => lists.manifest = digests,
            _ => lists.sums = digests,
        }
    }
    if !usable {
        let reasons: Vec<String> = lists
            .faults
            .iter()
            .map(|fault| {
                let reason = fault.reason.as_deref().unwrap_or("is missing");
                format!("{} {reason}", fault.path)
            })
            .collect();
        return Err(Unverifiable::Unreadable(reasons.join("; ")));
    }
    Ok(lists)
}

impl Lists {
    fn fault(&mut self, path: &str, status: Status, reason: Option<String>) {
        self.faults.push(Found {
            path: path.to_owned(),
            status,
            reason,
        });
    }
}

/// The bytes of a list, or why what is there is none; nothing where nothing is.
type Read = Option<Result<Vec<u8>, String>>;

fn read(place: &Place<'_>, name: &str) -> Result<Read, Unverifiable> {
    match place.read(name) {
        Ok(bytes) => Ok(bytes.map(Ok)),
        Err(Unverifiable::Io(_, error))
            if matches!(error.kind(), InvalidInput | IsADirectory | FileTooLarge) =>
        {
            Ok(Some(Err("is not a plain file".to_owned())))
        }
        Err(error) => Err(error),
    }
}

fn parse_manifest(bytes: &[u8]) -> Result<Digests, String> {
    let manifest: Manifest =
        serde_json::from_slice(bytes).map_err(|error| format!("is no manifest: {error}"))?;
    if manifest.tool.name != env!("CARGO_PKG_NAME") {
        return Err("was not written by this program".to_owned());
    }
    if manifest.format_version != FORMAT_VERSION {
        let version = manifest.format_version;
        return Err(format!(
            "has format version {version}; this program knows {FORMAT_VERSION}"
        ));
    }
    let files = manifest.files.into_iter();
    digests(files.map(|file| Ok((file.path, file.sha256))))
}

/// Every path once: of two entries one would count and the other be read.
fn digests(
    pairs: impl Iterator<Item = Result<(String, String), String>>,
) -> Result<Digests, String> {
    let mut digests = Digests::new();
    for pair in pairs {
        let (path, digest) = pair?;
        if let Some((path, _)) = digests.get_key_value(&path) {
            return Err(format!("names {path} twice"));
        }
        digests.insert(path, digest);
    }
    match digests.is_empty() {
        true => Err("names no file".to_owned()),
        false => Ok(digests),
    }
}

fn parse_sums(bytes: &[u8]) -> Result<Digests, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "is not text".to_owned())?;
    let lines = text.lines().zip(1..).map(|(line, number)| {
        line.split_once("  ")
            .filter(|(digest, path)| is_digest(digest) && !path.is_empty())
            .map(|(digest, path)| (path.to_owned(), digest.to_owned()))
            .ok_or_else(|| format!("has no digest and path in line {number}"))
    });
    let digests = digests(lines)?;
    match digests.contains_key(MANIFEST) {
        true => Ok(digests),
        false => Err(format!("does not name {MANIFEST}")),
    }
}

fn is_digest(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
