//! Where bundles are prepared: `OUT/.hybrid-oauth/`, there only while a run writes.
//!
//! - `lock` is locked by the run that writes;
//! - `half/NAME` is being made or being removed: nobody misses it;
//! - `whole/NAME` is complete, on its way in or out; it may hold what is not ours to lose.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

use super::{Refused, at, carry};

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
    _lock: Option<File>,
}

impl Workplace {
    /// Waits for other runs, then puts right what an interrupted one left.
    pub(super) fn open(root: &Path) -> Result<Self, Refused> {
        let folder = root.join(NAME);
        let workplace = Self {
            root: root.to_owned(),
            _lock: lock(&folder)?,
            folder,
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

    pub(super) fn half(&self, name: &str) -> PathBuf {
        self.folder.join("half").join(name)
    }

    /// The folder it is in may not be there yet: only what replaces something needs it.
    pub(super) fn whole(&self, name: &str) -> PathBuf {
        self.folder.join("whole").join(name)
    }

    /// Ends what stands in `whole/NAME` once the bundle is in its place: what is not ours goes
    /// back into the bundle, the rest away. By way of `half`, so that an interruption in the
    /// middle of removing is not taken for a whole bundle.
    pub(super) fn retire(&self, name: &str) -> Result<(), Refused> {
        let (whole, half) = (self.whole(name), self.half(name));
        carry::bring_back(&whole, &self.root.join(name))?;
        fs::rename(&whole, &half).map_err(at(&whole))?;
        fs::remove_dir_all(&half).map_err(at(&half))
    }

    fn recover(&self) -> Result<(), Refused> {
        let half = self.folder.join("half");
        if half.is_dir() {
            fs::remove_dir_all(&half).map_err(at(&half))?;
            fs::create_dir(&half).map_err(at(&half))?;
        }
        let whole = self.folder.join("whole");
        let entries = match fs::read_dir(&whole) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(at(&whole)(error)),
        };
        for entry in entries {
            let name = entry.map_err(at(&whole))?.file_name();
            let (from, to) = (whole.join(&name), self.root.join(&name));
            if to.symlink_metadata().is_ok() {
                self.retire(&name.to_string_lossy())?;
            } else {
                fs::rename(&from, &to).map_err(at(&from))?;
            }
        }
        Ok(())
    }
}

impl Drop for Workplace {
    /// Leaves nothing behind. Where something is still in it, a later run sees to it.
    fn drop(&mut self) {
        for part in ["half", "whole"] {
            let _ = fs::remove_dir(self.folder.join(part));
        }
        if !self.folder.join("half").exists() && !self.folder.join("whole").exists() {
            let _ = fs::remove_file(self.folder.join("lock"));
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

fn lock(folder: &Path) -> Result<Option<File>, Refused> {
    let path = folder.join("lock");
    loop {
        fs::create_dir_all(folder).map_err(at(folder))?;
        let file = match File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
        {
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
