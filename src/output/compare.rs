//! A bundle against its folder on disk.

use std::io;
use std::path::Path;

use super::disk::is_mount;
use super::listing::{list, slashed};
use super::{Refused, at};
use crate::bundle::Bundle;
use crate::files;

/// A difference between a bundle and its folder on disk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// The bundle has the file, the folder does not.
    Missing(String),
    /// Both have it, with other bytes.
    Changed(String),
    /// The folder has it, the bundle does not.
    Foreign(String),
}

impl Difference {
    /// The file, relative to the bundle's folder, with forward slashes.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Missing(path) | Self::Changed(path) | Self::Foreign(path) => path,
        }
    }

    /// `missing`, `changed`, `foreign`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Changed(_) => "changed",
            Self::Foreign(_) => "foreign",
        }
    }
}

/// Whether the folder of a bundle is there.
///
/// # Errors
///
/// [`Refused`] when something else is: a file, a link, another disk.
pub(super) fn is_there(folder: &Path) -> Result<bool, Refused> {
    match folder.symlink_metadata() {
        Ok(metadata) if !metadata.is_dir() => Err(Refused::NotAFolder(folder.to_owned())),
        Ok(_) if is_mount(folder) => Err(Refused::Mount(folder.to_owned())),
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(at(folder)(error)),
    }
}

/// Compares a bundle with `out/<name>`; empty when they are the same.
///
/// # Errors
///
/// [`Refused::Io`] when the folder cannot be read.
pub fn compare(bundle: &Bundle, out: &Path) -> Result<Vec<Difference>, Refused> {
    let folder = out.join(&bundle.name);
    is_there(&folder)?;
    let mut there = list(&folder)?;
    let mut differences = Vec::new();
    for file in &bundle.files {
        let Some(entry) = there.remove(Path::new(&file.path)) else {
            differences.push(Difference::Missing(file.path.clone()));
            continue;
        };
        let path = folder.join(&file.path);
        let alike = entry.is_file && entry.size == file.bytes.len() as u64;
        match alike.then(|| files::read_no_link(&path, entry.size)) {
            Some(Ok(bytes)) if file.bytes == bytes => {}
            Some(Ok(_)) | None => differences.push(Difference::Changed(file.path.clone())),
            // It went away since it was listed.
            Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => {
                differences.push(Difference::Missing(file.path.clone()));
            }
            Some(Err(error)) => return Err(at(&path)(error)),
        }
    }
    differences.extend(there.keys().map(|path| Difference::Foreign(slashed(path))));
    differences.sort_by(|a, b| a.path().cmp(b.path()));
    Ok(differences)
}
