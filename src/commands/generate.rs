//! `hybrid-oauth generate`: writes the bundle of each config.

use std::io::{self, Write};
use std::path::Path;

use crate::bundle::{self, Bundle};
use crate::cli::Generate;
use crate::finding::Finding;
use crate::load::load_path;
use crate::output::{self, Difference, Refused, Written};
use crate::report::{self, Style};
use crate::rotation;

/// Writes or compares the bundles; the exit code is 0, 1 with an error, 2 when `--check` found a
/// difference and nothing failed.
///
/// # Errors
///
/// When an answer cannot be written.
pub fn run(
    args: &Generate,
    style: Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<u8> {
    let mut bundles: Vec<Bundle> = Vec::new();
    let mut failed = false;
    for path in &args.configs {
        let loaded = load_path(path);
        err.write_all(report::draw(&loaded.findings, &loaded.source, style).as_bytes())?;
        failed |= loaded.findings.iter().any(Finding::is_error);
        if let Some(mut tenant) = loaded.tenant {
            if args.rotation {
                tenant = rotation::of(&tenant);
            }
            bundles.push(bundle::build(&tenant, &loaded.sha256));
        }
    }
    if let Some(name) = twice(&bundles) {
        writeln!(
            err,
            "error: two configs would write the folder `{name}` (Windows ignores case)\n  \
             help: give each config a `name` of its own; nothing was written"
        )?;
        return Ok(1);
    }
    let mut differs = false;
    for bundle in &bundles {
        let answer = if args.check {
            check(bundle, &args.output, out)
        } else {
            write(bundle, args, out)
        };
        match answer? {
            Ok(different) => differs |= different,
            Err(refused) => {
                failed = true;
                tell(&refused, err)?;
            }
        }
    }
    Ok(match (failed, differs) {
        (true, _) => 1,
        (false, true) => 2,
        (false, false) => 0,
    })
}

/// A folder name that two bundles share, case ignored as on Windows.
fn twice(bundles: &[Bundle]) -> Option<&str> {
    let mut seen = std::collections::HashSet::new();
    bundles
        .iter()
        .find(|bundle| !seen.insert(bundle.name.to_lowercase()))
        .map(|bundle| bundle.name.as_str())
}

fn write(
    bundle: &Bundle,
    args: &Generate,
    out: &mut dyn Write,
) -> io::Result<Result<bool, Refused>> {
    let written = match output::write(bundle, &args.output, args.force) {
        Ok(written) => written,
        Err(refused) => return Ok(Err(refused)),
    };
    let word = match written {
        Written::Created => "written",
        Written::Replaced => "replaced",
        Written::Unchanged => "unchanged",
    };
    let folder = args.output.join(&bundle.name);
    writeln!(
        out,
        "{word}: {} ({} files)",
        folder.display(),
        bundle.files.len()
    )?;
    Ok(Ok(false))
}

fn check(bundle: &Bundle, folder: &Path, out: &mut dyn Write) -> io::Result<Result<bool, Refused>> {
    let differences = match output::compare(bundle, folder) {
        Ok(differences) => differences,
        Err(refused) => return Ok(Err(refused)),
    };
    for difference in &differences {
        let (word, path) = match difference {
            Difference::Missing(path) => ("missing", path),
            Difference::Changed(path) => ("changed", path),
            Difference::Foreign(path) => ("foreign", path),
        };
        writeln!(out, "{word}: {}/{path}", bundle.name)?;
    }
    if differences.is_empty() {
        writeln!(out, "same: {}", bundle.name)?;
    }
    Ok(Ok(!differences.is_empty()))
}

fn tell(refused: &Refused, err: &mut dyn Write) -> io::Result<()> {
    match refused {
        Refused::Foreign { folder, files } => {
            writeln!(
                err,
                "error: {} holds files that were not written by this program",
                folder.display()
            )?;
            for file in files.iter().take(10) {
                writeln!(err, "  {file}")?;
            }
            if files.len() > 10 {
                writeln!(err, "  and {} more", files.len() - 10)?;
            }
            writeln!(
                err,
                "  help: choose another folder, move them away, or use --force, which keeps them"
            )
        }
        Refused::Io { path, error } => writeln!(
            err,
            "error: {}: {error}\n  help: check the path, its permissions and the free space; \
             run again, nothing was lost",
            path.display()
        ),
    }
}
