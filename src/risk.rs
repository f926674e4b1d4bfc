//! What can go wrong when something is changed.

use std::borrow::Cow;

use serde::Serialize;

/// How much can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nothing that anyone uses is touched.
    None,
    /// Easily seen and taken back.
    Low,
    /// Calls between the organisations can fail until it is mended.
    Medium,
    /// Affects everybody, or cannot be taken back wholly.
    High,
}

impl Level {
    /// Every level with its name in JSON.
    pub const ALL: [(&'static str, Self); 4] = [
        ("none", Self::None),
        ("low", Self::Low),
        ("medium", Self::Medium),
        ("high", Self::High),
    ];
}

/// A level with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Risk<T = Cow<'static, str>> {
    /// How much can go wrong.
    pub level: Level,
    /// What, in a sentence.
    pub reason: T,
}

/// Of what changes no object of an organisation.
pub const NONE: Risk<&'static str> =
    risk(Level::None, "No object of either organisation is touched.");

/// A risk that is known when the program is built.
#[must_use]
pub const fn risk(level: Level, reason: &'static str) -> Risk<&'static str> {
    Risk { level, reason }
}

impl Risk<&'static str> {
    /// The same beside those that somebody brought.
    #[must_use]
    pub const fn told(self) -> Risk {
        Risk {
            level: self.level,
            reason: Cow::Borrowed(self.reason),
        }
    }
}
