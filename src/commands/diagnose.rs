//! `hybrid-oauth diagnose`: from a text to causes.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::diagnose::output::{self, Styles};
use crate::diagnose::{self, ConfigFacts, DecodeError, Known};

/// What to write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// The document of the contract.
    Json,
}

/// What the command was asked to do.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The file to read; `None` or `-` is standard input.
    pub file: Option<PathBuf>,
    /// What to write.
    pub format: Format,
    /// Folder with `state/<context>.json` files.
    pub state: Option<PathBuf>,
    /// What the config says.
    pub config: Option<ConfigFacts>,
    /// How to draw text.
    pub styles: Styles,
}

/// Why nothing could be said.
#[derive(Debug)]
pub enum DiagnoseError {
    /// A file or folder cannot be read.
    Read(PathBuf, io::Error),
    /// The input is no text.
    Binary(PathBuf),
    /// A state file is no JSON.
    State(PathBuf, serde_json::Error),
    /// The result cannot be written.
    Write(io::Error),
}

impl fmt::Display for DiagnoseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(path, error) => write!(f, "cannot read {}: {error}", path.display()),
            Self::Binary(path) => write!(
                f,
                "{} is binary data, not text: give a transcript, an evidence file or copied output",
                path.display()
            ),
            Self::State(path, error) => write!(
                f,
                "{} is no JSON as the collect scripts write it: {error}; collect again",
                path.display()
            ),
            Self::Write(error) => write!(f, "cannot write the result: {error}"),
        }
    }
}

impl std::error::Error for DiagnoseError {}

/// Diagnoses and writes to `out`. Gives the exit code: 0 recognised, 2 nothing recognised.
///
/// # Errors
///
/// When the input or the state cannot be read, is no text or no JSON, or the result cannot be written.
pub fn run(request: &Request, out: &mut dyn Write) -> Result<u8, DiagnoseError> {
    let known = known(request)?;
    let standard_input = PathBuf::from("-");
    let path = request.file.as_ref().unwrap_or(&standard_input);
    let report = if *path == standard_input {
        diagnose::diagnose(io::stdin().lock(), &known)
    } else {
        let file = File::open(path).map_err(|error| DiagnoseError::Read(path.clone(), error))?;
        diagnose::diagnose(file, &known)
    };
    let report = report.map_err(|error| match error {
        DecodeError::Read(error) => DiagnoseError::Read(path.clone(), error),
        DecodeError::Binary => DiagnoseError::Binary(path.clone()),
    })?;
    match request.format {
        Format::Text => out.write_all(output::text(&report, &request.styles).as_bytes()),
        Format::Json => serde_json::to_writer_pretty(&mut *out, &report)
            .map_err(io::Error::from)
            .and_then(|()| out.write_all(b"\n")),
    }
    .map_err(DiagnoseError::Write)?;
    Ok(if report.matches.is_empty() { 2 } else { 0 })
}

fn known(request: &Request) -> Result<Known, DiagnoseError> {
    let config = request.config.clone().unwrap_or_default();
    let mut known = Known::from_config(&config);
    if let Some(folder) = &request.state {
        known.add_state(&config, &state(folder)?);
    }
    Ok(known)
}

/// The state files of a folder, by name.
fn state(folder: &Path) -> Result<Vec<(String, Value)>, DiagnoseError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |error| DiagnoseError::Read(path, error)
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
        {
            files.push(path);
        }
    }
    files.sort();
    let mut documents = Vec::new();
    for path in files {
        let bytes = fs::read(&path).map_err(unreadable(&path))?;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let document = serde_json::from_slice(bytes)
            .map_err(|error| DiagnoseError::State(path.clone(), error))?;
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        documents.push((name, document));
    }
    Ok(documents)
}
