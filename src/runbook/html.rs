//! HTML: escaping, and the digests by which the page's own policy allows its style and its script.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::message::Piece;

/// Writes a text so that it stands in an element or in a quoted attribute as it is.
///
/// # Errors
///
/// Only those of the writer.
pub fn write_text(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escape(text).as_bytes())
}

/// See [`write_text`].
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Code within a line.
#[must_use]
pub fn code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

/// The pieces of a message.
#[must_use]
pub fn message(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => escape(text),
            Piece::Code(text) => code(text),
        })
        .collect()
}

/// The source expression of a Content-Security-Policy that allows exactly this inline text.
#[must_use]
pub fn policy_hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}
