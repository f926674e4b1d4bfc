//! `diff`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{ToFile, With};
use crate::lang::Lang;

/// `diff`
#[derive(Debug, Clone, clap::Args)]
pub struct Diff {
    /// Config file, folder of a bundle, or archive of one (.zip); `-` is a config on standard input
    pub old: PathBuf,
    /// Config file, folder of a bundle, or archive of one
    pub new: PathBuf,
    /// For a terminal, a ticket, people who sign, or programs
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
    /// Language of the document; JSON is English
    #[arg(long, value_enum, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// Only what differs and in how many lines, without the reasons
    #[arg(long)]
    pub stat: bool,
    /// Without the lines of the scripts
    #[arg(long)]
    pub no_lines: bool,
    /// The overlay
    #[command(flatten)]
    pub with: With,
    /// Where the document goes
    #[command(flatten)]
    pub to: ToFile,
}

/// What `diff` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum DiffFormat {
    /// For a terminal
    #[default]
    Text,
    /// For a ticket
    Markdown,
    /// One page that needs nothing else, for people who sign it
    Html,
    /// For programs
    Json,
}
