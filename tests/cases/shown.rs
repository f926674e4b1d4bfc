//! What a reviewer reads of what is made: each line once.

#![allow(
    unused_imports,
    unused_macros,
    reason = "each test takes what it needs"
)]

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use super::top;

/// Settings for snapshots in a folder below `snapshots/`. They say the same whatever commit the program was built from.
pub fn settings(folder: &str) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(top("snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(r"(\d+\.\d+\.\d+)\+[0-9A-Za-z.-]+", "$1+[commit]");
    settings.add_filter("\"commit\": ?\"[^\"]*\"", "\"commit\": \"[commit]\"");
    settings
}

/// Compares a text with the snapshot of a name in a folder.
macro_rules! snapshot {
    ($folder:expr, $name:expr, $text:expr) => {
        $crate::cases::shown::settings($folder).bind(|| insta::assert_snapshot!($name, $text))
    };
}
pub(crate) use snapshot;

/// The lines of a text that another one has nowhere, numbers and commas at the end aside.
pub fn new_lines(text: &str, other: &str) -> String {
    let plain = |line: &str| {
        line.trim_end_matches(',')
            .replace(|c: char| c.is_ascii_digit(), "")
    };
    let known: BTreeSet<String> = other.lines().map(plain).collect();
    let new = text.lines().filter(|line| !known.contains(&plain(line)));
    new.fold(String::new(), |all, line| all + line + "\n")
}

/// How a text differs from one that is shown elsewhere: what is new, and the first line of what is gone.
pub fn difference(text: &str, like: &str) -> String {
    let diff = TextDiff::from_lines(like, text);
    let mut out = String::new();
    for group in diff.grouped_ops(1) {
        out += "@@\n";
        for op in group {
            let changes: Vec<_> = diff.iter_changes(&op).collect();
            let gone = changes.iter().filter(|one| one.tag() == ChangeTag::Delete);
            let gone = gone.count();
            for (at, change) in changes.iter().enumerate() {
                if gone > 3 && at > 0 && at < gone {
                    continue;
                }
                out += &format!("{}{}", change.tag(), change.value());
                if gone > 3 && at == 0 {
                    out += &format!("-... {} more lines\n", gone - 1);
                }
            }
        }
    }
    out
}

/// The lines that a text adds to another one.
pub fn added(text: &str, to: &str) -> String {
    let diff = TextDiff::from_lines(to, text);
    let new = diff.iter_all_changes();
    let new = new.filter(|change| change.tag() == ChangeTag::Insert);
    new.map(|change| change.value().to_owned()).collect()
}

/// JSON with each list and object on one line where that is short.
pub fn compact(value: &Value) -> String {
    fn write(value: &Value, indent: usize) -> String {
        let flat = value.to_string();
        if indent + flat.len() <= 140 {
            return flat;
        }
        let pad = " ".repeat(indent + 2);
        let (open, close, rows): (char, char, Vec<String>) = match value {
            Value::Object(map) => {
                let row = |(key, value): (&String, &Value)| {
                    let key = Value::from(key.as_str());
                    format!("{pad}{key}: {}", write(value, indent + 2))
                };
                ('{', '}', map.iter().map(row).collect())
            }
            Value::Array(items) => {
                let row = |item: &Value| format!("{pad}{}", write(item, indent + 2));
                ('[', ']', items.iter().map(row).collect())
            }
            _ => return flat,
        };
        format!("{open}\n{}\n{}{close}", rows.join(",\n"), &pad[2..])
    }
    write(value, 0)
}

/// Findings as they are drawn, the place beside the message, without the lines that only space them out.
pub fn dense(drawn: &str) -> String {
    let lines = drawn
        .lines()
        .filter(|line| !matches!(line.trim(), "" | "|"));
    let text = lines.fold(String::new(), |all, line| all + line + "\n");
    Regex::new(r"\n *--> ")
        .expect("a pattern")
        .replace_all(&text, " --> ")
        .into_owned()
}
