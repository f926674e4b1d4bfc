//! `steps` and `explain`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{ToFile, With};
use crate::domain::Procedure;

/// `steps`
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Steps {
    /// Config file, `-` is standard input; without it the steps of both methods
    #[arg(value_name = "CONFIG")]
    pub config: Option<PathBuf>,
    /// The steps of this procedure; a config says its own
    #[arg(long, value_enum, default_value_t = Procedure::SET_UP, conflicts_with = "config")]
    pub procedure: Procedure,
    /// For a terminal, programs, or a document
    #[arg(long, value_enum, default_value_t = StepsFormat::Text)]
    pub format: StepsFormat,
    /// The overlay
    #[command(flatten)]
    pub with: With,
    /// Where the document goes
    #[command(flatten)]
    pub to: ToFile,
}

/// What `steps` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum StepsFormat {
    /// For a terminal
    #[default]
    Text,
    /// For programs
    Json,
    /// A table for a document
    Markdown,
}

/// `explain`
#[derive(Debug, Clone, clap::Args)]
pub struct Explain {
    /// Id of the step, auth-servers, or its number; `steps` lists them
    #[arg(value_name = "STEP", index = 1)]
    pub step: String,
    /// Config file whose numbers are meant; `-` is standard input
    #[arg(value_name = "CONFIG", index = 2)]
    pub config: Option<PathBuf>,
    /// The overlay
    #[command(flatten)]
    pub with: With,
    /// Where the document goes
    #[command(flatten)]
    pub to: ToFile,
}
