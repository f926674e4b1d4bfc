//! Whatever the bytes: an answer, no panic, and places that can be drawn.

use crate::cases;
use std::fs;

use hybrid_oauth::load::load;
use hybrid_oauth::report::{Style, draw};
use hybrid_oauth::visible::is_hidden;
use proptest::collection::vec;
use proptest::prelude::*;

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let loaded = load("config.json", bytes);
    prop_assert_eq!(
        loaded.tenant.is_none(),
        loaded.findings.iter().any(|finding| finding.is_error())
    );
    for finding in &loaded.findings {
        prop_assert!(loaded.source.get(finding.span.clone()).is_some() || loaded.source.is_empty());
        prop_assert!(
            !finding.message.contains(is_hidden),
            "{:?}",
            finding.message
        );
        prop_assert!(!finding.help.contains(is_hidden), "{:?}", finding.help);
    }
    let drawn = draw(&loaded.findings, &loaded.source, Style::Plain);
    prop_assert!(
        !drawn.contains(|one| is_hidden(one) && one != '\n'),
        "a command of the file reaches the terminal: {drawn:?}"
    );
    Ok(())
}

/// Pieces that put a config out of order in the ways people and programs do.
const PIECES: &[&str] = &[
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "1e999",
    "\\ud800",
    "\\u0000",
    "\u{1b}[31m",
    "\n",
    "\r",
    "//",
    "콘",
    "\u{feff}",
    "\u{a0}",
    "\u{202e}",
    "\"cloud\":\"bleu\",",
    "\"names\":{},",
    "\"\"",
    "..",
    "xn--",
    "@",
    "https://",
];

#[derive(Debug, Clone)]
enum Edit {
    Insert(usize, usize),
    Remove(usize, usize),
    Copy(usize, usize, usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (any::<usize>(), 0..PIECES.len()).prop_map(|(at, piece)| Edit::Insert(at, piece)),
        (any::<usize>(), 1..40usize).prop_map(|(at, length)| Edit::Remove(at, length)),
        (any::<usize>(), 1..60usize, any::<usize>())
            .prop_map(|(from, length, to)| Edit::Copy(from, length, to)),
    ]
}

fn apply(bytes: &mut Vec<u8>, edit: Edit) {
    let size = bytes.len() + 1;
    let range = |at: usize, length: usize| at % size..(at % size + length).min(size - 1);
    match edit {
        Edit::Insert(at, piece) => {
            bytes.splice(at % size..at % size, PIECES[piece].bytes());
        }
        Edit::Remove(at, length) => {
            bytes.drain(range(at, length));
        }
        Edit::Copy(from, length, to) => {
            let copy = bytes[range(from, length)].to_vec();
            bytes.splice(to % size..to % size, copy);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(bytes in vec(any::<u8>(), 0..400)) {
        check(&bytes)?;
    }

    #[test]
    fn edited_configs(which in any::<usize>(), edits in vec(edit(), 1..6)) {
        let configs = cases::json_files("tests/configs");
        let mut bytes = fs::read(&configs[which % configs.len()]).expect("readable");
        for edit in edits {
            apply(&mut bytes, edit);
        }
        check(&bytes)?;
    }

    /// A hostile text in every place where a text can stand keeps the JSON whole.
    #[test]
    fn hostile_texts(text in any::<String>(), place in any::<usize>()) {
        let config = fs::read_to_string(cases::top("tests/configs/everything.json")).expect("readable");
        let mut value: serde_json::Value = serde_json::from_str(&config).expect("JSON");
        let mut texts = Vec::new();
        collect(&mut value, &mut texts);
        let count = texts.len();
        *texts[place % count] = text;
        check(value.to_string().as_bytes())?;
    }
}

fn collect<'a>(value: &'a mut serde_json::Value, texts: &mut Vec<&'a mut String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text),
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| collect(item, texts)),
        serde_json::Value::Object(map) => map.values_mut().for_each(|item| collect(item, texts)),
        _ => {}
    }
}
