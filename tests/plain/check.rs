//! `check`: what it prints where, and its exit code.

use crate::cases;
use std::path::PathBuf;

use cases::top;
use hybrid_oauth::cli::Format;
use hybrid_oauth::commands::check::{CheckArgs, run};
use serde_json::Value;

fn check(files: &[&str], format: Format, deny_warnings: bool) -> (u8, String, String) {
    let configs: Vec<PathBuf> = files.iter().map(|file| top(file)).collect();
    let args = CheckArgs {
        configs,
        format,
        deny_warnings,
        ..CheckArgs::default()
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(&args, &mut out, &mut err).expect("memory takes it");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (code, text(out), text(err))
}

const CLEAN: &str = "tests/cases/clean.json";
const WARNED: &str = "examples/hbna.co.kr.json";
const WRONG: &str = "tests/configs/invalid/unknown-value.json";

#[test]
fn a_clean_config() {
    let (code, out, err) = check(&[CLEAN], Format::Text, true);
    assert_eq!(
        (code, &out[..], &err[..]),
        (0, "", "1 config checked: no errors, no warnings\n")
    );
}

#[test]
fn warnings_fail_only_where_denied() {
    let (code, _, err) = check(&[WARNED], Format::Text, false);
    assert_eq!(code, 0);
    assert!(
        err.contains("warning[method-no-longer-works]")
            && err.ends_with("1 config checked: no errors, 2 warnings\n")
    );
    let (code, _, err) = check(&[WARNED], Format::Text, true);
    assert_eq!(code, 1);
    assert!(err.ends_with("no errors, 2 warnings (denied)\n"), "{err}");
}

#[test]
fn every_file_is_checked_whatever_is_wrong_with_one() {
    let (code, out, err) = check(&["absent.json", WRONG, CLEAN, WARNED], Format::Text, false);
    assert_eq!((code, &out[..]), (1, ""));
    for part in [
        "error[file-not-found]",
        "error[unknown-value]",
        "warning[method-no-longer-works]",
    ] {
        assert!(err.contains(part), "{part}\n{err}");
    }
    assert!(
        err.ends_with("4 configs checked: 4 errors, 2 warnings\n"),
        "{err}"
    );
}

#[test]
fn json_goes_to_standard_output_alone() {
    let (code, out, err) = check(&[WRONG, WARNED], Format::Json, false);
    assert_eq!((code, &err[..]), (1, ""));
    assert!(
        out.starts_with("{\n  \"format_version\": 1,\n  \"findings\": ["),
        "{out}"
    );
    let value: Value = serde_json::from_str(&out).expect("JSON");
    let findings = value["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), 5);
    let keys: Vec<&str> = findings[0]
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "code", "severity", "file", "line", "column", "path", "message", "help"
        ]
    );
    assert_eq!(findings[0]["code"], "unknown-value");
    assert_eq!(findings[4]["severity"], "warning");
}

#[test]
fn json_of_a_clean_config() {
    let (code, out, _) = check(&[CLEAN], Format::Json, false);
    assert_eq!(
        (code, &out[..]),
        (0, "{\n  \"format_version\": 1,\n  \"findings\": []\n}\n")
    );
}
