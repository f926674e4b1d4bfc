//! What the system has to be asked with care: mounts, links, removing, what is on the disk for sure.

use std::fs::{self, File, Metadata};
use std::io;
use std::io::ErrorKind::{InvalidInput, PermissionDenied};
use std::path::{Path, PathBuf};

use crate::patience;

/// Whether another disk, or another part of this one, was mounted here. A rename cannot cross it,
/// and what lies below is somebody else's. Unknown counts as no.
pub(super) fn is_mount(path: &Path) -> bool {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
        let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT;
        if let Ok(found) = statx(CWD, path, flags, StatxFlags::empty())
            && found
                .stx_attributes_mask
                .contains(StatxAttributes::MOUNT_ROOT)
        {
            return found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT);
        }
    }
    is_on_another_disk(path)
}

#[cfg(unix)]
fn is_on_another_disk(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| path.symlink_metadata().map(|metadata| metadata.dev()).ok();
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    disk(path) != disk(parent.unwrap_or(Path::new(".")))
}

#[cfg(not(unix))]
fn is_on_another_disk(_: &Path) -> bool {
    false
}

/// What tells a file from another one that takes its name later.
pub(super) fn identity(metadata: &Metadata) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        format!("{}:{}", metadata.dev(), metadata.ino())
    }
    #[cfg(not(unix))]
    {
        let modified = metadata.modified().ok();
        let since = modified.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        format!(
            "{}:{}",
            metadata.len(),
            since.unwrap_or_default().as_nanos()
        )
    }
}

/// Removes a file, a link or all of a folder. Links are not followed, mounts not entered; what
/// cannot be removed is returned, with the reason.
pub(super) fn remove(path: &Path) -> Vec<(PathBuf, io::Error)> {
    let left = |error| vec![(path.to_owned(), error)];
    let metadata = match path.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => return left(error),
    };
    if !metadata.is_dir() {
        return patience::remove_file(path).map_or_else(left, |()| Vec::new());
    }
    if is_mount(path) {
        return left(io::Error::other("something is mounted there"));
    }
    // Safe against links that are put there meanwhile, so it is tried first.
    if !has_mount(path) && patience::remove_dir_all(path).is_ok() {
        return Vec::new();
    }
    let entries = match fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => return left(error),
    };
    let mut all: Vec<_> = entries
        .iter()
        .flat_map(|entry| remove(&entry.path()))
        .collect();
    if let Err(error) = fs::remove_dir(path)
        && all.is_empty()
    {
        all = left(error);
    }
    all
}

fn has_mount(folder: &Path) -> bool {
    let below = walkdir::WalkDir::new(folder).min_depth(1).into_iter();
    below.flatten().any(|entry| is_mount(entry.path()))
}

/// Waits until the content of a file, or the names in a folder, are on the disk.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    // Windows has no such call for folders, and wants the right to write for files.
    let opened = match cfg!(windows) {
        true if path.is_dir() => return Ok(()),
        true => File::options().write(true).open(path),
        false => File::open(path),
    };
    match opened.and_then(|file| file.sync_all()) {
        // Not every file system does that for folders; a record that only its owner may open is
        // not being written here.
        Err(error) if matches!(error.kind(), InvalidInput | PermissionDenied) => Ok(()),
        other => other,
    }
}

/// How many files are waited for at once: the disk writes their journal entries together then.
const AT_ONCE: usize = 16;

/// Waits for everything below a folder, and for itself.
pub(super) fn sync_all(folder: &Path) -> io::Result<()> {
    let mut paths = Vec::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_dir() || entry.file_type().is_file() {
            paths.push(entry.into_path());
        }
    }
    let all = |paths: &[PathBuf]| paths.iter().try_for_each(|path| sync(path));
    std::thread::scope(|scope| {
        let mut waiting = Vec::new();
        for some in paths.chunks(paths.len().div_ceil(AT_ONCE).max(1)) {
            match std::thread::Builder::new().spawn_scoped(scope, move || all(some)) {
                Ok(thread) => waiting.push(thread),
                Err(_) => all(some)?,
            }
        }
        let join =
            |thread: std::thread::ScopedJoinHandle<'_, _>| thread.join().expect("it only waits");
        waiting.into_iter().try_for_each(join)
    })
}
