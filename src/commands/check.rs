//! `hybrid-oauth check`: validates configs.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::Format;
use crate::finding::Finding;
use crate::inputs::Inputs;
use crate::overlay::source::read_folder;
use crate::report::{self, Style};
use crate::visible;

/// Arguments of `check`.
#[derive(Debug, Clone, Default)]
pub struct CheckArgs {
    /// The configs, in order; `-` is standard input.
    pub configs: Vec<PathBuf>,
    /// How findings are told.
    pub format: Format,
    /// Whether a warning fails the check.
    pub deny_warnings: bool,
    /// An overlay that goes before those of the configs.
    pub overlay: Option<PathBuf>,
    /// How text is drawn.
    pub style: Style,
}

/// Checks each config; the exit code is 0, or 1 with an error (or a denied warning).
///
/// # Errors
/// When an answer cannot be written.
pub fn run(args: &CheckArgs, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let mut findings = Vec::new();
    // Nothing is written, so no folder is left out.
    let mut inputs = Inputs::collect(&args.configs, None, Path::new(""));
    if let Some(folder) = &args.overlay {
        let reading = read_folder(folder);
        if args.format == Format::Text {
            let drawn = report::draw_in(&reading.findings, "", &reading.sources, args.style);
            err.write_all(drawn.as_bytes())?;
        }
        findings.extend(reading.findings);
        inputs.overlay = reading.overlay.map(Arc::new);
    }
    for problem in &inputs.problems {
        writeln!(err, "error: {problem}")?;
    }
    for input in &inputs.configs {
        let loaded = inputs.load(input);
        if args.format == Format::Text {
            err.write_all(report::draw_all(&loaded, args.style).as_bytes())?;
        }
        findings.extend(loaded.findings);
    }
    let wrong = findings.iter().filter(|finding| finding.is_error()).count();
    let warnings = findings.len() - wrong;
    let errors = wrong + inputs.problems.len();
    match args.format {
        Format::Json => print_json(&findings, out)?,
        Format::Text => writeln!(
            err,
            "{}",
            summary(args, inputs.configs.len(), errors, warnings)
        )?,
    }
    Ok(u8::from(errors > 0 || (args.deny_warnings && warnings > 0)))
}

fn print_json(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(visible::json(&report::as_json(findings.iter())).as_bytes())
}

/// `2 configs checked: 1 error, no warnings`
fn summary(args: &CheckArgs, configs: usize, errors: usize, warnings: usize) -> String {
    let count = |number: usize, word: &str| match number {
        0 => format!("no {word}s"),
        1 => format!("1 {word}"),
        _ => format!("{number} {word}s"),
    };
    let configs = count(configs, "config");
    let denied = if args.deny_warnings && warnings > 0 {
        " (denied)"
    } else {
        ""
    };
    format!(
        "{configs} checked: {}, {}{denied}",
        count(errors, "error"),
        count(warnings, "warning")
    )
}
