//! Where a bundle is: in a folder, or in an archive that was read.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Unverifiable;
use crate::digest::{self, hex};
use crate::files;
use crate::layout::WRITTEN_BY_SCRIPTS;
use crate::output::{self, Entry, Files};

/// A bundle that can be read file by file.
#[derive(Debug)]
pub(super) enum Place<'a> {
    Folder(&'a Path),
    Archive(&'a Path, Files),
}

impl<'a> Place<'a> {
    pub(super) fn open(path: &'a Path) -> Result<Self, Unverifiable> {
        if path.is_dir() {
            return Ok(Self::Folder(path));
        }
        if !output::is_archive(path) {
            return Err(Unverifiable::NotAFolder(path.to_owned()));
        }
        match output::unpack(path) {
            Ok(files) => Ok(Self::Archive(path, files)),
            Err(error) => Err(Unverifiable::Io(path.to_owned(), error)),
        }
    }

    pub(super) fn path(&self) -> PathBuf {
        match self {
            Self::Folder(path) | Self::Archive(path, _) => (*path).to_owned(),
        }
    }

    /// The files but those that scripts write.
    pub(super) fn list(&self) -> Result<BTreeMap<String, Entry>, Unverifiable> {
        match self {
            Self::Folder(folder) => {
                let there = output::list(folder).map_err(|refused| match refused {
                    output::Refused::Io { path, error } => Unverifiable::Io(path, error),
                    other => Unverifiable::Unreadable(other.to_string()),
                })?;
                let there = there.into_iter();
                Ok(there
                    .map(|(path, entry)| (output::slashed(&path), entry))
                    .collect())
            }
            Self::Archive(_, files) => {
                let of_scripts = |path: &str| {
                    let (top, _) = path.split_once('/').unwrap_or_default();
                    WRITTEN_BY_SCRIPTS.contains(&top)
                };
                let files = files.iter().filter(|(path, _)| !of_scripts(path));
                let entry = |bytes: &Vec<u8>| Entry {
                    is_file: true,
                    size: bytes.len() as u64,
                    is_mount: false,
                };
                Ok(files
                    .map(|(path, bytes)| (path.clone(), entry(bytes)))
                    .collect())
            }
        }
    }

    /// The bytes of a file; none when it is not there.
    pub(super) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unverifiable> {
        let folder = match self {
            Self::Archive(_, files) => return Ok(files.get(path).cloned()),
            Self::Folder(folder) => folder,
        };
        let path = folder.join(path);
        match files::read_no_link(&path, files::BUNDLE_LIMIT) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Unverifiable::Io(path, error)),
        }
    }

    /// The SHA-256 of a file that is there.
    pub(super) fn digest(&self, path: &str) -> Result<String, Unverifiable> {
        let folder = match self {
            Self::Archive(_, files) => {
                let bytes = files.get(path).map_or(&[][..], Vec::as_slice);
                return Ok(digest::sha256(bytes));
            }
            Self::Folder(folder) => folder,
        };
        let path = folder.join(path);
        let mut hasher = Sha256::new();
        files::open_no_link(&path)
            .and_then(|mut file| io::copy(&mut file, &mut hasher))
            .map_err(|error| Unverifiable::Io(path, error))?;
        Ok(hex(&hasher.finalize()))
    }
}
