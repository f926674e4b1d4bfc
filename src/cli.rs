//! The command line; the doc comments are the help.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::commands::check::Format;
use crate::lang::Lang;

/// Writes the PowerShell that sets up OAuth between on-premises Exchange and Exchange Online
///
/// One JSON file describes the organisation. `generate` turns it into a folder of numbered scripts
/// for three shells (Exchange Management Shell, Microsoft Graph, Exchange Online) with a runbook.
/// The program itself needs no access to the organisation, no network and no PowerShell.
#[derive(Debug, Parser)]
#[command(name = "hybrid-oauth", version, max_term_width = 100, after_help = AFTER_HELP)]
pub struct Cli {
    /// Colours in messages
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

const AFTER_HELP: &str = "\
A first bundle:
  hybrid-oauth check examples/hbna.co.kr.json
  hybrid-oauth generate examples/hbna.co.kr.json -o out
Then read out/hbna.co.kr/RUNBOOK.md.

Exit codes: 0 done, 1 error, 2 there are differences or nothing was found, 64 wrong usage.";

/// When messages are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set; always with CLICOLOR_FORCE
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Validate configs: every finding with its code, its place and what to do
    Check(Check),
    /// Write the bundle of each config: scripts, runbook, manifest
    Generate(Generate),
    /// Name causes and mends for the errors in a transcript, an evidence file or a test's output
    Diagnose(Diagnose),
    /// Compare a bundle with its manifest: changed, missing, foreign files
    ///
    /// Files are compared with the digests in manifest.json and SHA256SUMS. A script that gained
    /// only an Authenticode signature counts as unchanged. That proves that nothing got lost or
    /// altered by accident; somebody who alters a file on purpose can write new lists as well.
    /// Against that, note the digest of SHA256SUMS when the bundle is handed over (it is printed
    /// here), or run `generate --check` with the config.
    Verify(Verify),
    /// Print the JSON Schema of the config, for editors
    Schema,
}

/// `check`
#[derive(Debug, clap::Args)]
pub struct Check {
    /// Config files; `-` is standard input
    #[arg(required = true, value_name = "CONFIG")]
    pub configs: Vec<PathBuf>,
    /// Findings for people (on standard error) or as data (on standard output)
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Treat warnings as errors
    #[arg(long)]
    pub deny_warnings: bool,
}

/// `generate`
#[derive(Debug, clap::Args)]
pub struct Generate {
    /// Config files, or folders: every *.json below, in the order of their paths; `-` is standard input
    #[arg(required_unless_present = "list", value_name = "CONFIG")]
    pub configs: Vec<PathBuf>,
    /// Folder in which each bundle gets a folder of its own
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// File that names further configs or folders, one a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
    /// Write nothing; compare with what is there, exit 2 when it differs
    #[arg(long)]
    pub check: bool,
    /// Languages of the runbook; English is always written
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "en",
        value_name = "LANG"
    )]
    pub lang: Vec<Lang>,
    /// Write each bundle as an archive beside its folder too, the same bytes every time
    #[arg(long)]
    pub zip: bool,
    /// Write even where the folder holds files that are not ours (they stay)
    #[arg(long)]
    pub force: bool,
    /// Print only errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// `verify`
#[derive(Debug, clap::Args)]
pub struct Verify {
    /// Folder of a bundle
    #[arg(value_name = "BUNDLE")]
    pub bundle: PathBuf,
    /// The answer for people or as data
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `diagnose`
#[derive(Debug, clap::Args)]
pub struct Diagnose {
    /// The text; `-` or nothing is standard input
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// For people or as data, both on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Config of the organisation: rules causes out
    #[arg(long, value_name = "CONFIG")]
    pub config: Option<PathBuf>,
    /// Folder `state` of the bundle, written by the collect scripts: rules causes out
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
}
