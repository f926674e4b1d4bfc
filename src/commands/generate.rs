//! `hybrid-oauth generate`: writes the bundle of each config.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::time::Instant;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::approval::signature::Signers;
use crate::cli::Generate;
use crate::commands::overlay;
use crate::inputs::{Input, Inputs};
use crate::odd_name::refuse_odd;
use crate::output::Output;
use crate::report::Style;

mod claims;
mod leftovers;
mod one;
mod progress;
mod tally;

use claims::Claims;
use one::{Done, Job};
use progress::Progress;
use tally::Tally;

/// Configs that are worked on before their answers are printed, for each core: answers that wait
/// for their turn stay few, however many configs there are.
const AT_ONCE: usize = 64;

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
    let started = Instant::now();
    if let Err(refused) = refuse_odd(&args.output) {
        writeln!(err, "error: {refused}")?;
        return Ok(1);
    }
    let mut inputs = Inputs::collect(&args.configs, args.list.as_deref(), &args.output);
    match overlay::named(args.with.overlay.as_deref(), style, err)? {
        Some(overlay) => inputs.overlay = overlay,
        None => return Ok(1),
    }
    for problem in &inputs.problems {
        writeln!(err, "error: {problem}")?;
    }
    let claims = Claims::of(&inputs, args.zip);
    if !claims.clashes.is_empty() {
        claims.tell(err)?;
        return Ok(1);
    }
    let output = match args.check {
        true => None,
        false => match Output::open(&args.output) {
            Ok(output) => Some(output),
            Err(refused) => {
                err.write_all(one::explain(&refused).as_bytes())?;
                return Ok(1);
            }
        },
    };
    let signers = match Signers::named(args.allowed_signers.as_deref()) {
        Ok(signers) => signers,
        Err(why) => {
            writeln!(err, "error: {why}")?;
            return Ok(1);
        }
    };
    let job = Job::new(args, style, output, signers, &inputs);
    let progress = Progress::new(inputs.configs.len(), args.quiet);
    let mut tally = Tally::new(inputs.problems.len());
    let mut names = BTreeSet::new();
    let numbered: Vec<_> = inputs.configs.iter().zip(claims.names()).collect();
    for some in numbered.chunks(at_once(numbered.len())) {
        let done = work(&job, some, &progress);
        progress.hide_while(|| {
            for (done, (input, _)) in done.into_iter().zip(some) {
                // The bundles count; who reads no further does not stop the writing.
                tolerate_closed(err.write_all(done.messages.as_bytes()))?;
                tolerate_closed(out.write_all(done.results.as_bytes()))?;
                tolerate_closed(out.flush())?;
                names.extend(done.names);
                tally.add(&input.path, done.outcome);
            }
            Ok::<_, io::Error>(())
        })?;
    }
    progress.finish();
    let job = (args, job.output.as_ref());
    tolerate_closed(leftovers::tell(
        job,
        inputs.is_a_set,
        &names,
        &mut tally,
        out,
        err,
    ))?;
    for left in job.1.map(Output::left).unwrap_or_default() {
        tolerate_closed(writeln!(
            err,
            "note: it stays, since it cannot be removed: {left}"
        ))?;
    }
    tolerate_closed(tally.tell(args, started.elapsed(), out, err))?;
    Ok(tally.exit_code())
}

fn work(job: &Job<'_>, some: &[(&Input, Option<&str>)], progress: &Progress) -> Vec<Done> {
    let one = |(input, name): &(&Input, Option<&str>)| {
        let done = job.one(input, *name);
        progress.advance();
        done
    };
    match some {
        // One bundle does not pay for a pool of threads.
        [only] => vec![one(only)],
        some => some.par_iter().map(one).collect(),
    }
}

fn at_once(configs: usize) -> usize {
    // Counting the cores reads files of the system.
    if configs <= AT_ONCE {
        return AT_ONCE;
    }
    AT_ONCE * std::thread::available_parallelism().map_or(1, usize::from)
}

fn tolerate_closed(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    })
}
