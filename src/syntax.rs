//! From text to a tree with places: strict JSON.

use std::ops::Range;

use jsonc_parser::ast::Value;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::finding::Finding;
use crate::lint::{JSON_COMMENT, JSON_SYNTAX, JSON_TRAILING_COMMA, Lint};
use crate::other_format;
use crate::source::floor_char_boundary;

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The tree of a JSON text.
///
/// serde_json has the last word: it also refuses line breaks inside strings, foreign white space,
/// lone surrogates and nesting deeper than 128.
///
/// # Errors
/// The first thing that is not JSON; what comes after it cannot be told.
pub fn parse(text: &str) -> Result<Value<'_>, Box<Finding>> {
    let verdict = serde_json::from_str::<serde_json::Value>(text);
    if let Err(error) = &verdict
        && error.to_string().starts_with("recursion limit")
    {
        return Err(Box::new(refused(text, error)));
    }
    if verdict.is_err()
        && let Some(finding) = other_format::named(text)
    {
        return Err(Box::new(finding));
    }
    match (verdict, parsed(text)?) {
        (Err(error), _) => Err(Box::new(refused(text, &error))),
        (Ok(_), Some(tree)) => Ok(tree),
        (Ok(_), None) => Err(no_value()),
    }
}

/// The tree of a text that is compiled in, of which the tests have asked [`parse`].
///
/// # Errors
/// As [`parse`], but for what serde_json alone refuses.
pub fn tree(text: &str) -> Result<Value<'_>, Box<Finding>> {
    parsed(text)?.ok_or_else(no_value)
}

fn parsed(text: &str) -> Result<Option<Value<'_>>, Box<Finding>> {
    parse_to_ast(text, &CollectOptions::default(), &STRICT)
        .map(|parsed| parsed.value)
        .map_err(|error| Box::new(explain(text, &error)))
}

fn no_value() -> Box<Finding> {
    Box::new(syntax(0..0, "the file holds no value"))
}

fn syntax(span: Range<usize>, message: &str) -> Finding {
    Finding::new(
        &JSON_SYNTAX,
        span,
        "",
        message.into(),
        "Mend the JSON here; nothing after it was looked at.".into(),
    )
}

fn explain(text: &str, error: &ParseError) -> Finding {
    let range = error.range();
    let span = visible(text, range.start.min(text.len())..range.end.min(text.len()));
    if let Some(finding) = other_format::curly(text, &span) {
        return finding;
    }
    let (lint, message, help): (&'static Lint, &str, &str) = match error.kind() {
        ParseErrorKind::CommentsNotAllowed => (
            &JSON_COMMENT,
            "JSON has no comments",
            "Take the comment out; `change.reason` holds a remark.",
        ),
        ParseErrorKind::TrailingCommasNotAllowed => (
            &JSON_TRAILING_COMMA,
            "a comma stands after the last item",
            "Take the comma out.",
        ),
        ParseErrorKind::ExpectedComma => (
            &JSON_SYNTAX,
            "a comma is missing here",
            "Write a comma after the item before it.",
        ),
        ParseErrorKind::ExpectedStringObjectProperty
        | ParseErrorKind::SingleQuotedStringsNotAllowed => (
            &JSON_SYNTAX,
            "keys and texts stand in double quotes",
            "Write \"...\" around it.",
        ),
        ParseErrorKind::UnexpectedComma | ParseErrorKind::ExpectedObjectValue => (
            &JSON_SYNTAX,
            "a value is missing before this",
            "Write the value, or take the key out.",
        ),
        ParseErrorKind::UnterminatedObject => (
            &JSON_SYNTAX,
            "this object is not closed",
            "Write the missing }.",
        ),
        ParseErrorKind::UnterminatedArray => (
            &JSON_SYNTAX,
            "this list is not closed",
            "Write the missing ].",
        ),
        ParseErrorKind::MultipleRootJsonValues => (
            &JSON_SYNTAX,
            "text follows the end of the config",
            "Take it out; a file holds one config.",
        ),
        ParseErrorKind::String(_) => (
            &JSON_SYNTAX,
            "this text is not closed or holds an escape that JSON lacks",
            r#"Close it with "; write a backslash as \\ (C:\\Folder)."#,
        ),
        kind => {
            let message = kind.to_string();
            let mut characters = message.chars();
            let lower = characters
                .next()
                .map(|first| first.to_ascii_lowercase())
                .into_iter()
                .chain(characters);
            return syntax(span, &lower.collect::<String>());
        }
    };
    Finding::new(lint, span, "", message.into(), help.into())
}

/// What serde_json says, at the place it says.
fn refused(text: &str, error: &serde_json::Error) -> Finding {
    let start: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    // Its columns are bytes from 1, 0 for a line break.
    let at = floor_char_boundary(text, start + error.column().saturating_sub(1));
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    if message.starts_with("control character") {
        let help = "A text is one line: close it with \" on the line it starts on.";
        let message = "a text holds a line break or another control character".into();
        return Finding::new(
            &JSON_SYNTAX,
            visible(text, at..at),
            "",
            message,
            help.into(),
        );
    }
    if message.starts_with("recursion limit") {
        return syntax(
            visible(text, at..at),
            "lists and objects are nested too deeply",
        );
    }
    syntax(visible(text, at..at), message)
}

/// At most the rest of one line, at least one character where there is one.
fn visible(text: &str, span: Range<usize>) -> Range<usize> {
    let start = floor_char_boundary(text, span.start);
    let rest = &text[start..floor_char_boundary(text, span.end).max(start)];
    let end = start + rest.find(['\n', '\r']).unwrap_or(rest.len());
    let next = text[start..]
        .chars()
        .next()
        .filter(|character| !character.is_control())
        .map_or(0, char::len_utf8);
    start..end.max(start + next)
}
