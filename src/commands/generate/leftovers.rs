//! Bundles and archives in the output folder that no config makes any more.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::one::MOST;
use super::tally::Tally;
use crate::cli::Generate;
use crate::gone::{Gone, gone, prune};
use crate::output::Output;
use crate::visible;

/// Names them, with `--prune` removes them; with `--check` only says so. The output is none then.
pub(super) fn tell(
    (args, output): (&Generate, Option<&Output>),
    is_a_set: bool,
    names: &BTreeSet<String>,
    tally: &mut Tally,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<()> {
    // One config that is named says nothing about the others.
    if !args.prune && (!is_a_set || args.quiet) {
        return Ok(());
    }
    if !tally.is_complete() {
        if args.prune {
            writeln!(
                err,
                "note: nothing was removed, since not every config could be used"
            )?;
        }
        return Ok(());
    }
    let gone = match gone(&args.output, names) {
        Ok(gone) => gone,
        Err(refused) => {
            tally.add_problem();
            return writeln!(err, "error: {refused}");
        }
    };
    if !args.prune {
        return note(&gone, args, err);
    }
    for one in &gone {
        let path = visible::path(&args.output.join(&one.name));
        let kept = match (&one.keep, output) {
            (Some(reason), _) => Some(reason.clone()),
            (None, None) => None,
            (None, Some(output)) => match prune(output, one) {
                Ok(kept) => kept,
                Err(refused) => {
                    tally.add_problem();
                    writeln!(err, "error: {refused}")?;
                    continue;
                }
            },
        };
        if let Some(reason) = kept {
            writeln!(err, "note: {path} stays: {}", visible::visible(&reason))?;
            continue;
        }
        tally.add_gone(output.is_some());
        if !args.quiet {
            match output {
                Some(_) => writeln!(out, "removed: {path}")?,
                None => writeln!(out, "gone: {}", visible::visible(&one.name))?,
            }
        }
    }
    Ok(())
}

fn note(gone: &[Gone], args: &Generate, err: &mut dyn Write) -> io::Result<()> {
    for one in gone.iter().take(MOST) {
        let path = visible::path(&args.output.join(&one.name));
        let keep = one
            .keep
            .as_deref()
            .map(|why| format!("; {}", visible::visible(why)));
        let keep = keep.unwrap_or_default();
        writeln!(err, "note: {path} is of no config here{keep}")?;
    }
    if gone.len() > MOST {
        writeln!(err, "note: and {} more", gone.len() - MOST)?;
    }
    if !gone.is_empty() {
        writeln!(
            err,
            "  help: --prune removes what holds no evidence, hand-off or state"
        )?;
    }
    Ok(())
}
