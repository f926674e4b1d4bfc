//! `hybrid-oauth diagnose`: from a text to causes.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::overlay;
use crate::cli::Format;
use crate::diagnose::output::{self, Styles};
use crate::diagnose::{self, DecodeError, Known, Report, texts};
use crate::files;
use crate::load::load_path_with;
use crate::plan::State;
use crate::report::{self, Style};
use crate::visible;

/// Arguments of `diagnose`.
#[derive(Debug, Clone, Default)]
pub struct DiagnoseArgs {
    /// The texts to read, folders of them too; none or `-` is standard input.
    pub files: Vec<PathBuf>,
    /// A bundle: its config, its `state`, and where no text is named its `evidence`.
    pub bundle: Option<PathBuf>,
    /// How the answer is told, both on standard output.
    pub format: Format,
    /// A config that rules causes out.
    pub config: Option<PathBuf>,
    /// The folder `state` that the collect scripts wrote, or the bundle that holds it.
    pub state: Option<PathBuf>,
    /// An overlay that goes before that of the config.
    pub overlay: Option<PathBuf>,
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
    let args = &with_bundle(args);
    let known = match known(args, err)? {
        Ok(known) => known,
        Err(message) => return refuse(&message, err),
    };
    let report = match read_all(&args.files, &known) {
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

/// What a bundle stands for, where nothing else is named.
fn with_bundle(args: &DiagnoseArgs) -> DiagnoseArgs {
    let mut args = args.clone();
    if let Some(bundle) = &args.bundle {
        args.config.get_or_insert_with(|| bundle.clone());
        if args.state.is_none() && bundle.join("state").is_dir() {
            args.state = Some(bundle.clone());
        }
        if args.files.is_empty() {
            args.files.push(bundle.join("evidence"));
        }
    }
    args
}

/// One text, or several with their names; of a folder the files that stand in it.
fn read_all(named: &[PathBuf], known: &Known) -> Result<Report, String> {
    match named {
        [] => return read(Path::new("-"), known),
        [one] if !one.is_dir() => return read(one, known),
        _ => {}
    }
    let mut reports = Vec::new();
    for path in named {
        if !path.is_dir() {
            reports.push((visible::path(path), read(path, known)?));
            continue;
        }
        for file in files_in(path)? {
            // What is no text in a folder is passed over.
            if let Ok(report) = read(&file, known) {
                reports.push((visible::path(&file), report));
            }
        }
    }
    match reports.is_empty() {
        false => Ok(texts::together(reports)),
        true => Err(format!(
            "{} holds no text\n  help: name the files, or a folder of transcripts or evidence",
            visible::path(&named[0])
        )),
    }
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let unreadable =
        |error: io::Error| format!("{} cannot be read: {error}", visible::path(folder));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path, known: &Known) -> Result<Report, String> {
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
    if is_standard_input(path)
        && (args.files.is_empty() || args.files.iter().any(|file| is_standard_input(file)))
    {
        let twice = "the config and the text cannot both be standard input\n  help: name a file for one of them";
        return Ok(Err(twice.into()));
    }
    let Some(overlay) = overlay::named(args.overlay.as_deref(), args.findings_style, err)? else {
        return Ok(Err("the overlay has errors and cannot be used".to_owned()));
    };
    let loaded = load_path_with(path, overlay.as_ref());
    let Some(tenant) = loaded.tenant else {
        let drawn = report::draw_all(&loaded, args.findings_style);
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
