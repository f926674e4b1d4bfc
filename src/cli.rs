//! The command line; the doc comments are the help.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::lang::Lang;

mod approval;
mod diff;
mod format;
mod init;
mod overlay;
mod print;
mod steps;

pub use approval::{Approve, Report, ReportFormat};
pub use diff::{Diff, DiffFormat};
pub use format::Format;
pub use init::Init;
pub use overlay::{Overlay, OverlayCheck, OverlayCommand, OverlayInit, With};
pub use print::{Completions, Man, Schema};
pub use steps::{Explain, Steps, StepsFormat};

/// Writes the PowerShell that sets up OAuth between on-premises Exchange and Exchange Online
///
/// One JSON file describes the organisation. `generate` turns it into a folder of numbered scripts
/// for three shells (Exchange Management Shell, Microsoft Graph, Exchange Online) with a runbook.
/// The program itself needs no access to the organisation, no network and no PowerShell.
#[derive(Debug, Parser)]
#[command(name = "hybrid-oauth", version, long_version = LONG_VERSION, max_term_width = 100, after_help = AFTER_HELP)]
pub struct Cli {
    /// Colours in messages
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// With the commit, which `-V` leaves out.
const LONG_VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (commit ",
    env!("HYBRID_OAUTH_COMMIT"),
    ")"
);

/// The first lines to type, with the separator of the reader's system.
macro_rules! after_help {
    ($separator:literal) => {
        concat!(
            "A first bundle:\n  hybrid-oauth check examples",
            $separator,
            "contoso.json\n  hybrid-oauth generate examples",
            $separator,
            "contoso.json -o out\nThen read out",
            $separator,
            "contoso.com",
            $separator,
            "RUNBOOK.md.\n\n",
            "Exit codes: 0 done, 1 error, 2 there are differences or nothing was found, 64 wrong usage."
        )
    };
}

const AFTER_HELP: &str = match cfg!(windows) {
    true => after_help!("\\"),
    false => after_help!("/"),
};

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
    /// Say before the change what the scripts would create, change or leave
    ///
    /// The 00-collect scripts of the bundle read what is there, one in each shell, and write it to
    /// state/. From these files and the config the plan follows, without any connection. What was not
    /// collected is unknown, which is not the same as empty. Exit codes: 0 nothing to do, 2 there are
    /// changes, 1 error or conflict: a step would stop.
    Plan(Plan),
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
    /// Say yes to a bundle: approval.json beside its manifest
    ///
    /// Names the digest of manifest.json, which states that of every other file, with who approved,
    /// when and under which reference; a copy of the manifest goes along, so that it can be said later
    /// what differs in meaning. The scripts name the approval in their evidence and warn when the bundle
    /// is not the approved one; with `require_approval` in the config they refuse to change anything.
    /// The signature is OpenSSH's: `ssh-keygen -Y verify -n hybrid-oauth` checks it too.
    Approve(Approve),
    /// Make the closing report of a change, from the evidence that the scripts left
    ///
    /// One page that needs nothing else: what was done, when and by whom, what stood there before and
    /// after, how the tests ended, what was undone, what is open, and the digests of the evidence. In the
    /// first of the config's languages.
    Report(Report),
    /// Write a config to start from; asks for what is missing on a terminal
    ///
    /// Without a terminal --domain and --tenant have to be given; hosts that are not are then the
    /// usual ones of the domain, which is said. Editing keys are those of a shell.
    Init(Init),
    /// Make a change request between two configs or bundles
    ///
    /// Opens with a page for a ticket: what, why, risk, roles, window, back-out, test. Then it says
    /// what differs in meaning, in which steps and shells, what running the new scripts does about
    /// it and what not, and which lines differ of the scripts that run otherwise.
    /// Exit code 0: nothing differs; 2: something does; 1: a side cannot be read.
    Diff(Diff),
    /// List the steps of the procedure, with a config those of its bundle
    Steps(Steps),
    /// Explain one step in full
    Explain(Explain),
    /// Own steps, words and remarks, in a folder: write one to start from, look at one
    ///
    /// Other commands take an overlay with --overlay, or with `overlay` in the config. A bundle that was made
    /// with one carries a copy, so that commands that take a bundle need nothing else.
    Overlay(Overlay),
    /// Print the JSON Schema of the config, for editors
    Schema(Schema),
    /// Print completions for a shell
    #[command(after_help = COMPLETIONS_HELP)]
    Completions(Completions),
    /// Print the manual page, of the program or of one command
    Man(Man),
}

