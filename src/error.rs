//! Files that cannot be read.

use std::io::{self, Read};
use std::path::Path;

use crate::files;
use crate::finding::Finding;
use crate::lint::{FILE_IS_DIRECTORY, FILE_NOT_FOUND, FILE_UNREADABLE};
use crate::shown::shown;
use crate::source::LIMIT;
use crate::visible::visible;

/// Why a file could not be read.
#[derive(Debug)]
pub struct ReadError {
    /// The file as it was named.
    pub file: String,
    /// What the system said.
    pub source: io::Error,
}

impl ReadError {
    /// The same as a finding, at no place in particular.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let (lint, message, help) = match self.source.kind() {
            io::ErrorKind::NotFound => (
                &FILE_NOT_FOUND,
                "there is no such file".into(),
                "Look at the path; `hybrid-oauth init` writes a config to start from.",
            ),
            io::ErrorKind::IsADirectory => (
                &FILE_IS_DIRECTORY,
                "this is a folder, not a file".into(),
                "Name a config file in it.",
            ),
            io::ErrorKind::PermissionDenied => (
                &FILE_UNREADABLE,
                "reading this file is not allowed".into(),
                "Look at its permissions.",
            ),
            io::ErrorKind::InvalidInput => (
                &FILE_UNREADABLE,
                format!("the file cannot be read: {}", self.source),
                "Name a file; `-` is standard input.",
            ),
            _ => (
                &FILE_UNREADABLE,
                format!("the file cannot be read: {}", self.source),
                "Look whether the path is right and the disk or share can be reached.",
            ),
        };
        Finding::new(lint, 0..0, "", message, help.into())
    }
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let finding = self.finding();
        write!(
            f,
            "{}: {}. {}",
            visible(&self.file),
            finding.message,
            finding.help
        )
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// The bytes of a file, `-` being standard input. At most one byte more than a config may have is
/// read: what is too large is told by [`source::decode`](crate::source::decode).
///
/// # Errors
/// What the system says, a folder included.
pub fn read(path: &Path) -> Result<Vec<u8>, ReadError> {
    let result = if path.as_os_str() == "-" {
        head(io::stdin().lock())
    } else {
        read_file(path)
    };
    result.map_err(|source| ReadError {
        file: shown(path),
        source,
    })
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    head(files::open(path)?)
}

fn head(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LIMIT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
