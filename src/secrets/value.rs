//! How far the secret behind a name reaches.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::MASK;
use super::keys::Kind;
use crate::tokens;

/// How far a closing quote is looked for, in bytes and lines.
const QUOTED: usize = 4096;
const LINES: usize = 4;
/// A line at least this long may go on in the next one because the console was not wider.
const WIDE: usize = 40;
/// The longest private key, in bytes.
const LONGEST_KEY: usize = 16 * 1024;
/// Shorter ones are words of a sentence.
const SHORTEST_BEARER: usize = 16;

/// The secret behind the name at `name`, if there is one.
pub(super) fn range(text: &[u8], kind: Kind, name: Range<usize>) -> Option<Range<usize>> {
    let at = name.end;
    let end = match kind {
        Kind::Itself => return Some(name),
        Kind::Pem => return Some(name.start..pem_end(text, at)),
        Kind::Value | Kind::Opaque | Kind::Argument => return value(text, kind, name),
        Kind::Credential => credential_end(text, at),
        Kind::Bearer => credential_end(text, at).filter(|end| is_bearer(&text[at..*end])),
        Kind::Basic => credential_end(text, at).filter(|end| is_basic(&text[at..*end])),
        Kind::Field => Some(field_end(text, &name)),
        Kind::Element => find(text, at, b"<").or(Some(line_end(text, at))),
        Kind::UserInfo => user_info_end(text, at),
    }?;
    (end > at && !is_masked(&text[at..])).then_some(at..end)
}

fn value(text: &[u8], kind: Kind, name: Range<usize>) -> Option<Range<usize>> {
    let at = name.end;
    let rest = &text[at..];
    if is_masked(rest) {
        return None;
    }
    if let Some((open, quote)) = opening(rest) {
        let from = at + open;
        let end = closing(text, from, open - 1, quote);
        return (end > from && !is_masked(&text[from..])).then_some(from..end);
    }
    if kind == Kind::Argument && matches!(rest.first(), Some(b'$' | b'(' | b'@' | b'-')) {
        return None;
    }
    let mut end = word_end(text, at);
    // `Password: correct horse`: alone in its line, white space belongs to it.
    if kind == Kind::Value && names_line(text, &name) {
        end = line_end(text, at);
    }
    if kind != Kind::Argument
        && let Some(list) = list_end(text, at)
    {
        end = list;
    }
    let word = text[at..end].trim_ascii_end();
    if end == at || is_nothing(word) || (kind == Kind::Opaque && is_ordinary(word)) {
        return None;
    }
    Some(at..continued(text, end, |byte| byte.is_ascii_graphic()))
}

/// Values that say that there is none.
fn is_nothing(word: &[u8]) -> bool {
    let nothing: [&[u8]; 6] = [b"null", b"$null", b"true", b"false", b"$true", b"$false"];
    nothing.iter().any(|one| word.eq_ignore_ascii_case(one))
        || word
            .iter()
            .all(|byte| matches!(byte, b'*' | b'{' | b'}' | b'[' | b']' | b'(' | b')'))
        || word == b"System.Security.SecureString"
        // The name was the scheme of a URL.
        || word.starts_with(b"//")
}

/// Letters only, as in prose.
fn is_ordinary(word: &[u8]) -> bool {
    word.len() <= 16
        && word[1..]
            .iter()
            .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'.' | b','))
}

fn is_masked(rest: &[u8]) -> bool {
    rest.starts_with(MASK.as_bytes()) || rest.starts_with(tokens::MASK.as_bytes())
}

/// An opening quote with the backslashes before it: its length, and the quote.
fn opening(rest: &[u8]) -> Option<(usize, u8)> {
    let slashes = rest.iter().take_while(|byte| **byte == b'\\').count();
    match rest.get(slashes) {
        Some(quote @ (b'"' | b'\'')) => Some((slashes + 1, *quote)),
        _ => None,
    }
}

