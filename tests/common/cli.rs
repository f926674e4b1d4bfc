//! The program as a person runs it: its own process, nothing of the environment.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What the program answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The exit code; none when it was killed.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// The program, to be run in a folder.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hybrid-oauth"));
    command.env_clear().current_dir(folder);
    // Windows programs do not start without it.
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
    command.stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the program in a folder with some arguments.
pub fn run(folder: &Path, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Answer {
    answer(program(folder).args(args))
}

/// The same with something on standard input.
pub fn run_with_input(folder: &Path, args: &[&str], input: &str) -> Answer {
    let mut child = program(folder)
        .args(args)
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut pipe = child.stdin.take().expect("it was asked for");
    pipe.write_all(input.as_bytes()).expect("it reads");
    drop(pipe);
    translate(&child.wait_with_output().expect("it ends"))
}

/// Runs a command made with [`program`].
pub fn answer(command: &mut Command) -> Answer {
    translate(&command.output().expect("the program starts"))
}

fn translate(output: &Output) -> Answer {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it writes UTF-8");
    Answer {
        code: output.status.code(),
        out: text(&output.stdout),
        err: text(&output.stderr),
    }
}

impl Answer {
    /// The same with paths as Linux writes them; for answers that hold no other backslash.
    pub fn portable(mut self) -> Self {
        if cfg!(windows) {
            for text in [&mut self.out, &mut self.err] {
                *text = text.replace('\\', "/");
            }
        }
        self
    }
}

/// `words("check a b")`: the arguments of a command line without quotes.
pub fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}
