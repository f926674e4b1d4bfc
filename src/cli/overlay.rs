//! `overlay`, and the option by which other commands take one.

use std::path::PathBuf;

use clap::Subcommand;

use super::ToFile;

/// The overlay that a command uses.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct With {
    /// Folder with own steps, words and remarks; goes before the one that a config or bundle has
    #[arg(long, value_name = "DIR")]
    pub overlay: Option<PathBuf>,
}

/// `overlay`
#[derive(Debug, Clone, clap::Args)]
pub struct Overlay {
    /// What to do
    #[command(subcommand)]
    pub command: OverlayCommand,
}

/// What is done with an overlay.
#[derive(Debug, Clone, Subcommand)]
pub enum OverlayCommand {
    /// Write a small overlay that works, to start from
    Init(OverlayInit),
    /// Look at an overlay and say what it does; with a config what it does to its bundle
    Check(OverlayCheck),
}

/// `overlay init`
#[derive(Debug, Clone, clap::Args)]
pub struct OverlayInit {
    /// Folder to write; it must not be there yet, or be empty
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// `overlay check`
#[derive(Debug, Clone, clap::Args)]
pub struct OverlayCheck {
    /// Folder of the overlay
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Config, or bundle, that it is tried with; `-` is standard input
    #[arg(value_name = "CONFIG")]
    pub config: Option<PathBuf>,
    /// Where the document goes
    #[command(flatten)]
    pub to: ToFile,
}
