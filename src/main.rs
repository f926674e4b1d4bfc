//! `hybrid-oauth`: parse, run, exit code.

use std::process::ExitCode;

// Much is taken and given back in small pieces; see `benches/README.md`.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    hybrid_oauth::run(std::env::args_os())
}
