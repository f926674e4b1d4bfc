//! What `diagnose` recognises, measured against a corpus: `tests/failures/<id>/*.txt`, each with its source.

use crate::cases::shown::{compact, new_lines, snapshot};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use hybrid_oauth::diagnose::{Known, Report, diagnose};
use hybrid_oauth::knowledge::table;

/// A text of the corpus.
struct Case {
    name: String,
    source: String,
    /// `<id> <direction>`, likeliest first.
    expected: Vec<String>,
    /// The kind of text, of those from the field.
    kind: Option<String>,
    text: String,
    /// What is found in it, likewise.
    found: Vec<String>,
}

static CORPUS: LazyLock<Vec<Case>> = LazyLock::new(corpus);

fn corpus() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/failures");
    let mut files: Vec<PathBuf> = fs::read_dir(&root)
        .unwrap()
        .flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| {
            let content = fs::read_to_string(file).unwrap();
            let (head, text) = content.split_once("---\n").expect("a head, then ---");
            let values = |key: &str| -> Vec<String> {
                let lines = head.lines().filter_map(|line| line.strip_prefix(key));
                lines.map(|value| value.trim().to_owned()).collect()
            };
            Case {
                name: hybrid_oauth::output::slashed(file.strip_prefix(&root).unwrap()),
                source: values("source:").pop().expect("a source"),
                expected: values("expect:"),
                kind: values("kind:").pop(),
                text: text.to_owned(),
                found: names(&recognise(text.as_bytes())),
            }
        })
        .collect()
}

fn recognise(bytes: &[u8]) -> Report {
    diagnose(bytes, &Known::nothing()).expect("text")
}

/// `<id> <direction>` of each match, in order.
fn names(report: &Report) -> Vec<String> {
    let name = |direction| {
        serde_json::to_value(direction)
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    };
    report
        .matches
        .iter()
        .map(|m| format!("{} {}", m.id, name(m.direction)))
        .collect()
}

