//! `schema`, `completions` and `man`.

use super::ToFile;

/// `schema`
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Schema {
    /// The schema of overlay.json instead
    #[arg(long)]
    pub overlay: bool,
    /// Where the document goes
    #[command(flatten)]
    pub to: ToFile,
}

/// `completions`
#[derive(Debug, Clone, clap::Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
    /// Where the document goes
    #[command(flatten)]
    pub to: ToFile,
}

/// `man`
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Man {
    /// Command whose page is wanted
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
    /// Where the document goes
    #[command(flatten)]
    pub to: ToFile,
}
