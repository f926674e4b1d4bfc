//! Files that somebody named or left: only plain ones are read, never more than was agreed on.
//!
//! A pipe without a writer would block for ever, a device may have no end.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use crate::odd_name::odd;

/// Largest file of a state folder or an evidence folder, in bytes.
pub const STATE_LIMIT: u64 = 64 * 1024 * 1024;

/// Largest file of a bundle, in bytes.
pub const BUNDLE_LIMIT: u64 = 64 * 1024 * 1024;

/// Opens a plain file; a link to one is as good.
///
/// # Errors
/// What the system says; a folder, a pipe, a device.
pub fn open(path: &Path) -> io::Result<File> {
    if let Some(what) = odd(&path.to_string_lossy(), cfg!(windows)) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("it {what}"),
        ));
    }
    refuse(&path.metadata()?)?;
    checked(options().open(path)?)
}

/// The same where a link is no file: in a bundle.
///
/// # Errors
/// What the system says; a link, a folder, a pipe, a device.
pub fn open_no_link(path: &Path) -> io::Result<File> {
    let metadata = path.symlink_metadata()?;
    if metadata.is_symlink() {
        return Err(wrong("it is a link, not a file"));
    }
    refuse(&metadata)?;
    checked(options().open(path)?)
}

/// Reads a plain file of at most `limit` bytes.
///
/// # Errors
/// Those of [`open`]; a larger file.
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    up_to(open(path)?, limit)
}

/// Reads a plain file of at most `limit` bytes that is no link.
///
/// # Errors
/// Those of [`open_no_link`]; a larger file.
pub fn read_no_link(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    up_to(open_no_link(path)?, limit)
}

/// Reads all, unless there is more than `limit`.
///
/// # Errors
/// What the system says; more bytes.
pub fn up_to(reader: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        let size = limit / (1024 * 1024);
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it is larger than {size} MiB"),
        ));
    }
    Ok(bytes)
}

/// Opens without waiting for the other end of a pipe that took the file's place just now.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
    }
    options
}

fn checked(file: File) -> io::Result<File> {
    refuse(&file.metadata()?)?;
    Ok(file)
}

fn refuse(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(wrong("it is a pipe or a device, not a file"));
    }
    Ok(())
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, what)
}