/// The closing quote of the same kind: `\"` within `"`, `\\\"` within `\"` belong to the value, as
/// does a quote that is doubled. Without one the line ends it.
fn closing(text: &[u8], from: usize, slashes: usize, quote: u8) -> usize {
    let (mut at, mut lines) = (from, 0);
    while let Some(byte) = text.get(at).filter(|_| at - from < QUOTED && lines < LINES) {
        lines += usize::from(*byte == b'\n');
        if *byte == quote {
            let before = text[from..at]
                .iter()
                .rev()
                .take_while(|byte| **byte == b'\\')
                .count();
            let closes = before >= slashes && (before - slashes).is_multiple_of(2 * (slashes + 1));
            if closes && text.get(at + 1) == Some(&quote) && quote == b'\'' {
                at += 2;
                continue;
            }
            if closes {
                return at - slashes;
            }
        }
        at += 1;
    }
    line_end(text, from)
}

/// The end of a value without quotes: white space, or a sign that the text around it goes on.
fn word_end(text: &[u8], from: usize) -> usize {
    let rest = &text[from..];
    let ends = |at: &usize| {
        let behind = &rest[at + 1..];
        match rest[*at] {
            byte if byte.is_ascii_whitespace() => true,
            b'<' => true,
            b'&' | b';' | b',' => starts_next(behind),
            b'"' | b'\'' | b'}' | b')' | b']' => closes(behind),
            _ => false,
        }
    };
    from + (0..rest.len()).find(ends).unwrap_or(rest.len())
}

/// Nothing more, or another name with its value.
fn starts_next(behind: &[u8]) -> bool {
    let behind = behind.strip_prefix(b" ").unwrap_or(behind);
    let name = behind
        .iter()
        .take_while(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b' ')
        })
        .count();
    closes(behind) || (name > 0 && matches!(behind.get(name), Some(b'=' | b':')))
}

fn closes(behind: &[u8]) -> bool {
    behind.first().is_none_or(|byte| {
        byte.is_ascii_whitespace()
            || matches!(
                byte,
                b',' | b';' | b'}' | b')' | b']' | b'"' | b'\'' | b'\\' | b'&' | b'<' | b'.'
            )
    })
}

/// Whether a name begins its line and stands apart from its value, as in lists of properties:
/// `Name : value`, `Name = value`.
fn names_line(text: &[u8], name: &Range<usize>) -> bool {
    let before = &text[line_start(text, name.start)..name.start];
    let sign = text[name.clone()].trim_ascii_end();
    let apart = sign.ends_with(b":") || sign.ends_with(b" =");
    before.iter().all(|byte| matches!(byte, b' ' | b'\t')) && apart
}

/// The run of what header fields allow (RFC 9110, token68).
fn credential_end(text: &[u8], from: usize) -> Option<usize> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=%".contains(&byte);
    let length = text[from..]
        .iter()
        .take_while(|byte| is_part(**byte))
        .count();
    let end = from + length;
    // A challenge: `Bearer realm="..."`.
    let parameter = text[from..end].ends_with(b"=") && matches!(text.get(end), Some(b'"' | b'\\'));
    (length > 0 && !parameter).then(|| continued(text, end, is_part))
}

fn is_bearer(word: &[u8]) -> bool {
    let has = |test: fn(&u8) -> bool| word.iter().any(test);
    let long = word.len() >= SHORTEST_BEARER;
    long && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !is_guid(word)
        && !is_parameter(word)
}

