//! The table of failures as `failures.ps1` has it: lines of text, each with a mark in front.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::knowledge::{self, Cause, Failure};
use crate::powershell::WIDTH;

/// What stands before a line that goes on.
const DEEPER: &str = "  ";

#[derive(Serialize)]
pub(super) struct Table {
    http_contexts: String,
    http_reasons: BTreeMap<&'static str, &'static str>,
    failures: String,
}

impl Table {
    /// Of all failures that scripts name.
    pub(super) fn of_bundles() -> Self {
        let table = knowledge::table();
        let known = || table.failures.iter().filter(|one| !one.only_in_texts);
        let named =
            |code: &str| known().any(|one| one.http.iter().any(|http| code == http.to_string()));
        let reasons = table.http_reasons.iter();
        let http_reasons = reasons
            .filter(|(code, _)| named(code))
            .map(|(code, reason)| (code.as_str(), reason.as_str()))
            .collect();
        let contexts = packed(table.http_contexts.iter());
        Self {
            http_contexts: contexts.join("\n"),
            http_reasons,
            failures: known().flat_map(lines).collect::<Vec<_>>().join("\n"),
        }
    }
}

/// The lines of a failure.
fn lines(failure: &Failure) -> Vec<String> {
    let numbers = numbers(failure);
    let ways = failure.directions.iter().map(|way| way.as_str().to_owned());
    let status = failure.http.iter().map(u16::to_string);
    let marks = numbers.iter().map(|number| format!("AADSTS{number}"));
    let marks = marks.filter(|mark| !failure.title.contains(mark));
    let passes = failure.passes.then(|| "passes".to_owned());
    let marks: Vec<String> = ways.chain(status).chain(marks).chain(passes).collect();
    let head = format!("# {} ({}): {}", failure.id, marks.join(", "), failure.title);
    let known: Vec<String> = numbers.iter().flat_map(|number| forms(number)).collect();
    let rest = failure.patterns.iter().filter(|one| !known.contains(one));
    let causes = failure.causes.iter().map(|one| folded(&cause(one)));
    let patterns = packed(rest);
    [folded(&head)]
        .into_iter()
        .chain(patterns)
        .chain(causes)
        .collect()
}

/// The two forms in which an error number of Entra ID stands in a text, which the script makes itself.
fn forms(number: &str) -> [String; 2] {
    [
        format!(r"\bAADSTS{number}\b"),
        format!(r"error_?codes?.{{1,6}}\b{number}\b"),
    ]
}

/// The error numbers of Entra ID that a failure names in both forms.
fn numbers(failure: &Failure) -> Vec<&str> {
    let patterns = failure.patterns.iter();
    let numbers = patterns.filter_map(|one| one.strip_prefix(r"\bAADSTS")?.strip_suffix(r"\b"));
    numbers
        .filter(|number| {
            forms(number)
                .iter()
                .all(|one| failure.patterns.contains(one))
        })
        .collect()
}

/// As a script says it.
fn cause(cause: &Cause) -> String {
    let step = cause.step.as_ref();
    let step = step.map_or(String::new(), |step| format!(" [step {step}]"));
    format!("- {} Mend: {}{step}", cause.cause, cause.mend)
}

/// Patterns behind marks, as alternatives of one, as many as a line holds.
fn packed<'a>(patterns: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for pattern in patterns {
        match all.last_mut() {
            Some(line) if line.len() + pattern.len() < WIDTH => {
                line.push('|');
                line.push_str(pattern);
            }
            _ => all.push(format!("~ {pattern}")),
        }
    }
    all.into_iter().map(cut).collect()
}

/// A pattern behind its mark, cut where it can be read: before an alternative, or a space and what follows it.
fn cut(mut line: String) -> String {
    let mut out = String::new();
    while line.len() > WIDTH {
        let bytes = line.as_bytes();
        let readable = |at: &usize| match bytes[*at] {
            b'|' => true,
            b' ' => matches!(bytes[*at + 1], b'[' | b'(') && bytes[*at - 1] != b' ',
            _ => false,
        };
        let at = (DEEPER.len() + 1..WIDTH).rev().find(readable);
        let rest = line.split_off(at.unwrap_or(WIDTH));
        out += &line;
        out.push('\n');
        line = format!("{DEEPER}{rest}");
    }
    out + &line
}

/// A text over as many lines as it takes.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut start = 0;
    let mut words = text.split(' ');
    while let Some(word) = words.next() {
        // A step stays with its word.
        let step = if word == "[step" { words.next() } else { None };
        let word = match step {
            Some(step) => Cow::Owned(format!("{word} {step}")),
            None => Cow::Borrowed(word),
        };
        if out.len() - start + 1 + word.len() > WIDTH {
            out.push('\n');
            start = out.len();
            out.push_str(DEEPER);
        } else if out.len() > start {
            out.push(' ');
        }
        out.push_str(&word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the script reads behind a mark.
    fn read(lines: &[String], mark: char, between: &str) -> Vec<String> {
        let marked = lines.iter().filter_map(|line| line.strip_prefix(mark));
        let whole = marked.map(|line| line[1..].replace(&format!("\n{DEEPER}"), between));
        whole.collect()
    }

    #[test]
    fn nothing_is_lost_in_the_lines() {
        for failure in &knowledge::table().failures {
            let lines = lines(failure);
            let whole = lines.iter().flat_map(|line| line.lines());
            assert!(
                whole
                    .clone()
                    .all(|line| line.len() <= WIDTH && line == line.trim_end())
            );
            let head = read(&lines, '#', " ").remove(0);
            assert!(head.starts_with(&format!("{} (", failure.id)), "{head}");
            assert!(head.ends_with(&format!("): {}", failure.title)), "{head}");
            let numbers = head.match_indices("AADSTS").map(|(at, _)| {
                let digits = head[at + 6..].bytes().take_while(u8::is_ascii_digit);
                &head[at + 6..][..digits.count()]
            });
            let mut wanted = failure.patterns.clone();
            wanted.retain(|one| !numbers.clone().any(|number| forms(number).contains(one)));
            assert_eq!(wanted.join("|"), read(&lines, '~', "").join("|"));
            let causes: Vec<String> = failure.causes.iter().map(cause).collect();
            let told: Vec<String> = read(&lines, '-', " ")
                .iter()
                .map(|one| format!("- {one}"))
                .collect();
            assert_eq!(causes, told);
        }
    }
}
