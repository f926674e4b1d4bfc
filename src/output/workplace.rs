//! Where bundles are prepared: `OUT/.hybrid-oauth/`, there only while a run writes.
//!
//! - `lock` is locked by the run that writes;
//! - `half/NAME` is being made or being removed: nobody misses it, and what cannot be removed, since
//!   somebody has it open, stays; then the next one goes to `half-2/NAME`;
//! - `whole/NAME` is complete, on its way in or out; it may hold what is not ours to lose.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

use super::{Refused, at, carry, rename};
use crate::patience;

const NAME: &str = ".hybrid-oauth";

/// Whether a bundle must not have this name, since the workplace has it.
#[must_use]
pub fn is_reserved(name: &str) -> bool {
    name.eq_ignore_ascii_case(NAME)
}

/// Whether a run was interrupted, or is still at work.
pub(super) fn is_left(root: &Path) -> bool {
    root.join(NAME).is_dir()
}

/// The locked workplace of an output folder; taken away when dropped.
#[derive(Debug)]
pub(super) struct Workplace {
    root: PathBuf,
    folder: PathBuf,
    /// None where the file system knows no locks.
    lock: Option<File>,
    unfinished: Vec<Refused>,
    remove: Remove,
}

/// How a folder that nobody misses is removed.
type Remove = fn(&Path) -> io::Result<()>;

impl Workplace {
    /// Waits for other runs, then puts right what an interrupted one left.
    pub(super) fn open(root: &Path) -> Result<Self, Refused> {
        Self::open_with(root, patience::remove_dir_all)
    }

    fn open_with(root: &Path, remove: Remove) -> Result<Self, Refused> {
        let folder = root.join(NAME);
        let mut workplace = Self {
            root: root.to_owned(),
            lock: lock(&folder)?,
            folder,
            unfinished: Vec::new(),
            remove,
        };
        workplace.recover()?;
        let half = workplace.folder.join("half");
        fs::create_dir_all(&half).map_err(at(&half))?;
        Ok(workplace)
    }

    /// The folder that bundles are written into.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn unfinished(&self) -> &[Refused] {
        &self.unfinished
    }

    /// A place where nothing is, to make or remove something of that name.
    pub(super) fn half(&self, name: &str) -> Result<PathBuf, Refused> {
        let mut parent = self.folder.join("half");
        let mut number = 1;
        while parent.join(name).symlink_metadata().is_ok() {
            number += 1;
            parent = self.folder.join(format!("half-{number}"));
        }
        fs::create_dir_all(&parent).map_err(at(&parent))?;
        Ok(parent.join(name))
    }

    /// The folder it is in may not be there yet: only what replaces something needs it.
    pub(super) fn whole(&self, name: &str) -> PathBuf {
        self.folder.join("whole").join(name)
    }

    /// Ends what stands in `whole/NAME` once the bundle is in its place: what is not ours goes
    /// back into the bundle, the rest away. By way of `half`, so that an interruption in the
    /// middle of removing is not taken for a whole bundle.
    pub(super) fn retire(&self, name: &str) -> Result<(), Refused> {
        let (whole, half) = (self.whole(name), self.half(name)?);
        carry::bring_back(&whole, &self.root.join(name))?;
        rename(&whole, &half, &whole)?;
        // What somebody has open stays for a later run to remove; the bundle is in its place.
        let _ = (self.remove)(&half);
        Ok(())
    }

    /// Ends what an interrupted run left of a bundle.
    pub(super) fn put_right(&self, name: &str) -> Result<(), Refused> {
        let (whole, place) = (self.whole(name), self.root.join(name));
        if whole.symlink_metadata().is_err() {
            return Ok(());
        }
        match place.symlink_metadata() {
            Ok(_) => self.retire(name),
            Err(_) => rename(&whole, &place, &whole),
        }
    }

    /// The folders `half`, `half-2`, ...
    fn halves(&self) -> impl Iterator<Item = PathBuf> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let halves =
            entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("half"));
        halves.map(|entry| entry.path())
    }

    fn recover(&mut self) -> Result<(), Refused> {
        for half in self.halves() {
            let _ = (self.remove)(&half);
        }
        let whole = self.folder.join("whole");
        let entries = match fs::read_dir(&whole) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(at(&whole)(error)),
        };
        for entry in entries {
            let name = entry.map_err(at(&whole))?.file_name();
            if let Err(refused) = self.put_right(&name.to_string_lossy()) {
                self.unfinished.push(refused);
            }
        }
        Ok(())
    }
}

impl Drop for Workplace {
    /// Leaves nothing behind. Where something is still in it, a later run sees to it.
    fn drop(&mut self) {
        let parts: Vec<PathBuf> = self.halves().chain([self.folder.join("whole")]).collect();
        for part in &parts {
            let _ = fs::remove_dir(part);
        }
        if !parts.iter().any(|part| part.exists()) {
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

fn lock(folder: &Path) -> Result<Option<File>, Refused> {
    let path = folder.join("lock");
    loop {
        fs::create_dir_all(folder).map_err(at(folder))?;
        let file = match patience::patiently(|| open(&path)) {
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
        let ours = file.try_clone().and_then(Handle::from_file);
        match (ours, Handle::from_path(&path)) {
            (Ok(ours), Ok(there)) if ours == there => return Ok(Some(file)),
            _ => {}
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    // Shared to read and to write, not to remove (FILE_SHARE_READ, FILE_SHARE_WRITE).
    #[cfg(windows)]
    std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, 0x1 | 0x2);
    options.open(path)
}

#[cfg(test)]
mod tests;
