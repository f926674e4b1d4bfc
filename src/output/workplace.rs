//! Where bundles are prepared: `OUT/.hybrid-oauth/`, there only while a run writes.
//!
//! - `lock` is locked by the run that writes;
//! - `half/NAME` is being made or being removed: nobody misses it;
//! - `whole/NAME` is complete, on its way in or out; it may hold what is not ours to lose;
//! - `carried/NAME` says what was taken along from the one to the other.
//!
//! What cannot be removed stays, is named, and stands in nobody's way but its own bundle's.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::carried::{self, Carried};
use super::disk::{is_mount, remove};
use super::{Refused, at, carry, rename};
use crate::patience;

const NAME: &str = ".hybrid-oauth";

/// Where bundles are prepared while the first one belongs to somebody who lets nobody in.
const SECOND: &str = ".hybrid-oauth.1";

/// Runs that took their workplace away while this one waited; more is not chance.
const ATTEMPTS: usize = 1000;

/// Whether a bundle must not have this name, since the workplace has it.
#[must_use]
pub fn is_reserved(name: &str) -> bool {
    [NAME, SECOND]
        .iter()
        .any(|one| name.eq_ignore_ascii_case(one))
}

/// Whether a run was interrupted, or is still at work.
pub(super) fn is_left(root: &Path) -> bool {
    [NAME, SECOND]
        .iter()
        .any(|one| root.join(one).symlink_metadata().is_ok())
}

/// The locked workplace of an output folder; taken away when dropped.
#[derive(Debug)]
pub(super) struct Workplace {
    root: PathBuf,
    folder: PathBuf,
    left: Mutex<Vec<String>>,
    /// None where the file system knows no locks.
    lock: Option<File>,
}

impl Workplace {
    /// Waits for other runs, then puts right what an interrupted one left.
    pub(super) fn open(root: &Path) -> Result<Self, Refused> {
        let second = root.join(SECOND);
        match Self::open_at(root, root.join(NAME)) {
            Err(refused) if refused.is_denied() && root.join(NAME).is_dir() => {
                let workplace = Self::open_at(root, second)?;
                workplace.leave(std::iter::once(refused));
                Ok(workplace)
            }
            Ok(first) => {
                // What was left there is put right by this, as far as it can be.
                if second.symlink_metadata().is_ok()
                    && let Err(refused) = Self::open_at(root, second).map(drop)
                {
                    first.leave(std::iter::once(refused));
                }
                Ok(first)
            }
            Err(refused) => Err(refused),
        }
    }

    fn open_at(root: &Path, folder: PathBuf) -> Result<Self, Refused> {
        let workplace = Self {
            root: root.to_owned(),
            left: Mutex::default(),
            lock: lock(&folder)?,
            folder,
        };
        for part in ["half", "whole", "carried"] {
            own(&workplace.folder.join(part))?;
        }
        workplace.recover()?;
        // Whether something can be made there shows only when it is tried.
        for part in ["half", "whole", "carried"] {
            let probe = workplace.folder.join(part).join(" probe");
            match fs::create_dir(&probe) {
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                    return Err(at(&probe)(error));
                }
                _ => drop(fs::remove_dir(&probe)),
            }
        }
        Ok(workplace)
    }

    /// The folder that bundles are written into.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// A place in `half` where nothing is. Names of bundles do not start with a space, so what an
    /// earlier run could not remove is in nobody's way.
    pub(super) fn half(&self, name: &str) -> PathBuf {
        let half = self.folder.join("half");
        let free = |path: &PathBuf| path.symlink_metadata().is_err();
        let first = Some(half.join(name)).filter(free);
        let mut others = (1..ATTEMPTS).map(|number| half.join(format!(" {number} {name}")));
        first
            .or_else(|| others.find(free))
            .unwrap_or(half.join(name))
    }

    pub(super) fn whole(&self, name: &str) -> PathBuf {
        self.folder.join("whole").join(name)
    }

    /// Writes down what was taken along, before the folders change places.
    pub(super) fn carry(&self, name: &str, carried: &Carried) -> Result<(), Refused> {
        if carried.is_empty() {
            return Ok(());
        }
        carried::write(carried, &self.folder.join("carried").join(name))
    }

    /// Ends what stands in `whole/NAME` once the bundle is in its place: what is not ours goes
    /// back into the bundle, the rest away. By way of `half`, so that an interruption in the
    /// middle of removing is not taken for a whole bundle.
    pub(super) fn retire(&self, name: &str) -> Result<(), Refused> {
        let (whole, half) = (self.whole(name), self.half(name));
        let list = self.folder.join("carried").join(name);
        carry::bring_back(&whole, &self.root.join(name), &carried::read(&list))?;
        rename(&whole, &half, &whole)?;
        let _ = fs::remove_file(list);
        self.remove(&half);
        Ok(())
    }

    /// Removes what nobody misses; what stays is named at the end.
    pub(super) fn remove(&self, path: &Path) {
        let left = remove(path);
        self.leave(
            left.into_iter()
                .map(|(path, error)| Refused::Io { path, error }),
        );
    }

    fn leave(&self, refused: impl Iterator<Item = Refused>) {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        left.extend(refused.map(|one| one.to_string()));
    }

    /// What could not be removed, and why.
    pub(super) fn left(&self) -> Vec<String> {
        let mut left = self
            .left
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        left.sort();
        left
    }

    fn recover(&self) -> Result<(), Refused> {
        for path in entries(&self.folder.join("half"))? {
            self.remove(&path);
        }
        for path in entries(&self.folder.join("whole"))? {
            if let Err(refused) = self.put_right(&path) {
                self.leave(std::iter::once(refused));
            }
        }
        for path in entries(&self.folder.join("carried"))? {
            let whole = self.whole(&path.file_name().unwrap_or_default().to_string_lossy());
            if whole.symlink_metadata().is_err() {
                self.remove(&path);
            }
        }
        Ok(())
    }

    fn put_right(&self, from: &Path) -> Result<(), Refused> {
        own(from)?;
        let name = from.file_name().unwrap_or_default();
        let to = self.root.join(name);
        if to.symlink_metadata().is_err() {
            return rename(from, &to, &to);
        }
        own(&to)?;
        self.retire(&name.to_string_lossy())
    }
}

