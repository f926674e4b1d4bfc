//! The languages of the documents that people sign.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language of the documents.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "kebab-case")]
pub enum Lang {
    /// English
    En,
    /// Korean
    Ko,
}

impl Lang {
    /// Every language; the first is always written.
    pub const ALL: [Self; 2] = [Self::En, Self::Ko];

    /// The code of ISO 639-1, as `--lang` and the `lang` attribute of HTML take it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
        }
    }

    /// What stands in a file's name before its extension: nothing for English, else `.ko`.
    #[must_use]
    pub fn infix(self) -> &'static str {
        match self {
            Self::En => "",
            Self::Ko => ".ko",
        }
    }
}
