//! A process that runs one list of jobs after the other: what it compiled for one serves the next.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use crate::proof::runner::Batch;
use crate::proof::{lab, powershell};

#[derive(Debug)]
pub struct Worker {
    process: Child,
    /// None once it is to end.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Worker {
    pub fn start(powershell: &Path) -> Self {
        let mut process = powershell::command(
            powershell,
            &lab::simulation("Invoke-Jobs.ps1"),
            Batch::LANGUAGE,
            usize::MAX,
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{} cannot be run: {error}", powershell.display()));
        Self {
            input: process.stdin.take(),
            output: BufReader::new(process.stdout.take().expect("it is piped")),
            process,
        }
    }

    /// Runs the jobs of a file. Whether the process is there still.
    pub fn run(&mut self, jobs: &Path, results: &Path) -> bool {
        let line = format!("{}\t{}\n", jobs.display(), results.display());
        let input = self.input.as_mut().expect("it is open until the end");
        if input.write_all(line.as_bytes()).is_err() {
            return false;
        }
        let mut answer = String::new();
        loop {
            answer.clear();
            match self.output.read_line(&mut answer) {
                Ok(length) if length > 0 && answer.trim_end() == "done" => return true,
                Ok(length) if length > 0 => eprint!("{answer}"),
                _ => return false,
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.process.wait();
    }
}
