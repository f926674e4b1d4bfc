//! `hybrid-oauth completions`: what a shell needs to complete commands and options.

use std::io::{self, Write};

use clap::CommandFactory;

use crate::cli::{Cli, Completions};

/// Prints the completions of a shell.
///
/// # Errors
/// When they cannot be written.
pub fn run(args: &Completions, out: &mut dyn Write) -> io::Result<u8> {
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    // The generators panic where writing fails; memory does not.
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut text);
    out.write_all(&text)?;
    Ok(0)
}