#[test]
fn every_text_of_the_corpus_gives_exactly_its_failures_in_order() {
    assert!(CORPUS.len() >= 60, "{} texts", CORPUS.len());
    let mut wrong = String::new();
    for case in CORPUS.iter().filter(|case| case.found != case.expected) {
        let (name, wanted, found) = (&case.name, &case.expected, &case.found);
        let _ = writeln!(wrong, "{name}: wanted {wanted:?}, found {found:?}");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn precision_and_recall_per_failure() {
    let mut counts: BTreeMap<&str, [u32; 3]> = table()
        .failures
        .iter()
        .map(|failure| (failure.id.as_str(), [0; 3]))
        .collect();
    let mut near_misses = 0;
    for case in CORPUS.iter() {
        let id = |name: &'static String| name.split(' ').next().unwrap_or(name);
        let found: Vec<&str> = case.found.iter().map(id).collect();
        let ids: Vec<&str> = case.expected.iter().map(id).collect();
        near_misses += u32::from(ids.is_empty());
        for (id, [right, extra, missed]) in &mut counts {
            match (ids.contains(id), found.contains(id)) {
                (true, true) => *right += 1,
                (false, true) => *extra += 1,
                (true, false) => *missed += 1,
                (false, false) => {}
            }
        }
    }
    let mut report = format!("{:<34} texts  precision  recall\n", "failure");
    let (mut exact, mut texts) = (0, 0);
    for (id, [right, extra, missed]) in counts {
        let only_in_texts = table().get(id).is_some_and(|failure| failure.only_in_texts);
        let least = if only_in_texts { 1 } else { 2 };
        assert!(
            right + missed >= least,
            "{id} needs {least} texts in the corpus"
        );
        if extra + missed == 0 {
            (exact, texts) = (exact + 1, texts + right);
            continue;
        }
        let (precision, recall) = (share(right, extra), share(right, missed));
        let _ = writeln!(
            report,
            "{id:<34} {:>5}  {precision:>9}  {recall:>6}",
            right + missed
        );
    }
    let exact = format!("{exact} failures");
    let _ = writeln!(report, "{exact:<34} {texts:>5}       1.00    1.00");
    let _ = writeln!(report, "texts that only resemble a failure: {near_misses}");
    println!("{report}");
    shows("precision-and-recall", &report);
}

/// Texts from the field by kind and language: how many are answered wholly right, how many get a wrong answer.
#[test]
fn texts_from_the_field_by_kind() {
    let mut kinds: BTreeMap<String, [u32; 3]> = BTreeMap::new();
    for case in CORPUS.iter() {
        let Some(mut kind) = case.kind.clone() else {
            continue;
        };
        if kind == "language" {
            kind = format!("language {}", language(&case.name));
        }
        let found = &case.found;
        let [texts, right, wrong] = kinds.entry(kind).or_default();
        *texts += 1;
        *right += u32::from(*found == case.expected);
        *wrong += u32::from(found.iter().any(|name| !case.expected.contains(name)));
    }
    let [texts, right, wrong] = kinds
        .values()
        .fold([0; 3], |sum, one| [0, 1, 2].map(|at| sum[at] + one[at]));
    let mut report = format!("{:<24} texts  right  wrong\n", "kind");
    for (kind, [texts, right, wrong]) in &kinds {
        let _ = writeln!(report, "{kind:<24} {texts:>5}  {right:>5}  {wrong:>5}");
    }
    assert!(right * 100 >= texts * 95 && wrong == 0, "{report}");
    shows("field", &report);
}

/// `ko` of `form-ko`, `form-soapko`, `language-ko-401`.
fn language(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    let name = name.trim_start_matches("form-").trim_start_matches("soap");
    let name = name.trim_start_matches("language-");
    name.split(['-', '.']).next().unwrap_or(name)
}

fn share(right: u32, wrong: u32) -> String {
    format!(
        "{:.2}",
        f64::from(right) / f64::from((right + wrong).max(1))
    )
}

#[test]
fn every_text_names_its_source() {
    for case in CORPUS.iter() {
        assert!(case.source.len() > 10, "{}", case.name);
    }
}

fn shows(name: &str, text: &str) {
    snapshot!("diagnose", name, text);
}

fn case(name: &str) -> &'static str {
    let found = CORPUS.iter().find(|case| case.name == name);
    &found.unwrap_or_else(|| panic!("{name}")).text
}

/// The case this project comes from: step 5 printed a 503, then one direction failed.
#[test]
fn the_lost_write_is_named_as_the_reason() {
    let report = recognise(case("directory-concurrency-violation/seed.txt").as_bytes());
    let text = hybrid_oauth::diagnose::output::text(&report, &Default::default());
    shows("seed", &text);
}

#[test]
fn what_was_overcome_comes_last() {
    let report = recognise(case("directory-concurrency-violation/recovered.txt").as_bytes());
    assert!(report.matches[1].recovered);
    let text = hybrid_oauth::diagnose::output::text(&report, &Default::default());
    let seed = recognise(case("directory-concurrency-violation/seed.txt").as_bytes());
    let seed = hybrid_oauth::diagnose::output::text(&seed, &Default::default());
    shows("recovered", &new_lines(&text, &seed));
}

#[test]
fn unknown_text_is_answered_in_three_lines() {
    let report = recognise(case("none/items-503.txt").as_bytes());
    let text = hybrid_oauth::diagnose::output::text(&report, &Default::default());
    assert!(text.lines().count() <= 3, "{text}");
    shows("nothing", &text);
}

#[test]
fn the_document_has_the_shape_of_the_contract() {
    let report = recognise(case("unauthorized-401/test-output.txt").as_bytes());
    let document = serde_json::to_value(report).expect("JSON");
    shows("document", &compact(&document));
}

#[test]
fn a_failure_that_repeats_is_told_once_with_its_count() {
    let text = case("forbidden-403/since-november.txt");
    let report = recognise(text.repeat(50).as_bytes());
    assert_eq!(report.matches.len(), 1);
    assert_eq!(report.matches[0].count, 50);
    assert_eq!(report.matches[0].line, 9);
}
