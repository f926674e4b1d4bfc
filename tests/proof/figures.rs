//! What was run, for the closing note.

use std::collections::BTreeSet;

use crate::proof::jobs::Outcome;
use crate::proof::lab::Lab;

/// Counts of a whole run.
#[derive(Debug, Default)]
pub struct Figures {
    pub processes: usize,
    pub runs: usize,
    pub kills: usize,
    pub cut_off: usize,
    pub faults: usize,
    pub attacks: usize,
    pub calls: u64,
    pub busy_ms: u64,
    pub failures: BTreeSet<String>,
}

impl Figures {
    pub fn count(&mut self, outcome: &Outcome) {
        self.runs += 1;
        self.attacks += usize::from(outcome.id.contains("/attack-"));
        self.calls += outcome.calls;
        self.busy_ms += outcome.elapsed_ms;
        self.cut_off += usize::from(outcome.terminated_by == "cut-off");
    }
}

/// The figures on standard output.
pub fn print(lab: &Lab) {
    let figures = &lab.figures;
    println!(
        "proof: {} PowerShell processes, {} script runs, {} calls to simulated services; {} processes killed, \
         {} runs cut off, {} faults, {} attacks; {} failures of the table produced; {} s of script time",
        figures.processes,
        figures.runs + figures.kills,
        figures.calls,
        figures.kills,
        figures.cut_off,
        figures.faults,
        figures.attacks,
        figures.failures.len(),
        figures.busy_ms / 1000,
    );
}
