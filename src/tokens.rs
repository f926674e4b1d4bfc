//! Keeps JSON Web Tokens out of everything that is shown.
//!
//! A token is `eyJ` at a word's start, then base64url parts joined by dots. Consoles break long lines
//! anywhere, so a token may go on in the next line, after its indentation.

use std::borrow::Cow;
use std::ops::Range;

/// What stands in place of a token.
pub const MASK: &str = "[token masked]";

/// A continuation that looks like an ordinary word and has more text behind it is one.
const LONGEST_WORD: usize = 14;

/// Replaces every token in `text` by [`MASK`]. Masking twice changes nothing more.
///
/// ```
/// use hybrid_oauth::tokens::mask_tokens;
/// assert_eq!(mask_tokens("Bearer eyJhbGciOi.eyJhdWQi.c2ln;"), "Bearer [token masked];");
/// ```
#[must_use]
pub fn mask_tokens(text: &str) -> Cow<'_, str> {
    let ranges = token_ranges(text);
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for range in ranges {
        masked.push_str(&text[from..range.start]);
        masked.push_str(MASK);
        from = range.end;
    }
    masked.push_str(&text[from..]);
    Cow::Owned(masked)
}

/// Where the tokens are, in bytes, in order, not overlapping.
#[must_use]
pub fn token_ranges(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'e') {
        let start = at + found;
        at = start + 1;
        if start > 0 && is_token_byte(bytes[start - 1]) && !matches!(bytes[start - 1], b'.' | b'-')
        {
            continue;
        }
        if let Some(body) = after_letters(bytes, start) {
            let end = token_end(bytes, body);
            if end > body {
                ranges.push(start..end);
                at = end;
            }
        }
    }
    ranges
}

/// The place after `eyJ`, which may itself be broken over lines.
fn after_letters(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    for letter in [b'y', b'J'] {
        if bytes.get(at) != Some(&letter) {
            at = next_line(bytes, at)?;
        }
        if bytes.get(at) != Some(&letter) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

fn token_end(bytes: &[u8], body: usize) -> usize {
    let mut end = run_end(bytes, body);
    while let Some(next) = next_line(bytes, end) {
        let run = run_end(bytes, next);
        if run == next || is_ordinary_word(bytes, next..run) {
            break;
        }
        end = run;
    }
    // A full stop ends the sentence, not the token.
    while end > body && bytes[end - 1] == b'.' {
        end -= 1;
    }
    end
}

fn run_end(bytes: &[u8], from: usize) -> usize {
    let run = bytes[from..]
        .iter()
        .take_while(|byte| is_token_byte(**byte));
    from + run.count()
}

/// The first place behind a line break and its indentation, if `at` is the end of a line.
pub(crate) fn next_line(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at..];
    let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
    let rest = rest.strip_prefix(b"\n")?;
    let indent = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
    Some(bytes.len() - rest.len() + indent.count())
}

/// A word of a message or the name of a property, and no part of a token.
pub(crate) fn is_ordinary_word(bytes: &[u8], run: Range<usize>) -> bool {
    let word = &bytes[run.clone()];
    let behind = &bytes[run.end..];
    let spaces = behind.iter().take_while(|byte| **byte == b' ').count();
    let ends_line = matches!(behind.first(), None | Some(b'\r' | b'\n'));
    let names_property = behind.get(spaces) == Some(&b':');
    let plain = word.len() <= LONGEST_WORD
        && word[0].is_ascii_alphabetic()
        && word[1..].iter().all(u8::is_ascii_lowercase);
    names_property || (plain && !ends_line)
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}
