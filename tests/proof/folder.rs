//! Where the simulations write: thousands of small files, which a disk makes and forgets slowly.

use std::env;
use std::path::PathBuf;

use tempfile::TempDir;

/// What a whole run writes, with room to spare, in bytes.
const ROOM: u64 = 4 << 30;

/// A temporary folder, in memory where the system has such a place and room in it.
pub fn temporary(prefix: &str) -> TempDir {
    let place = in_memory().unwrap_or_else(env::temp_dir);
    tempfile::Builder::new()
        .prefix(prefix)
        .tempdir_in(place)
        .expect("a temporary folder")
}

#[cfg(target_os = "linux")]
fn in_memory() -> Option<PathBuf> {
    let place = PathBuf::from("/dev/shm");
    let found = rustix::fs::statvfs(&place).ok()?;
    (found.f_bavail * found.f_frsize >= ROOM).then_some(place)
}

#[cfg(not(target_os = "linux"))]
fn in_memory() -> Option<PathBuf> {
    let _ = ROOM;
    None
}
