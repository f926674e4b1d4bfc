//! `hybrid-oauth`: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    hybrid_oauth::run(std::env::args_os())
}
