//! Why a text is refused.

use crate::lint::Lint;

/// Why a text cannot be the value it stands for, in words for the person who wrote it.
#[derive(Debug, Clone)]
pub struct Invalid {
    /// The rule that refuses it.
    pub lint: &'static Lint,
    /// What is wrong, naming the text; one sentence without a full stop.
    pub message: String,
    /// What to write instead; a sentence.
    pub help: String,
}

impl Invalid {
    /// Puts the three parts together.
    pub fn new(lint: &'static Lint, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            lint,
            message: message.into(),
            help: help.into(),
        }
    }
}

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}. {}", self.message, self.help)
    }
}

impl std::error::Error for Invalid {}
