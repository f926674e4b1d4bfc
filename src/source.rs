//! From bytes to text.

use std::borrow::Cow;

use crate::finding::Finding;
use crate::lint::{BYTE_ORDER_MARK, FILE_EMPTY, FILE_NOT_UTF_8, FILE_TOO_LARGE, FILE_UTF_16};

/// Largest config, in bytes.
pub const LIMIT: usize = 1024 * 1024;

/// The text of a file, without a byte order mark, and what there is to say about it; an error
/// among the findings means that the text is only there to be shown.
///
/// A UTF-8 byte order mark is taken off with a warning: editors on Windows write it, other JSON
/// readers refuse it. Columns count from the character after it.
#[must_use]
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Vec<Finding>) {
    let whole = |lint, message: String, help: &str| {
        vec![Finding::new(lint, 0..0, "", message, help.into())]
    };
    if bytes.len() > LIMIT {
        let help = "A config is a few kilobytes. Is this the right file?";
        return (
            Cow::Borrowed(""),
            whole(
                &FILE_TOO_LARGE,
                "the file is larger than 1 MiB".into(),
                help,
            ),
        );
    }
    if is_wide(bytes) {
        let help = "Save it as UTF-8. In Windows PowerShell: \
                    Get-Content FILE | Set-Content -Encoding UTF8 NEWFILE (a plain > writes UTF-16).";
        return (
            Cow::Borrowed(""),
            whole(
                &FILE_UTF_16,
                "the file is UTF-16 or UTF-32 text".into(),
                help,
            ),
        );
    }
    let (body, marked) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(body) => (body, true),
        None => (bytes, false),
    };
    let mut findings = Vec::new();
    if marked {
        let help = "It is read all the same. Save as UTF-8 without BOM, since other JSON readers refuse it.";
        findings = whole(
            &BYTE_ORDER_MARK,
            "the file starts with a byte order mark".into(),
            help,
        );
    }
    match std::str::from_utf8(body) {
        Ok(text) if text.trim().is_empty() => {
            let help = "`hybrid-oauth init` writes a config to start from.";
            findings.extend(whole(&FILE_EMPTY, "the file is empty".into(), help));
            (Cow::Borrowed(""), findings)
        }
        Ok(text) => (Cow::Borrowed(text), findings),
        Err(error) => {
            let at = error.valid_up_to();
            let byte = body[at];
            let message = format!("the byte {byte:#04X} is not UTF-8 text");
            // Where a key or a text begins, a Western Windows writes typographic quotes so.
            let begins = body[..at]
                .last()
                .is_none_or(|before| b" \t\r\n{[:,".contains(before));
            let help = match byte {
                0x91..=0x94 if begins => {
                    "In ANSI text of Western Windows this is a curly quote: write \" everywhere and save the file as UTF-8."
                }
                _ => {
                    "Save the file as UTF-8; editors on Korean Windows offer ANSI, which is CP949."
                }
            };
            let span = at..at + char::REPLACEMENT_CHARACTER.len_utf8();
            findings.push(Finding::new(
                &FILE_NOT_UTF_8,
                span,
                "",
                message,
                help.into(),
            ));
            (
                Cow::Owned(String::from_utf8_lossy(body).into_owned()),
                findings,
            )
        }
    }
}

/// UTF-16 and UTF-32 by their byte order mark, or by the zero byte beside the first character.
fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xFF\xFE")
        || bytes.starts_with(b"\xFE\xFF")
        || bytes.starts_with(b"\0\0\xFE\xFF")
        || matches!(bytes, [0, first, ..] | [first, 0, ..] if *first != 0)
}

/// The last place up to `at` where a character starts; the method of that name needs Rust 1.91.
#[must_use]
pub fn floor_char_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    let mut places = (0..=at).rev();
    places
        .find(|place| text.is_char_boundary(*place))
        .unwrap_or(0)
}

/// The first place from `at` on where a character starts, or the end.
#[must_use]
pub fn ceil_char_boundary(text: &str, at: usize) -> usize {
    let mut places = at..text.len();
    places
        .find(|place| text.is_char_boundary(*place))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::{ceil_char_boundary, floor_char_boundary};

    #[test]
    fn a_character_is_not_cut() {
        let text = "a\u{E9}\u{D55C}\u{1F512}z";
        for at in 0..=text.len() + 2 {
            let (end, place) = (at.min(text.len()), floor_char_boundary(text, at));
            assert!(text.is_char_boundary(place) && place <= end);
            assert!(!(place + 1..=end).any(|later| text.is_char_boundary(later)));
            let next = ceil_char_boundary(text, at);
            assert!(text.is_char_boundary(next) && next >= end);
            assert!(!(end..next).any(|before| text.is_char_boundary(before)));
        }
    }
}
