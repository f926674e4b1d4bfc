//! Reads the files that the collect scripts wrote.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// Why collected state cannot be used.
#[derive(Debug)]
pub enum StateError {
    /// A file or the folder cannot be read.
    Read(PathBuf, io::Error),
    /// A file is no JSON.
    NoJson(PathBuf, serde_json::Error),
    /// The folder holds no such file.
    Empty(PathBuf),
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let again = "help: run the 00-collect scripts, then name the folder `state` of the bundle";
        match self {
            Self::Read(path, error) => {
                write!(f, "{} cannot be read: {error}\n  {again}", path.display())
            }
            Self::NoJson(path, error) => {
                write!(
                    f,
                    "{} is not what a collect script writes: {error}\n  {again}",
                    path.display()
                )
            }
            Self::Empty(path) => {
                write!(
                    f,
                    "{} holds no collected state (*.json)\n  {again}",
                    path.display()
                )
            }
        }
    }
}

impl std::error::Error for StateError {}

/// Each `<context>.json` of the folder, or of its subfolder `state`, with its name.
///
/// # Errors
///
/// When the folder or a file cannot be read, there is none, or one is no JSON.
pub fn read(folder: &Path) -> Result<Vec<(String, Value)>, StateError> {
    let inner = folder.join("state");
    let folder = if inner.is_dir() { &inner } else { folder };
    let unreadable = |path: &Path, error| StateError::Read(path.to_owned(), error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        if path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
        {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(StateError::Empty(folder.to_owned()));
    }
    files.sort();
    files.into_iter().map(document).collect()
}

fn document(path: PathBuf) -> Result<(String, Value), StateError> {
    let bytes = fs::read(&path).map_err(|error| StateError::Read(path.clone(), error))?;
    // Windows PowerShell writes a byte order mark.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    match serde_json::from_slice(bytes) {
        Ok(value) => Ok((name, value)),
        Err(error) => Err(StateError::NoJson(path, error)),
    }
}