fn is_guid(word: &[u8]) -> bool {
    word.len() == 36
        && word.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// `name=value`, where base64 has `=` at its end only.
fn is_parameter(word: &[u8]) -> bool {
    let end = word.iter().rposition(|byte| *byte != b'=').unwrap_or(0);
    word[..end].contains(&b'=')
}

fn is_basic(word: &[u8]) -> bool {
    let text: Vec<u8> = word.iter().copied().filter(|byte| *byte != b'=').collect();
    STANDARD_NO_PAD
        .decode(text)
        .is_ok_and(|pair| pair.contains(&b':'))
}

/// The rest of the field: of its quotes, its list, else of its line and of those that continue it.
fn field_end(text: &[u8], name: &Range<usize>) -> usize {
    let at = name.end;
    let before = text[..name.start].last().copied();
    let quote = before.filter(|byte| matches!(byte, b'"' | b'\''));
    if let Some((open, quote)) = opening(&text[at..]) {
        return closing(text, at + open, open - 1, quote);
    }
    let named = text[name.clone()].iter().any(|byte| Some(*byte) == quote);
    let line = line_end(text, at);
    if let Some(end) = list_end(text, at) {
        return end;
    }
    if let Some(quote) = quote.filter(|_| !named) {
        let slashes = text[..name.start - 1]
            .iter()
            .rev()
            .take_while(|byte| **byte == b'\\')
            .count();
        return closing(text, at, slashes, quote);
    }
    // JSON writes line breaks as `\r\n`.
    let field = &text[at..line];
    let escaped = field
        .windows(2)
        .position(|two| two == b"\\r" || two == b"\\n");
    if let Some(length) = escaped {
        return at + length;
    }
    let indent = |from: usize| {
        text[from..]
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count()
    };
    let own = indent(line_start(text, name.start));
    let mut end = line;
    while let Some(next) = tokens::next_line(text, end) {
        let stop = line_end(text, next);
        let first: &[u8] = text[next..stop]
            .split(u8::is_ascii_whitespace)
            .next()
            .unwrap_or_default();
        let deeper = indent(line_start(text, next)) > own;
        let pair = first.contains(&b'=') && !first.ends_with(b":");
        let goes_on = deeper || end - line_start(text, end) >= WIDE;
        if stop == next || !pair || !goes_on {
            break;
        }
        end = stop;
    }
    end
}

/// Behind the bracket that closes the list at this place.
fn list_end(text: &[u8], at: usize) -> Option<usize> {
    let end = match text.get(at)? {
        b'[' => find(text, at, b"]"),
        b'{' => find(text, at, b"}"),
        _ => None,
    }?;
    (end - at < QUOTED).then_some(end + 1)
}

fn user_info_end(text: &[u8], from: usize) -> Option<usize> {
    let stop =
        |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'@' | b'/' | b'"' | b'<' | b'>');
    let end = from + text[from..].iter().position(stop)?;
    (text[end] == b'@').then_some(end)
}

/// Behind the last line of the block, or where it stops to be one.
fn pem_end(text: &[u8], from: usize) -> usize {
    let far = &text[..text.len().min(from + LONGEST_KEY)];
    if let Some(end) = find(far, from, b"-----END ") {
        let last = &far[end + 9..];
        return find(last, 0, b"-----").map_or(line_end(text, end), |more| end + 9 + more + 5);
    }
    let mut end = line_end(text, from);
    while let Some(next) = tokens::next_line(text, end) {
        let stop = line_end(text, next);
        let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        if stop == next || !text[next..stop].trim_ascii().iter().all(part) {
            break;
        }
        end = stop;
    }
    end
}

/// The end of a run that a console broke: only where the line was long.
fn continued(text: &[u8], mut end: usize, is_part: impl Fn(u8) -> bool) -> usize {
    while end - line_start(text, end) >= WIDE {
        let Some(next) = tokens::next_line(text, end) else {
            break;
        };
        let run = next
            + text[next..]
                .iter()
                .take_while(|byte| is_part(**byte))
                .count();
        if run == next || tokens::is_ordinary_word(text, next..run) || is_guid(&text[next..run]) {
            break;
        }
        end = run;
    }
    end
}

fn line_start(text: &[u8], at: usize) -> usize {
    text[..at]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |found| found + 1)
}

fn line_end(text: &[u8], at: usize) -> usize {
    let end = find(text, at, b"\n").unwrap_or(text.len());
    if end > at && text[end - 1] == b'\r' {
        end - 1
    } else {
        end
    }
}

fn find(text: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(&text[from..], wanted).map(|found| from + found)
}
