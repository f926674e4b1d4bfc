//! What a text is that is not JSON: YAML, TOML, or JSON that a word processor went over.

use std::ops::Range;

use crate::finding::Finding;
use crate::lint::{FILE_TOML, FILE_YAML, JSON_CURLY_QUOTES};

/// YAML or TOML, named at the first line that shows it.
#[must_use]
pub fn named(text: &str) -> Option<Finding> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = start..start + line.trim_end().len();
        start += line.len();
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        let (lint, message, help) = if is_yaml(line) {
            let help = "Configs are JSON. Convert it (`yq -o json . FILE`), or let `hybrid-oauth init` write one.";
            (&FILE_YAML, "this is YAML, not JSON", help)
        } else if is_toml(line) {
            let help = "Configs are JSON. Convert it (`yq -p toml -o json . FILE`), or let `hybrid-oauth init` write one.";
            (&FILE_TOML, "this is TOML, not JSON", help)
        } else {
            return None;
        };
        return Some(Finding::new(lint, span, "", message.into(), help.into()));
    }
    None
}

/// A quote of a word processor at the place where reading ended, or in a text that it should have closed.
#[must_use]
pub fn curly(text: &str, span: &Range<usize>) -> Option<Finding> {
    let at = |start: usize| Some((start, text.get(start..)?.chars().next()?));
    let here = at(span.start).filter(|(_, quote)| is_curly(*quote));
    let (start, quote) = here.or_else(|| at(unclosed(text)?))?;
    let help = "Write the straight quote \" everywhere in the file; word processors and chats turn it into this one. \
                An editor for code keeps it.";
    let message = format!("the quote {quote} stands where JSON wants \"");
    let span = start..start + quote.len_utf8();
    Some(Finding::new(
        &JSON_CURLY_QUOTES,
        span,
        "",
        message,
        help.into(),
    ))
}

fn is_curly(quote: char) -> bool {
    matches!(quote, '\u{2018}'..='\u{201F}' | '\u{AB}' | '\u{BB}' | '\u{2033}' | '\u{FF02}' | '\u{300C}'..='\u{300F}')
}

/// Where the last such quote stands in the first text that its line does not close.
fn unclosed(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut open = None;
        let mut escaped = false;
        for (at, character) in line.char_indices() {
            match character {
                _ if escaped => escaped = false,
                '\\' => escaped = open.is_some(),
                '"' => open = if open.is_none() { Some(at) } else { None },
                _ => {}
            }
        }
        if let Some(open) = open {
            return Some(start + open + line[open..].rfind(is_curly)?);
        }
        start += line.len();
    }
    None
}

fn is_yaml(line: &str) -> bool {
    let entry = line.strip_prefix("- ").unwrap_or(line);
    line == "---" || line.starts_with("--- ") || line.starts_with("%YAML") || {
        // In double quotes it would rather be JSON without its braces.
        let value = after_key(entry).filter(|_| !entry.starts_with('"'));
        let value = value.and_then(|rest| rest.strip_prefix(':'));
        value.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    }
}

fn is_toml(line: &str) -> bool {
    let table = line.trim_start_matches('[');
    let header =
        table.len() < line.len() && after_key(table).is_some_and(|rest| rest.starts_with(']'));
    header || after_key(line).is_some_and(|rest| rest.trim_start().starts_with('='))
}

/// What follows a key, which both formats write with or without quotes.
fn after_key(text: &str) -> Option<&str> {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).map(|(_, rest)| rest);
        }
    }
    let first = text.chars().next()?;
    let end = text.find(|c: char| !(c.is_alphanumeric() || "_-.$".contains(c)));
    (first.is_alphabetic() || first == '_').then(|| &text[end.unwrap_or(text.len())..])
}