/// Where completions go; the shell of the reader's system first.
macro_rules! completions_help {
    (powershell) => {
        "
  PowerShell  this line in the file $PROFILE:
              hybrid-oauth completions powershell | Out-String | Invoke-Expression
              (`>` of Windows PowerShell writes UTF-16, which is not what the file holds)"
    };
    (others) => {
        "
  bash        hybrid-oauth completions bash > ~/.local/share/bash-completion/completions/hybrid-oauth
  zsh         hybrid-oauth completions zsh > a folder of $fpath, as _hybrid-oauth
  fish        hybrid-oauth completions fish > ~/.config/fish/completions/hybrid-oauth.fish"
    };
    ($first:ident, $then:ident) => {
        concat!("Where they go:", completions_help!($first), completions_help!($then))
    };
}

const COMPLETIONS_HELP: &str = match cfg!(windows) {
    true => completions_help!(powershell, others),
    false => completions_help!(others, powershell),
};

/// Where a command that prints a document puts it.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct ToFile {
    /// File to write instead of standard output, which is `-`; its folder must be there
    #[arg(short, long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `check`
#[derive(Debug, clap::Args)]
pub struct Check {
    /// Config files, or folders: every *.json below; `-` is standard input
    #[arg(required = true, value_name = "CONFIG")]
    pub configs: Vec<PathBuf>,
    /// Findings for people (on standard error) or as data (on standard output)
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Treat warnings as errors
    #[arg(long)]
    pub deny_warnings: bool,
    /// The overlay
    #[command(flatten)]
    pub with: With,
    /// Where the document goes
    #[command(flatten)]
    pub to: ToFile,
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
    /// File that names further configs or folders, one a line, `#` starts a comment; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
    /// The overlay
    #[command(flatten)]
    pub with: With,
    /// Write nothing; compare with what is there, exit 2 when it differs
    #[arg(long)]
    pub check: bool,
    /// With --check: exit 2 as well when what is there is not the approved bundle, with what differs
    #[arg(long, requires = "check")]
    pub approved: bool,
    /// Only a signature by one of these counts: allowed signers as ssh-keygen takes them, or a public key
    #[arg(long, value_name = "FILE", requires = "approved")]
    pub allowed_signers: Option<PathBuf>,
    /// Languages of the documents in this run, instead of the config's `languages`; English is always
    /// written, and languages that a bundle has already are kept
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LANG")]
    pub lang: Vec<Lang>,
    /// Write each bundle as an archive beside its folder too, the same bytes every time
    #[arg(long)]
    pub zip: bool,
    /// Remove bundles and archives of ours in DIR that none of these configs makes; never one with records in it
    #[arg(long)]
    pub prune: bool,
    /// Write the bundle that rotates the auth certificate (`<name>-rotation`) instead, as `procedure` does in a config
    #[arg(long)]
    pub rotation: bool,
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
    /// Folder of a bundle, or its archive (.zip)
    #[arg(value_name = "BUNDLE")]
    pub bundle: PathBuf,
    /// Compare with the approval too: exit 2 when this is not the approved bundle, with what differs
    #[arg(long)]
    pub approved: bool,
    /// Only a signature by one of these counts: allowed signers as ssh-keygen takes them, or a public key
    #[arg(long, value_name = "FILE", requires = "approved")]
    pub allowed_signers: Option<PathBuf>,
    /// The answer for people or as data
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Where the document goes
    #[command(flatten)]
    pub to: ToFile,
}

/// `plan`
#[derive(Debug, clap::Args)]
pub struct Plan {
    /// Config of the organisation, or its bundle (a folder or .zip); `-` is standard input
    #[arg(value_name = "CONFIG")]
    pub config: PathBuf,
    /// Folder `state` of the bundle, written by the collect scripts; without it the one in the bundle that is named
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// For people, for a ticket, or as data
    #[arg(long, value_enum, default_value_t = PlanFormat::Text)]
    pub format: PlanFormat,
    /// The overlay
    #[command(flatten)]
    pub with: With,
    /// Where the document goes
    #[command(flatten)]
    pub to: ToFile,
}

/// How a plan is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum PlanFormat {
    /// Drawn for people
    #[default]
    Text,
    /// Tables for a ticket
    Markdown,
    /// One JSON document
    Json,
}

/// `diagnose`
#[derive(Debug, clap::Args)]
pub struct Diagnose {
    /// The texts, folders of them too; `-` or nothing is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// A bundle: its config and state, and where no text is named its evidence
    #[arg(long, value_name = "BUNDLE")]
    pub bundle: Option<PathBuf>,
    /// For people or as data, both on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Config of the organisation, or its bundle (a folder or .zip): rules causes out
    #[arg(long, value_name = "CONFIG")]
    pub config: Option<PathBuf>,
    /// Folder `state` of the bundle, written by the collect scripts; with --config: what a plan finds done or open decides causes
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// The overlay
    #[command(flatten)]
    pub with: With,
    /// Where the document goes
    #[command(flatten)]
    pub to: ToFile,
}
