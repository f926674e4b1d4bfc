//! Reads back the literals that `src/powershell.rs` writes: the meaning of a text, or none.

/// The text that a literal stands for; none when it is not exactly one literal.
pub fn decode(source: &str) -> Option<String> {
    if let Some(text) = quoted(source) {
        return Some(text);
    }
    // Long texts are cut into parts, joined by `+` over several lines.
    let mut rest = source.strip_prefix('(')?.strip_suffix(')')?.trim();
    let mut units = Vec::new();
    let first = end_of_quoted(rest)?;
    units.extend(quoted(&rest[..first])?.encode_utf16());
    rest = &rest[first..];
    while !rest.is_empty() {
        rest = rest.trim_start().strip_prefix('+')?.trim_start();
        if let Some(number) = rest.strip_prefix("[char] 0x") {
            let (digits, tail) = number.split_at_checked(4)?;
            units.push(u16::from_str_radix(digits, 16).ok()?);
            rest = tail;
        } else {
            let end = end_of_quoted(rest)?;
            units.extend(quoted(&rest[..end])?.encode_utf16());
            rest = &rest[end..];
        }
    }
    String::from_utf16(&units).ok()
}

/// The text between single quotes. Typographic quotes close a string too, so they may not stand there.
fn quoted(source: &str) -> Option<String> {
    if source.len() < 2 || end_of_quoted(source)? != source.len() {
        return None;
    }
    Some(source[1..source.len() - 1].replace("''", "'"))
}

/// Where the quoted string that a text starts with ends.
fn end_of_quoted(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut at = 1;
    if bytes.first() != Some(&b'\'') || !source.is_ascii() {
        return None;
    }
    loop {
        at += bytes[at..].iter().position(|byte| *byte == b'\'')?;
        if bytes.get(at + 1) != Some(&b'\'') {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// Snippets that are no single literal.
pub const BAD: &[&str] = &[
    "'a'b'",
    "'a' + 'b'",
    "('' + 'a' + $b)",
    "('' + [char] 0x20)",
    "('' + 'a' 'b')",
    "\"a\"",
    "'a\u{2019}b'",
    "'",
    "('' + [char] 0xD83D)",
];
