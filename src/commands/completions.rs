//! `hybrid-oauth completions`: what a shell needs to complete commands and options.

use std::io::{self, Write};

use clap::CommandFactory;
use clap::builder::PossibleValuesParser;
use clap_complete::Shell;

use crate::cli::{Cli, Completions};
use crate::steps;

/// Prints the completions of a shell.
///
/// # Errors
/// When they cannot be written.
pub fn run(args: &Completions, out: &mut dyn Write) -> io::Result<u8> {
    // Steps are offered here and not refused elsewhere: `explain` takes names of scripts too.
    let ids = PossibleValuesParser::new(steps::known().map(|step| step.id));
    let mut command = Cli::command().mut_subcommand("explain", |explain| {
        explain.mut_arg("step", |step| step.value_parser(ids))
    });
    let name = command.get_name().to_owned();
    // The generators panic where writing fails; memory does not.
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut text);
    if args.shell == Shell::Bash {
        // The generator spells the hyphen of the name in two ways, and no option is found behind a command.
        let script = String::from_utf8_lossy(&text);
        text = script
            .replace("hybrid__subcmd__oauth", "hybrid__oauth")
            .into_bytes();
    }
    out.write_all(&text)?;
    Ok(0)
}
