//! `hybrid-oauth diff`: a change request between two configs or bundles.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use crate::change::{self, Side, Telling};
use crate::cli::{Diff, DiffFormat};
use crate::commands::overlay;
use crate::load::load_path_with;
use crate::loaded::Loaded;
use crate::output::is_archive;
use crate::overlay::Overlay;
use crate::report::{self, Style};
use crate::visible;

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
    let Some(overlay) = overlay::named(args.with.overlay.as_deref(), findings_style, err)? else {
        return Ok(1);
    };
    let mut named = Vec::new();
    for path in paths {
        match read(path, overlay.as_ref(), findings_style, err)? {
            Some(one) => named.push(one),
            None => return Ok(1),
        }
    }
    // What `generate` would write over the bundle beside it: languages that are there are kept.
    let there = named.iter().find_map(|one| match one {
        Named::Bundle(side) => Some(side.langs()),
        Named::Config(_) => None,
    });
    let there = there.unwrap_or_default();
    let mut sides = Vec::new();
    for (path, one) in paths.iter().zip(named) {
        let side = match one {
            Named::Bundle(side) => Ok(*side),
            Named::Config(loaded) => match &loaded.tenant {
                Some(tenant) => {
                    let langs = [tenant.languages.as_slice(), &there].concat();
                    Side::from_tenant(&path.to_string_lossy(), tenant, &loaded.bytes, &langs)
                }
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
    let mut request = change::compare(&sides[0], &sides[1]);
    let telling = Telling {
        lang: args.lang,
        stat: args.stat,
        no_lines: args.no_lines,
    };
    if args.no_lines || args.stat {
        request.files.iter_mut().for_each(|file| file.lines = None);
    }
    let text = match args.format {
        DiffFormat::Text => change::text(&request, telling, style),
        DiffFormat::Markdown => change::markdown(&request, telling),
        DiffFormat::Html => change::html(&request, telling),
        DiffFormat::Json => visible::json(&request),
    };
    out.write_all(text.as_bytes())?;
    Ok(if request.same { 0 } else { 2 })
}

fn read(
    path: &Path,
    overlay: Option<&Arc<Overlay>>,
    style: Style,
    err: &mut dyn Write,
) -> io::Result<Option<Named>> {
    let bundle = if path.is_dir() {
        Some(Side::from_folder(path))
    } else if is_archive(path) && path.is_file() {
        Some(Side::from_archive(path))
    } else {
        None
    };
    match bundle {
        Some(Ok(side)) => return Ok(Some(Named::Bundle(Box::new(side)))),
        Some(Err(message)) => {
            writeln!(err, "error: {message}")?;
            return Ok(None);
        }
        None => {}
    }
    let loaded = load_path_with(path, overlay);
    err.write_all(report::draw_all(&loaded, style).as_bytes())?;
    Ok(loaded
        .tenant
        .is_some()
        .then(|| Named::Config(Box::new(loaded))))
}
