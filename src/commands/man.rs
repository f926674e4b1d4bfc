//! `hybrid-oauth man`: manual pages in roff.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli;

/// Prints the page of the program, or of one command; the exit code is 1 where there is no such command.
///
/// # Errors
/// When it cannot be written.
pub fn run(args: &cli::Man, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let mut program = cli::Cli::command();
    program.build();
    let Some(wanted) = &args.command else {
        Man::new(program).render(out)?;
        return Ok(0);
    };
    if let Some(command) = program.find_subcommand(wanted) {
        let page = format!("{}-{}", program.get_name(), command.get_name());
        Man::new(command.clone()).title(page).render(out)?;
        return Ok(0);
    }
    let names: Vec<&str> = program
        .get_subcommands()
        .map(clap::Command::get_name)
        .collect();
    writeln!(
        err,
        "error: there is no command `{}`\n  help: there are {}",
        wanted.escape_debug(),
        names.join(", ")
    )?;
    Ok(1)
}
