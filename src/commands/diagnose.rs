//! `hybrid-oauth diagnose`: from a text to causes.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::check::Format;
use crate::diagnose::output::{self, Styles};
use crate::diagnose::{self, DecodeError, Known, Report};
use crate::files;
use crate::load::load_path;
use crate::plan::State;
use crate::report::{self, Style};
use crate::visible;

/// Arguments of `diagnose`.
#[derive(Debug, Clone, Default)]
pub struct DiagnoseArgs {
    /// The text to read; none or `-` is standard input.
    pub file: Option<PathBuf>,
    /// How the answer is told, both on standard output.
    pub format: Format,
    /// A config that rules causes out.
    pub config: Option<PathBuf>,
    /// The folder `state` that the collect scripts wrote, or the bundle that holds it.
    pub state: Option<PathBuf>,
    /// How the answer is drawn.
    pub style: Style,
    /// How findings in the config are drawn.
    pub findings_style: Style,
}

/// Names causes; the exit code is 0, 2 when nothing was recognised, 1 when something cannot be read.
///
/// # Errors
/// When an answer cannot be written.
pub fn run(args: &DiagnoseArgs, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let known = match known(args, err)? {
        Ok(known) => known,
        Err(message) => return refuse(&message, err),
    };
    let report = match read(args.file.as_deref(), &known) {
        Ok(report) => report,
        Err(message) => return refuse(&message, err),
    };
    match args.format {
        Format::Text => {
            let styles = match args.style {
                Style::Plain => Styles::default(),
                Style::Colored => Styles::colored(),
            };
            out.write_all(output::text(&report, &styles).as_bytes())?;
        }
        Format::Json => {
            out.write_all(visible::json(&report).as_bytes())?;
        }
    }
    Ok(if report.matches.is_empty() { 2 } else { 0 })
}

fn refuse(message: &str, err: &mut dyn Write) -> io::Result<u8> {
    writeln!(err, "error: {message}")?;
    Ok(1)
}

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn read(file: Option<&Path>, known: &Known) -> Result<Report, String> {
    let path = file.unwrap_or(Path::new("-"));
    let name = visible::path(path);
    let unreadable = |error: io::Error| {
        format!(
            "{name} cannot be read: {error}\n  help: name a file with the text of the failure, or - for standard input"
        )
    };
    let report = if is_standard_input(path) {
        diagnose::diagnose(io::stdin().lock(), known)
    } else {
        diagnose::diagnose(files::open(path).map_err(unreadable)?, known)
    };
    report.map_err(|error| match error {
        DecodeError::Read(error) => unreadable(error),
        DecodeError::Binary => format!(
            "{name} is binary data, not text\n  help: give a transcript, an evidence file or copied output"
        ),
    })
}

/// What config and state say, or why they cannot be used.
fn known(args: &DiagnoseArgs, err: &mut dyn Write) -> io::Result<Result<Known, String>> {
    let mut notes = Vec::new();
    let mut state = match args.state.as_deref().map(State::read).transpose() {
        Ok(state) if state.as_ref().is_some_and(State::is_empty) => {
            return Ok(Err("the folder of --state holds no file of a shell\n  help: run the 00-collect scripts, then name the folder `state` of the bundle".to_owned()));
        }
        Ok(state) => state,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let Some(path) = &args.config else {
        let mut known = Known::nothing();
        if state.is_some() {
            known.notes.push(
                "The state was not used: without --config it cannot be told what it shall be."
                    .to_owned(),
            );
        }
        return Ok(Ok(known));
    };
    if is_standard_input(path) && args.file.as_deref().is_none_or(is_standard_input) {
        let twice = "the config and the text cannot both be standard input\n  help: name a file for one of them";
        return Ok(Err(twice.into()));
    }
    let loaded = load_path(path);
    let Some(tenant) = loaded.tenant else {
        let drawn = report::draw(&loaded.findings, &loaded.source, args.findings_style);
        err.write_all(drawn.as_bytes())?;
        return Ok(Err(format!(
            "{} has errors and says nothing",
            visible::path(path)
        )));
    };
    if let Some(Err(error)) = state.as_ref().map(|state| state.check(&tenant)) {
        notes.push(format!("The state was not used: {error}"));
        state = None;
    }
    let mut known = Known::of(&tenant, state);
    known.notes = notes;
    Ok(Ok(known))
}
