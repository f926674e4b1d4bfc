//! What a folder holds.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::Refused;
use super::disk::is_mount;
use crate::layout::{APPROVALS, WRITTEN_BY_SCRIPTS};

/// A file, a link or anything else that is not a folder, or a folder of another disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Whether it is a file and not, say, a link to one.
    pub is_file: bool,
    /// Whether another disk is mounted there; nothing below is listed.
    pub is_mount: bool,
    /// Length in bytes.
    pub size: u64,
}

/// The files below a bundle's folder by their paths in it, without what came to it later; none
/// when it is not there.
///
/// # Errors
///
/// [`Refused::Io`] when a folder cannot be read.
pub fn list(folder: &Path) -> Result<BTreeMap<PathBuf, Entry>, Refused> {
    let mut files = list_all(folder)?;
    files.retain(|path, _| !is_later(path));
    Ok(files)
}

/// Whether it came to the bundle later: what lies in a folder that scripts write, or the approval.
/// The name of such a folder itself is a file or a link only where somebody put one in its place.
pub(crate) fn is_later(path: &Path) -> bool {
    WRITTEN_BY_SCRIPTS
        .iter()
        .any(|top| path.starts_with(top) && path != Path::new(top))
        || APPROVALS.iter().any(|name| path == Path::new(name))
}

/// The same with all that came later.
pub(crate) fn list_all(folder: &Path) -> Result<BTreeMap<PathBuf, Entry>, Refused> {
    let mut files = BTreeMap::new();
    let refused = |error: walkdir::Error| Refused::Io {
        path: error.path().unwrap_or(folder).to_owned(),
        error: error.into(),
    };
    let mut walk = WalkDir::new(folder).min_depth(1).into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            // It is not there, or went away since its folder was read.
            Err(error) if is_not_there(&error) => continue,
            Err(error) => return Err(refused(error)),
        };
        let is_mount = entry.file_type().is_dir() && is_mount(entry.path());
        if is_mount {
            walk.skip_current_dir();
        } else if entry.file_type().is_dir() {
            continue;
        }
        let metadata = match entry.metadata() {
            Ok(metadata) => metadata,
            Err(error) if is_not_there(&error) => continue,
            Err(error) => return Err(refused(error)),
        };
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        files.insert(
            below.to_owned(),
            Entry {
                is_file: metadata.is_file(),
                is_mount,
                size: metadata.len(),
            },
        );
    }
    Ok(files)
}

fn is_not_there(error: &walkdir::Error) -> bool {
    error
        .io_error()
        .is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// With forward slashes, as manifests write paths.
#[must_use]
pub fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}