impl Drop for Workplace {
    /// Leaves nothing behind. Where something is still in it, a later run sees to it.
    fn drop(&mut self) {
        let mut empty = true;
        for part in ["half", "whole", "carried"] {
            empty &= fs::remove_dir(self.folder.join(part)).is_ok();
        }
        if empty {
            // On Windows an open file keeps its name, and the folder with it. Another run that has it
            // open by now keeps it too, and removes it in its turn.
            if cfg!(windows) {
                self.lock = None;
            }
            let _ = fs::remove_file(self.folder.join("lock"));
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// Makes sure that a folder is there, is one, and lies on the disk that its parent lies on.
fn own(folder: &Path) -> Result<(), Refused> {
    match folder.symlink_metadata() {
        Ok(metadata) if !metadata.is_dir() => Err(Refused::NotOurs(folder.to_owned())),
        Ok(_) if is_mount(folder) => Err(Refused::Mount(folder.to_owned())),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder).map_err(at(folder))
        }
        Err(error) => Err(at(folder)(error)),
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Refused> {
    let entries = fs::read_dir(folder).map_err(at(folder))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(at(folder))?.path());
    }
    paths.sort();
    Ok(paths)
}

fn lock(folder: &Path) -> Result<Option<File>, Refused> {
    let path = folder.join("lock");
    for _ in 0..ATTEMPTS {
        own(folder)?;
        if path
            .symlink_metadata()
            .is_ok_and(|metadata| !metadata.is_file())
        {
            return Err(Refused::NotOurs(path));
        }
        let file = match patience::patiently(|| lock_options().open(&path)) {
            Ok(file) => file,
            // The run before took its workplace away at this moment.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(at(&path)(error)),
        };
        match file.lock() {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::Unsupported => return Ok(None),
            Err(error) => return Err(at(&path)(error)),
        }
        // A lock on a file that the run before has removed keeps nobody out.
        if is_at(&file, &path).map_err(at(&path))? {
            return Ok(Some(file));
        }
    }
    Err(at(&path)(io::Error::other(
        "it is taken away again and again",
    )))
}

fn lock_options() -> fs::OpenOptions {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    // Shared to read and to write, not to remove (FILE_SHARE_READ, FILE_SHARE_WRITE).
    #[cfg(windows)]
    std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, 0x1 | 0x2);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    options
}

/// Whether the open file is the one that has this name. It takes no file descriptor more.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use super::disk::identity;
    match path.symlink_metadata() {
        Ok(there) => Ok(identity(&there) == identity(&file.metadata()?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use same_file::Handle;
    let ours = Handle::from_file(file.try_clone()?)?;
    match Handle::from_path(path) {
        Ok(there) => Ok(ours == there),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
