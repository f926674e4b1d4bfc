//! The bar: only on a terminal, only for work longer than a second.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const PATIENCE: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    started: Instant,
    /// Whether it is drawn, or never will be.
    settled: AtomicBool,
}

impl Progress {
    pub(super) fn new(number: usize, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(number as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} bundles, {eta} left")
            .expect("the template is this constant, and a test draws it");
        bar.set_style(style);
        Self {
            bar,
            started: Instant::now(),
            settled: AtomicBool::new(quiet || number < 2 || !io::stderr().is_terminal()),
        }
    }

    /// One more is done.
    pub(super) fn advance(&self) {
        self.bar.inc(1);
        if self.started.elapsed() > PATIENCE && !self.settled.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Does something that prints, with the bar out of the way.
    pub(super) fn hide_while<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
