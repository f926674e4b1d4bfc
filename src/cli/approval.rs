//! `approve` and `report`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::ToFile;
use crate::domain::plain_text;
use crate::lang::Lang;

/// `approve`
#[derive(Debug, clap::Args)]
pub struct Approve {
    /// Folder of a bundle
    #[arg(value_name = "BUNDLE")]
    pub bundle: PathBuf,
    /// Who approves
    #[arg(long, value_name = "NAME", value_parser = line)]
    pub by: String,
    /// Number of the change or of another record of the approval
    #[arg(long, value_name = "ID", value_parser = line)]
    pub reference: String,
    /// Private key in OpenSSH's format, Ed25519 or ECDSA P-256, to sign the approval with
    #[arg(long, value_name = "KEY")]
    pub sign: Option<PathBuf>,
    /// Approve even where there is an approval, which is lost
    #[arg(long)]
    pub force: bool,
}

fn line(text: &str) -> Result<String, String> {
    match plain_text::check(text) {
        Ok(()) => Ok(text.trim().to_owned()),
        Err(invalid) => Err(invalid.message),
    }
}

/// `report`
#[derive(Debug, clap::Args)]
pub struct Report {
    /// Folder of a bundle with its evidence
    #[arg(value_name = "BUNDLE")]
    pub bundle: PathBuf,
    /// A page for people who sign, a ticket, or programs
    #[arg(long, value_enum, default_value_t = ReportFormat::Html)]
    pub format: ReportFormat,
    /// Language of the report
    #[arg(long, value_enum, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// Folder of the evidence where it is not the bundle's own
    #[arg(long, value_name = "DIR")]
    pub evidence: Option<PathBuf>,
    /// Where the document goes
    #[command(flatten)]
    pub to: ToFile,
}

/// What `report` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ReportFormat {
    /// One page that needs nothing else
    #[default]
    Html,
    /// For a ticket
    Markdown,
    /// For programs
    Json,
}
