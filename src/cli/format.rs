//! How findings and answers are told.

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// Drawn for people, on standard error.
    #[default]
    Text,
    /// One JSON document, on standard output.
    Json,
}
