//! HTML: escaping, and the digests by which the page's own policy allows its style and its script.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::lang::message::Piece;

/// Writes a text so that it stands in an element or in a quoted attribute as it is.
///
/// # Errors
///
/// Only those of the writer.
pub fn write_text(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = text;
    let special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    // It does not end early, so that the processor looks at many bytes at once; most texts have none.
    if !text
        .bytes()
        .fold(false, |found, byte| found | special(byte))
    {
        return out.write_all(text.as_bytes());
    }
    while let Some(at) = rest.bytes().position(special) {
        out.write_all(&rest.as_bytes()[..at])?;
        out.write_all(match rest.as_bytes()[at] {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'"' => b"&quot;",
            _ => b"&#39;",
        })?;
        rest = &rest[at + 1..];
    }
    out.write_all(rest.as_bytes())
}

/// See [`write_text`].
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + text.len() / 16);
    write_text(text, &mut out).expect("writing to memory does not fail");
    String::from_utf8(out).expect("text with entities is text")
}

/// Code within a line.
#[must_use]
pub fn code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

/// A link to another place of the page.
#[must_use]
pub fn link(text: &str, place: &str) -> String {
    format!("<a href=\"#{}\">{}</a>", escape(place), escape(text))
}

/// A command line, and a button that copies it; `copy` is what the button says, as the page writes it.
#[must_use]
pub fn command(text: &str, id: &str, copy: &str) -> String {
    format!(
        concat!(
            r#"<div class="command"><pre id="{id}" tabindex="0" aria-label="{text}"><code>{text}</code></pre>"#,
            r#"<button type="button" data-copy="{id}" aria-label="{copy}: {text}">{copy}</button></div>"#,
        ),
        id = escape(id),
        text = escape(text),
        copy = copy,
    )
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
