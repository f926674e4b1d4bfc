//! A bundle on disk against the lists it carries.
//!
//! `manifest.json` has the digest of every file but the two lists, `SHA256SUMS` of every file but
//! itself. So whoever alters a file has to write both anew; the digest of `SHA256SUMS` stands for
//! the whole bundle.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::layout::{MANIFEST, SUMS};
use crate::output::Entry;
use crate::{files, visible};

mod lists;
mod place;
mod signature;

use lists::{Lists, read_lists};
use place::Place;
pub use signature::unsigned;

/// Longest script that is looked at for a signature, in bytes.
const LONGEST_SCRIPT: u64 = 64 * 1024 * 1024;

/// What became of a file since the bundle was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Listed, there, with other bytes.
    Changed,
    /// Listed and not there.
    Missing,
    /// There and not listed.
    Foreign,
    /// The two lists say different things about it.
    Disputed,
    /// A script that gained a signature and nothing else: as good as unchanged.
    Signed,
}

impl Status {
    /// The word for people; the same as in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Foreign => "foreign",
            Self::Disputed => "disputed",
            Self::Signed => "signed",
        }
    }
}

/// A file about which there is something to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Relative to the bundle, with forward slashes.
    pub path: String,
    /// What became of it.
    pub status: Status,
    /// More about it, where there is more to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Files with something to say about, by path.
    pub files: Vec<Found>,
    /// How many files the lists name.
    pub listed: usize,
    /// SHA-256 of `SHA256SUMS`, which stands for the whole bundle; none when it is not there.
    pub sums_sha256: Option<String>,
}

impl Verified {
    /// Whether the bundle is as it was written, signatures apart.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.files.iter().all(|file| file.status == Status::Signed)
    }
}

/// Why a bundle could not be verified.
#[derive(Debug)]
pub enum Unverifiable {
    /// The path is neither folder nor archive.
    NotAFolder(PathBuf),
    /// The folder has neither list.
    NoBundle(PathBuf),
    /// The lists cannot be used; a newer program may have written them.
    Unreadable(String),
    /// Something cannot be read.
    Io(PathBuf, io::Error),
}

impl fmt::Display for Unverifiable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFolder(path) => {
                write!(f, "{} is no folder and no archive", visible::path(path))
            }
            Self::NoBundle(path) => write!(
                f,
                "{} is no bundle: it has neither {MANIFEST} nor {SUMS}",
                visible::path(path)
            ),
            Self::Unreadable(why) => f.write_str(&visible::visible(why)),
            Self::Io(path, error) => write!(f, "{}: {error}", visible::path(path)),
        }
    }
}

impl std::error::Error for Unverifiable {}

/// Compares a folder, or an archive of one, with its lists. Nothing outside of it is read, whatever they say.
///
/// # Errors
///
/// [`Unverifiable`] when there is nothing to compare with.
pub fn verify(folder: &Path) -> Result<Verified, Unverifiable> {
    let place = Place::open(folder)?;
    let lists = read_lists(&place)?;
    let mut there = place.list()?;
    let mut files = lists.faults.clone();
    let listed: BTreeSet<&String> = lists.manifest.keys().chain(lists.sums.keys()).collect();
    for path in &listed {
        let entry = there.remove(path.as_str());
        files.extend(look(&place, path, entry, &lists)?);
    }
    for list in [MANIFEST, SUMS] {
        there.remove(list);
    }
    files.extend(there.into_keys().map(|path| Found {
        path,
        status: Status::Foreign,
        reason: None,
    }));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    // What a list itself has to say comes first, and once.
    files.dedup_by(|later, first| later.path == first.path);
    Ok(Verified {
        files,
        listed: listed.len(),
        sums_sha256: lists.sums_sha256,
    })
}

fn look(
    place: &Place<'_>,
    path: &str,
    entry: Option<Entry>,
    lists: &Lists,
) -> Result<Option<Found>, Unverifiable> {
    let found = |status, reason: &str| {
        Ok(Some(Found {
            path: path.to_owned(),
            status,
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
        }))
    };
    let Some(entry) = entry else {
        return found(Status::Missing, "");
    };
    if !entry.is_file {
        return found(Status::Changed, "it is not a plain file");
    }
    if entry.size == 0 || entry.size > files::BUNDLE_LIMIT {
        return found(Status::Changed, "no file of a bundle has this size");
    }
    let digest = place.digest(path)?;
    let (wanted, other) = match (lists.manifest.get(path), lists.sums.get(path)) {
        (Some(manifest), Some(sums)) if manifest != sums => {
            let fits = if &digest == manifest {
                MANIFEST
            } else if &digest == sums {
                SUMS
            } else {
                return found(Status::Changed, "and the two lists differ about it");
            };
            let reason = format!("the two lists differ about it; the file is what {fits} says");
            return found(Status::Disputed, &reason);
        }
        (Some(wanted), sums) => (wanted, sums.is_some() || lists.sums.is_empty()),
        (None, Some(wanted)) => {
            let alone = path == MANIFEST || lists.manifest.is_empty();
            (wanted, alone)
        }
        (None, None) => return found(Status::Foreign, ""),
    };
    if &digest == wanted {
        return match other {
            true => Ok(None),
            false => found(Status::Disputed, "only one of the two lists names it"),
        };
    }
    if path.ends_with(".ps1") && entry.size <= LONGEST_SCRIPT {
        let bytes = place.read(path)?.unwrap_or_default();
        if unsigned(&bytes).any(|bytes| &crate::digest::sha256(bytes) == wanted) {
            return found(Status::Signed, "only a signature was added");
        }
    }
    found(Status::Changed, "")
}
