//! PowerShell literals: the only place that knows how to quote.
//!
//! A single-quoted string is the one form in which PowerShell interprets nothing but the closing
//! quote, and it takes U+2018 to U+201B for quotes as well (about_Quoting_Rules). Scripts are pure
//! ASCII, so other characters are written as `[char]` expressions that are joined at run time.

use std::io::{self, Write};

use serde_json::Value;

mod wrap;

pub use wrap::{WIDTH, wrap};

/// Writes a string as one PowerShell expression: `'text'`, or `('text' + [char] 0xD55C)` where it
/// holds characters that are not printable ASCII.
///
/// # Errors
///
/// Only those of the writer.
pub fn write_string(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if text.bytes().all(|byte| matches!(byte, 0x20..=0x7e)) {
        out.write_all(b"'")?;
        out.write_all(text.replace('\'', "''").as_bytes())?;
        return out.write_all(b"'");
    }
    // The empty string first: it makes every `+` a joining of texts, never of numbers.
    out.write_all(b"(''")?;
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest
            .find(|c: char| !matches!(c, ' '..='~'))
            .unwrap_or(rest.len());
        let (literal, tail) = rest.split_at(plain);
        if !literal.is_empty() {
            write!(out, " + '{}'", literal.replace('\'', "''"))?;
        }
        let special = tail
            .find(|c: char| matches!(c, ' '..='~'))
            .unwrap_or(tail.len());
        for unit in tail[..special].encode_utf16() {
            write!(out, " + [char] 0x{unit:04X}")?;
        }
        rest = &tail[special..];
    }
    out.write_all(b")")
}

/// A string as one PowerShell expression; see [`write_string`].
#[must_use]
pub fn string(text: &str) -> String {
    let mut out = Vec::new();
    write_string(text, &mut out).expect("writing to memory does not fail");
    String::from_utf8(out).expect("only ASCII was written")
}

/// A JSON value as PowerShell: `$null`, `$true`, a number, a string, `@('a', 'b')`,
/// `[ordered] @{ 'name' = 'value' }`.
#[must_use]
pub fn literal(value: &Value) -> String {
    match value {
        Value::Null => "$null".to_owned(),
        Value::Bool(true) => "$true".to_owned(),
        Value::Bool(false) => "$false".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => string(text),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(literal).collect();
            format!("@({})", items.join(", "))
        }
        Value::Object(map) => {
            let entries: Vec<_> = map
                .iter()
                .map(|(name, value)| format!("{} = {}", string(name), literal(value)))
                .collect();
            format!("[ordered] @{{ {} }}", entries.join("; "))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn quotes_are_doubled_and_nothing_else_is_touched() {
        assert_eq!(string("it's $(x) `n \"q\""), "'it''s $(x) `n \"q\"'");
    }

    #[test]
    fn other_characters_become_code_units() {
        assert_eq!(string("a\u{2019}b"), "('' + 'a' + [char] 0x2019 + 'b')");
        assert_eq!(string("\u{1F600}"), "('' + [char] 0xD83D + [char] 0xDE00)");
        assert_eq!(string("\n"), "('' + [char] 0x000A)");
    }

    #[test]
    fn values_are_lowered() {
        assert_eq!(
            literal(&json!({"a": [true, null, 3, "x'"], "b": []})),
            "[ordered] @{ 'a' = @($true, $null, 3, 'x'''); 'b' = @() }"
        );
    }
}
