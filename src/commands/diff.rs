//! `hybrid-oauth diff`: a change request between two configs or bundles.

use std::io::{self, Write};
use std::path::Path;

use crate::change::{self, Side};
use crate::cli::{Diff, DiffFormat};
use crate::load::load_path;
use crate::report::{self, Style};
use crate::shown::shown;
use crate::tenant::Loaded;

/// What was named: read as far as it can be before the other side is known.
enum Named {
    Bundle(Box<Side>),
    Config(Box<Loaded>),
}

/// Prints the change request; the exit code is 0 when nothing differs, 2 when something does, 1
/// when a side cannot be read.
///
/// # Errors
/// When an answer cannot be written.
pub fn run(
    args: &Diff,
    style: Style,
    findings_style: Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<u8> {
    let paths = [args.old.as_path(), args.new.as_path()];
    if paths.iter().all(|path| path.as_os_str() == "-") {
        writeln!(
            err,
            "error: both sides cannot be standard input\n  help: name a file for one of them"
        )?;
        return Ok(1);
    }
    let mut named = Vec::new();
    for path in paths {
        match read(path, findings_style, err)? {
            Some(one) => named.push(one),
            None => return Ok(1),
        }
    }
    // A config is compared with the runbooks in the languages that the bundle beside it has.
    let langs = named.iter().find_map(|one| match one {
        Named::Bundle(side) => Some(side.langs()),
        Named::Config(_) => None,
    });
    let langs = langs.unwrap_or_default();
    let mut sides = Vec::new();
    for (path, one) in paths.iter().zip(named) {
        let side = match one {
            Named::Bundle(side) => Ok(*side),
            Named::Config(loaded) => match &loaded.tenant {
                Some(tenant) => Side::from_tenant(&shown(path), tenant, &loaded.sha256, &langs),
                None => return Ok(1),
            },
        };
        match side {
            Ok(side) => sides.push(side),
            Err(message) => {
                writeln!(err, "error: {message}")?;
                return Ok(1);
            }
        }
    }
    let request = change::compare(&sides[0], &sides[1]);
    let text = match args.format {
        DiffFormat::Text => change::text(&request, style),
        DiffFormat::Markdown => change::markdown(&request),
        DiffFormat::Html => change::html(&request),
        DiffFormat::Json => serde_json::to_string_pretty(&request)? + "\n",
    };
    out.write_all(text.as_bytes())?;
    Ok(if request.same { 0 } else { 2 })
}

fn read(path: &Path, style: Style, err: &mut dyn Write) -> io::Result<Option<Named>> {
    if path.is_dir() {
        return Ok(match Side::from_folder(path) {
            Ok(side) => Some(Named::Bundle(Box::new(side))),
            Err(message) => {
                writeln!(err, "error: {message}")?;
                None
            }
        });
    }
    if path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
    {
        writeln!(
            err,
            "error: {} is an archive\n  help: unpack it and name the folder with the manifest",
            shown(path)
        )?;
        return Ok(None);
    }
    let loaded = load_path(path);
    err.write_all(report::draw(&loaded.findings, &loaded.source, style).as_bytes())?;
    Ok(loaded
        .tenant
        .is_some()
        .then(|| Named::Config(Box::new(loaded))))
}
