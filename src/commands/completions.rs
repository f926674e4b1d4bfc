//! `hybrid-oauth completions`: what a shell needs to complete commands, options and ids of steps.

use std::fmt::Write as _;
use std::io::{self, Write};

use clap::CommandFactory;
use clap::builder::PossibleValuesParser;
use clap_complete::Shell;

use crate::cli::{Cli, Completions};
use crate::step::Step;
use crate::steps;

/// Prints the completions of a shell.
///
/// # Errors
/// When they cannot be written.
pub fn run(args: &Completions, out: &mut dyn Write) -> io::Result<u8> {
    // Steps are offered here and not refused elsewhere: `explain` takes names of scripts too.
    let ids = PossibleValuesParser::new(offered().into_iter().map(|step| step.id.as_ref()));
    let mut command = Cli::command().mut_subcommand("explain", |explain| {
        explain.mut_arg("step", |step| step.value_parser(ids))
    });
    let name = command.get_name().to_owned();
    // The generators panic where writing fails; memory does not.
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut text);
    let script = String::from_utf8_lossy(&text);
    let script = match args.shell {
        // The generator spells the hyphen of the name in two ways, and no option is found behind a command.
        Shell::Bash => script.replace("hybrid__subcmd__oauth", "hybrid__oauth"),
        // These generators leave out what stands without an option.
        Shell::Fish => script.into_owned() + &for_fish(),
        Shell::PowerShell => for_powershell(&script),
        _ => script.into_owned(),
    };
    out.write_all(script.as_bytes())?;
    Ok(0)
}

/// Every step once: `collect` is one a shell.
fn offered() -> Vec<&'static Step> {
    let mut found: Vec<&Step> = Vec::new();
    for step in steps::all() {
        if found.iter().all(|known| known.id != step.id) {
            found.push(step);
        }
    }
    found
}

/// The first word behind `explain`; what follows it is a file.
fn for_fish() -> String {
    let first =
        "__fish_hybrid_oauth_using_subcommand explain; and test (count (commandline -opc)) -eq 2";
    let mut lines = String::new();
    for step in offered() {
        let title = step.title.replace('\\', "\\\\").replace('\'', "\\'");
        let _ = writeln!(
            lines,
            "complete -c hybrid-oauth -n \"{first}\" -f -a \"{}\" -d '{title}'",
            step.id
        );
    }
    lines
}

fn for_powershell(script: &str) -> String {
    let place = "        'hybrid-oauth;explain' {\n";
    let mut lines = place.to_owned();
    for step in offered() {
        let (id, title) = (&step.id, step.title.replace('\'', "''"));
        let _ = writeln!(
            lines,
            "            [CompletionResult]::new('{id}', '{id}', [CompletionResultType]::ParameterValue, '{title}')"
        );
    }
    script.replacen(place, &lines, 1)
}
