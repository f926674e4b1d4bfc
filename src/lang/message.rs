//! Messages: text with `{values}` and code between backticks.
//!
//! A message is taken apart before its values are put in, so that no value can become anything
//! but text: neither code nor a place for another value.

use std::borrow::Cow;

use crate::markdown;

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Text(Cow<'a, str>),
    /// Something to type or to read on the screen.
    Code(Cow<'a, str>),
}

/// Takes a message apart and puts the values in.
///
/// # Errors
///
/// Names the value that `value` does not know.
pub fn pieces(
    message: &str,
    mut value: impl FnMut(&str) -> Option<String>,
) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    for (index, part) in message.split('`').enumerate() {
        if part.is_empty() {
            continue;
        }
        let text = fill(part, &mut value)?;
        pieces.push(if index % 2 == 0 {
            Piece::Text(text)
        } else {
            Piece::Code(text)
        });
    }
    Ok(pieces)
}

fn fill<'a>(
    part: &'a str,
    value: &mut impl FnMut(&str) -> Option<String>,
) -> Result<Cow<'a, str>, String> {
    if !part.contains('{') {
        return Ok(part.into());
    }
    let mut out = String::with_capacity(part.len());
    let mut rest = part;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after
            .split_once('}')
            .ok_or_else(|| format!("a brace is not closed in: {part}"))?;
        out.push_str(before);
        out.push_str(&value(name).ok_or_else(|| format!("no value {name} for: {part}"))?);
        rest = tail;
    }
    out.push_str(rest);
    Ok(out.into())
}

/// The pieces of a message as Markdown.
#[must_use]
pub fn to_markdown(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => markdown::escape(text),
            Piece::Code(text) => markdown::code(text),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_what_it_is() {
        let found = pieces("for {a}: `run {a}`", |_| Some("`{a}`".to_owned()));
        assert_eq!(
            found,
            Ok(vec![
                Piece::Text("for `{a}`: ".into()),
                Piece::Code("run `{a}`".into()),
            ])
        );
    }

    #[test]
    fn an_unknown_value_is_an_error() {
        assert!(pieces("{b}", |_| None).is_err());
        assert!(pieces("{b", |_| None).is_err());
    }
}
