//! Bundles on disk: compared, staged beside their destination, put into place in one go.
//!
//! A reader never sees half a bundle. What a killed run left in its `workplace` is put right by
//! the next run in the same folder.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::bundle::Bundle;
use crate::patience;
use crate::visible;

mod archive;
mod carried;
mod carry;
mod compare;
mod disk;
mod exchange;
mod languages;
mod listing;
mod place;
mod unpack;
mod workplace;

pub use archive::{Archive, is_ours as is_archive_of};
pub(crate) use carry::is_bundle;
pub use compare::{Difference, compare};
pub use languages::languages;
pub use listing::{Entry, list, slashed};
pub(crate) use listing::{is_later, list_all};
pub use unpack::{Files, is_archive, unpack};
pub use workplace::is_reserved;

use workplace::Workplace;

/// What became of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It was not there.
    Created,
    /// It was there and different.
    Replaced,
    /// The same bytes were there already; nothing was touched.
    Unchanged,
}

/// Why a bundle was not written.
#[derive(Debug)]
pub enum Refused {
    /// The folder holds files that no manifest of this program lists.
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// The files, relative to it.
        files: Vec<String>,
    },
    /// A file or a link stands where the folder should be.
    NotAFolder(PathBuf),
    /// Something that is no folder or file of ours lies where this program has to write.
    NotOurs(PathBuf),
    /// An older bundle that an earlier run could not put right; it may hold records.
    Left(PathBuf),
    /// Another disk is mounted where a rename has to go.
    Mount(PathBuf),
    /// The name is kept for the program's own workplace.
    Reserved(PathBuf),
    /// Windows does not move it: somebody stands in it, or has a file of it open.
    InUse {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Reading or writing failed.
    Io {
        /// What was being read or written.
        path: PathBuf,
        /// The reason.
        error: io::Error,
    },
}

impl Refused {
    /// Whether the system does not allow it.
    fn is_denied(&self) -> bool {
        matches!(self, Self::Io { error, .. } if error.kind() == io::ErrorKind::PermissionDenied)
    }

    /// Whether every further bundle would meet the same: no space left, or no writing at all.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Io { error, .. } if matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::ReadOnlyFilesystem
        ))
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign { folder, .. } => write!(
                f,
                "{} holds files that were not written by this program",
                visible::path(folder)
            ),
            Self::NotAFolder(path) => write!(
                f,
                "{} is a file or a link where the bundle's folder belongs",
                visible::path(path)
            ),
            Self::NotOurs(path) => write!(
                f,
                "{} is a link or something else that this program did not put there",
                visible::path(path)
            ),
            Self::Left(path) => write!(
                f,
                "{} is an older bundle that could not be put right; it may hold records",
                visible::path(path)
            ),
            Self::Mount(path) => write!(
                f,
                "something is mounted at {}, where a bundle has to be moved",
                visible::path(path)
            ),
            Self::Reserved(path) => write!(
                f,
                "{} is where this program prepares bundles",
                visible::path(path)
            ),
            Self::InUse { path, error } => write!(
                f,
                "{} is in use: a PowerShell or Explorer window stands in it, or a program has a file of it open ({error})",
                visible::path(path)
            ),
            Self::Io { path, error } => write!(f, "{}: {error}", visible::path(path)),
        }
    }
}

impl std::error::Error for Refused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::InUse { error, .. } | Self::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}

pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Refused + '_ {
    move |error| Refused::Io {
        path: path.to_owned(),
        error,
    }
}

/// Names that Windows takes for one fold to one. Upper case first: `ς` and `σ` are both `Σ`.
#[must_use]
pub fn fold(name: &str) -> String {
    name.to_uppercase().to_lowercase()
}

/// Renames; `path` is what people know of the two.
fn rename(from: &Path, to: &Path, path: &Path) -> Result<(), Refused> {
    patience::rename(from, to).map_err(|error| match patience::is_in_use(&error) {
        true => Refused::InUse {
            path: path.to_owned(),
            error,
        },
        false => at(path)(error),
    })
}

/// The folder that bundles are written into. Several threads may write into it at once; a second
/// process waits until this one is done.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    workplace: OnceLock<Workplace>,
    opening: Mutex<()>,
}

impl Output {
    /// Takes a folder for output; it need not be there. Nothing is touched until something has to
    /// be written, or until an interrupted run has to be put right.
    ///
    /// # Errors
    ///
    /// [`Refused::Io`] when what an interrupted run left cannot be put right.
    pub fn open(root: &Path) -> Result<Self, Refused> {
        let output = Self {
            root: root.to_owned(),
            workplace: OnceLock::new(),
            opening: Mutex::new(()),
        };
        if workplace::is_left(root) {
            output.workplace()?;
        }
        Ok(output)
    }

    /// Writes a bundle to the folder of its name.
    ///
    /// Folders that scripts write (`handoff`, `evidence`, `state`) stay. With `force`, files that
    /// are not ours stay as well, except where the bundle has a file of that name.
    ///
    /// # Errors
    ///
    /// [`Refused`]; what was there is there still.
    pub fn write(&self, bundle: &Bundle, force: bool) -> Result<Written, Refused> {
        place::refuse_name(&self.root, &bundle.name)?;
        if self.workplace.get().is_none() {
            match compare(bundle, &self.root) {
                Ok(differences) if differences.is_empty() => return Ok(Written::Unchanged),
                // Without the lock another run may move what is read; with it, it is looked at again.
                Ok(_) | Err(Refused::Io { .. }) => {}
                Err(refused) => return Err(refused),
            }
        }
        place::write(bundle, self.workplace()?, force)
    }

    /// Writes an archive beside its bundle.
    ///
    /// # Errors
    ///
    /// [`Refused`]; what was there is there still.
    pub fn write_archive(&self, archive: &Archive) -> Result<Written, Refused> {
        place::refuse_name(&self.root, &archive.name)?;
        if archive.is_at(&self.root)? {
            return Ok(Written::Unchanged);
        }
        place::write_archive(archive, self.workplace()?)
    }

    /// Takes away what has that name, unless there is a reason that it stays: of a folder that is asked
    /// once it is out of reach.
    ///
    /// # Errors
    ///
    /// [`Refused`]; what was there is there still, or lies in the workplace for the next run.
    pub fn prune(
        &self,
        name: &str,
        reason: impl Fn(&Path) -> Option<String>,
    ) -> Result<Option<String>, Refused> {
        place::prune(name, reason, self.workplace()?)
    }

    /// What could not be removed and lies in the workplace, with the reasons.
    #[must_use]
    pub fn left(&self) -> Vec<String> {
        let opened = self.workplace.get();
        opened.map(Workplace::left).unwrap_or_default()
    }

    fn workplace(&self) -> Result<&Workplace, Refused> {
        let _one_at_a_time = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if self.workplace.get().is_none() {
            let made = Workplace::open(&self.root)?;
            let _ = self.workplace.set(made);
        }
        Ok(self
            .workplace
            .get()
            .expect("it was set above, and nothing takes it away"))
    }
}
