//! The table of failures as `failures.ps1` has it: what several rows have in common stands once.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::knowledge::{self, Direction, Failure};
use crate::powershell::{WIDTH, string};

/// Forms in which an error number of Entra ID stands in a text.
const NUMBERS: [&str; 2] = [r"\bAADSTSCODE\b", r"error_?codes?.{1,6}\bCODE\b"];

#[derive(Serialize)]
pub(super) struct Table {
    numbers: [&'static str; 2],
    http_contexts: &'static [String],
    http_reasons: BTreeMap<&'static str, &'static str>,
    failures: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: &'static str,
    title: &'static str,
    directions: &'static [Direction],
    passes: bool,
    errors: Vec<&'static str>,
    patterns: Vec<&'static str>,
    http: Vec<String>,
    causes: Vec<String>,
}

impl Table {
    /// Of all failures that scripts name.
    pub(super) fn of_bundles() -> Self {
        let table = knowledge::table();
        let known = table.failures.iter().filter(|one| !one.only_in_texts);
        let failures: Vec<Row> = known.map(Row::of).collect();
        let named = |code: &str| {
            failures
                .iter()
                .any(|row| row.http.iter().any(|one| one == code))
        };
        let reasons = table.http_reasons.iter();
        let http_reasons = reasons
            .filter(|(code, _)| named(code))
            .map(|(code, reason)| (code.as_str(), reason.as_str()))
            .collect();
        Self {
            numbers: NUMBERS,
            http_contexts: &table.http_contexts,
            http_reasons,
            failures,
        }
    }
}

impl Row {
    fn of(failure: &'static Failure) -> Self {
        let forms = |code: &str| NUMBERS.map(|form| form.replace("CODE", code));
        let has = |form: &String| failure.patterns.contains(form);
        let numbers = failure.patterns.iter().filter_map(|pattern| {
            let code = pattern.strip_prefix(r"\bAADSTS")?.strip_suffix(r"\b")?;
            forms(code).iter().all(has).then_some(code)
        });
        let errors: Vec<&str> = numbers.collect();
        let folded: Vec<String> = errors.iter().flat_map(|code| forms(code)).collect();
        let rest = failure.patterns.iter().filter(|one| !folded.contains(one));
        Self {
            id: &failure.id,
            title: &failure.title,
            directions: &failure.directions,
            passes: failure.passes,
            patterns: rest.map(String::as_str).collect(),
            errors,
            http: failure.http.iter().map(u16::to_string).collect(),
            causes: failure.causes.iter().map(cause).collect(),
        }
    }
}

/// Step, cause and mend in a line, or the mend in one of its own.
fn cause(cause: &knowledge::Cause) -> String {
    let step = string(cause.step.as_deref().unwrap_or_default());
    let [said, mend] = [&cause.cause, &cause.mend].map(|text| string(text));
    let whole = format!("{step}, {said}, {mend}");
    // Before it stands the indent, behind it may stand the end of the row.
    if whole.len() + 12 <= WIDTH {
        return whole;
    }
    format!("{step}, {said},\n            {mend}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_numbers_and_patterns_are_those_of_the_table() {
        let shown = Table::of_bundles().failures;
        assert!(shown.iter().any(|row| !row.errors.is_empty()));
        for row in shown {
            let failure = knowledge::table()
                .get(row.id)
                .expect("it is a row of the table");
            let mut patterns: Vec<String> = row.patterns.into_iter().map(str::to_owned).collect();
            for code in row.errors {
                patterns.extend(NUMBERS.map(|form| form.replace("CODE", code)));
            }
            let mut wanted = failure.patterns.clone();
            patterns.sort();
            wanted.sort();
            assert_eq!(patterns, wanted, "{}", row.id);
        }
    }
}
