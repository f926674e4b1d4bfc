//! From the words of the command line to an exit code.

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::ColorChoice as Choice;
use clap::Parser;
use clap::error::ErrorKind;

use crate::cli::{Cli, ColorChoice, Command, OverlayCommand};
use crate::commands::{
    USAGE, approve, check, completions, diagnose, diff, explain, generate, init, man, overlay,
    plan, report, schema, steps, verify,
};
use crate::document;
use crate::report::Style;
use crate::visible;

/// How text is drawn on each stream.
struct Styles {
    out: Style,
    err: Style,
}

/// Runs the program with its arguments, the first of which is its name.
#[must_use]
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let code = match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => 0,
                _ => USAGE,
            };
            // A closed pipe is no reason to fail.
            let _ = tell(&error);
            return ExitCode::from(code);
        }
    };
    let choice = match cli.color {
        ColorChoice::Auto => Choice::Auto,
        ColorChoice::Always => Choice::Always,
        ColorChoice::Never => Choice::Never,
    };
    let styles = Styles {
        out: Style::for_stream(choice, &io::stdout()),
        err: Style::for_stream(choice, &io::stderr()),
    };
    // Not locked: a progress bar is drawn from the thread that got on.
    let mut out = BufWriter::new(io::stdout());
    let mut err = io::stderr();
    let result =
        answer(cli.command, styles, &mut out, &mut err).and_then(|code| match out.flush() {
            // Who reads no further does not change what came of it.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(code),
            other => other.map(|()| code),
        });
    match result {
        Ok(code) => ExitCode::from(code),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(err, "error: the answer cannot be written: {error}");
            ExitCode::from(1)
        }
    }
}

/// Prints what clap says; a name that hides something (a file of a pattern) is shown as it is.
fn tell(error: &clap::Error) -> io::Result<()> {
    let plain = error.render().to_string();
    let hides = |one| visible::is_hidden(one) && one != '\n';
    if !plain.contains(hides) {
        return error.print();
    }
    let lines = plain.lines().map(|line| visible::visible(line) + "\n");
    io::stderr().write_all(lines.collect::<String>().as_bytes())
}

/// Runs the command; its document goes to the file that was named, else to standard output.
fn answer(
    command: Command,
    styles: Styles,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<u8> {
    let Some(file) = document_file(&command) else {
        return dispatch(command, styles, out, err);
    };
    if let Err(refused) = document::refuse(&file) {
        writeln!(err, "error: {refused}")?;
        return Ok(1);
    }
    let plain = Styles {
        out: Style::Plain,
        err: styles.err,
    };
    let mut text = Vec::new();
    let code = dispatch(command, plain, &mut text, err)?;
    // A command that failed before it had anything to say leaves an older file alone.
    if text.is_empty() && code == 1 {
        return Ok(code);
    }
    if let Err(refused) = document::write(&file, &text) {
        writeln!(err, "error: {refused}")?;
        return Ok(1);
    }
    Ok(code)
}

/// The file that `-o` names, for commands that print a document.
fn document_file(command: &Command) -> Option<PathBuf> {
    let to = match command {
        Command::Check(args) => &args.to,
        Command::Plan(args) => &args.to,
        Command::Diagnose(args) => &args.to,
        Command::Diff(args) => &args.to,
        Command::Report(args) => &args.to,
        Command::Steps(args) => &args.to,
        Command::Explain(args) => &args.to,
        Command::Schema(args) => &args.to,
        Command::Completions(args) => &args.to,
        Command::Man(args) => &args.to,
        Command::Verify(args) => &args.to,
        Command::Overlay(args) => match &args.command {
            OverlayCommand::Check(args) => &args.to,
            OverlayCommand::Init(_) => return None,
        },
        Command::Generate(_) | Command::Init(_) | Command::Approve(_) => return None,
    };
    to.output.clone().filter(|file| file.as_os_str() != "-")
}

fn dispatch(
    command: Command,
    styles: Styles,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<u8> {
    match command {
        Command::Check(args) => check::run(
            &check::CheckArgs {
                configs: args.configs,
                format: args.format,
                deny_warnings: args.deny_warnings,
                overlay: args.with.overlay,
                style: styles.err,
            },
            out,
            err,
        ),
        Command::Diagnose(args) => diagnose::run(
            &diagnose::DiagnoseArgs {
                files: args.files,
                bundle: args.bundle,
                format: args.format,
                config: args.config,
                state: args.state,
                overlay: args.with.overlay,
                style: styles.out,
                findings_style: styles.err,
            },
            out,
            err,
        ),
        Command::Plan(args) => plan::run(&args, styles.out, styles.err, out, err),
        Command::Generate(args) => generate::run(&args, styles.err, out, err),
        Command::Verify(args) => verify::run(&args, styles.out, out, err),
        Command::Report(args) => report::run(&args, out, err),
        Command::Approve(args) => approve::run(&args, out, err),
        Command::Init(args) => init::run(&args, out, err),
        Command::Diff(args) => diff::run(&args, styles.out, styles.err, out, err),
        Command::Steps(args) => steps::run(&args, styles.out, styles.err, out, err),
        Command::Explain(args) => explain::run(&args, styles.out, styles.err, out, err),
        Command::Overlay(args) => overlay::run(&args.command, styles.err, out, err),
        Command::Schema(args) => schema::run(&args, out),
        Command::Completions(args) => completions::run(&args, out),
        Command::Man(args) => man::run(&args, out, err),
    }
}
