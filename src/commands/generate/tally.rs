//! What became of all of them.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::cli::Generate;
use crate::output::Written;
use crate::visible;

/// What became of one config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Written(Written),
    /// `--check` found what generate would write.
    Same,
    /// `--check` found something else.
    Differs,
    /// Nothing was written; why, in a line.
    Failed(String),
    /// Not tried: the disk took no more.
    Skipped,
}

#[derive(Debug, Default)]
pub(super) struct Tally {
    created: usize,
    replaced: usize,
    unchanged: usize,
    same: usize,
    differ: usize,
    skipped: usize,
    failed: Vec<(PathBuf, String)>,
    problems: usize,
    gone: usize,
    removed: usize,
}

impl Tally {
    /// `problems`: what of the command line could not be followed.
    pub(super) fn new(problems: usize) -> Self {
        Self {
            problems,
            ..Self::default()
        }
    }

    pub(super) fn add(&mut self, config: &Path, outcome: Outcome) {
        match outcome {
            Outcome::Written(Written::Created) => self.created += 1,
            Outcome::Written(Written::Replaced) => self.replaced += 1,
            Outcome::Written(Written::Unchanged) => self.unchanged += 1,
            Outcome::Same => self.same += 1,
            Outcome::Differs => self.differ += 1,
            Outcome::Skipped => self.skipped += 1,
            Outcome::Failed(why) => self.failed.push((config.to_owned(), why)),
        }
    }

    /// Whether every config was read and written or compared: only then is known what is gone.
    pub(super) fn is_complete(&self) -> bool {
        self.problems + self.failed.len() + self.skipped == 0
    }

    /// What `--prune` removed, or with `--check` would remove.
    pub(super) fn add_gone(&mut self, removed: bool) {
        if removed {
            self.removed += 1;
        } else {
            self.gone += 1;
        }
    }

    /// Something that could not be removed.
    pub(super) fn add_problem(&mut self) {
        self.problems += 1;
    }

    fn configs(&self) -> usize {
        let done = self.created + self.replaced + self.unchanged + self.same + self.differ;
        done + self.skipped + self.failed.len()
    }

    pub(super) fn exit_code(&self) -> u8 {
        if self.problems + self.failed.len() + self.skipped > 0 {
            1
        } else if self.differ + self.gone > 0 {
            2
        } else {
            0
        }
    }

    /// For more than one config: the bad ones once more, then the counts. The time stands on
    /// standard error only: what goes to standard output is the same every time.
    pub(super) fn tell(
        &self,
        args: &Generate,
        time: Duration,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> io::Result<()> {
        if self.skipped > 0 {
            writeln!(
                err,
                "error: {} were not tried: nothing more can be written to {}\n  \
                 help: every bundle there is whole; make room and run the same command again",
                configs(self.skipped),
                visible::path(&args.output)
            )?;
        }
        if self.configs() < 2 {
            return Ok(());
        }
        if args.check && !args.quiet {
            writeln!(out, "same: {} of {} bundles", self.same, self.configs())?;
        }
        if !self.failed.is_empty() {
            let what = if args.check {
                "not compared"
            } else {
                "not written"
            };
            writeln!(err, "{what}:")?;
            for (path, why) in &self.failed {
                writeln!(err, "  {}: {why}", visible::path(path))?;
            }
        }
        if args.quiet {
            return Ok(());
        }
        let counts = [
            (self.created, "written"),
            (self.replaced, "replaced"),
            (self.unchanged, "unchanged"),
            (self.same, "same"),
            (self.differ, "different"),
            (self.gone, "gone"),
            (self.removed, "removed"),
            (self.failed.len(), "failed"),
            (self.skipped, "not tried"),
        ];
        let counts: Vec<String> = counts
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, word)| format!("{number} {word}"))
            .collect();
        writeln!(
            err,
            "{}: {} in {:.1} s",
            configs(self.configs()),
            counts.join(", "),
            time.as_secs_f64()
        )
    }
}

fn configs(number: usize) -> String {
    match number {
        1 => "1 config".to_owned(),
        _ => format!("{number} configs"),
    }
}
