//! Every mistake in an overlay is told with its file, line and column, and what to do.

use crate::cases::shown::{dense, snapshot};
use std::collections::{BTreeMap, BTreeSet};

use hybrid_oauth::finding::Finding;
use hybrid_oauth::overlay::{Files, Reading, read};
use hybrid_oauth::report::{Style, draw_in};

mod cases;

use cases::{cases, script, script_head};

/// Lints about files of an overlay; each has a case below.
pub const CODES: &[&str] = &[
    "overlay-file",
    "overlay-version",
    "overlay-step",
    "overlay-words",
    "overlay-remark",
    "overlay-html",
    "overlay-logo",
    "overlay-style",
    "overlay-script",
    "unknown-cmdlet",
];

const HEAD: &str = "{\n  \"name\": \"standard\",\n  \"version\": \"1.0.0\"\n}\n";

/// An overlay with one file more, or another one.
fn with(path: &str, text: &[u8]) -> Reading {
    let mut files: Files = BTreeMap::from([("overlay.json".to_owned(), HEAD.into())]);
    // A script and what says what it is belong together.
    match path {
        "scripts/own.ps1" => {
            drop(files.insert("scripts/own.json".into(), script_head("own").into()))
        }
        "scripts/own.json" => drop(files.insert("scripts/own.ps1".into(), script("").into())),
        _ => {}
    }
    files.insert(path.to_owned(), text.to_vec());
    read("own", files)
}

fn bytes(code: &str, text: &str) -> Vec<u8> {
    match code {
        "file-not-utf-8" => [text.as_bytes(), b"\xB0\xA1"].concat(),
        _ => text.as_bytes().to_vec(),
    }
}

#[test]
fn every_mistake_is_told_at_its_place() {
    let (mut told, mut all) = (BTreeSet::new(), String::new());
    for (code, what, path, text) in cases() {
        let name = format!("{code}.{what}");
        let reading = with(path, &bytes(code, &text));
        let codes: Vec<&str> = reading.findings.iter().map(|one| one.code).collect();
        assert!(codes.contains(&code), "{name}: {codes:?}");
        let errors = reading.findings.iter().any(Finding::is_error);
        assert_eq!(reading.overlay.is_none(), errors, "{name}");
        for finding in &reading.findings {
            assert_eq!(
                finding.file.replace('\\', "/"),
                format!("own/{path}"),
                "{name}"
            );
            assert!(finding.help.len() > 10, "{name}: {}", finding.help);
            let source = reading
                .sources
                .get(&finding.file)
                .map_or("", String::as_str);
            assert!(
                source.get(finding.span.clone()).is_some(),
                "{name}: {:?}",
                finding.span
            );
        }
        told.insert(code);
        let drawn = draw_in(&reading.findings, "", &reading.sources, Style::Plain);
        all += &dense(&drawn);
    }
    snapshot!("", "overlay", all);
    for code in CODES {
        assert!(told.contains(code), "{code} has no case");
    }
}

#[test]
fn one_mistake_is_one_finding() {
    for (code, what, path, text) in cases() {
        let findings = with(path, &bytes(code, &text)).findings;
        // A tag that opens and one that closes are two places.
        let most = if ["overlay-html", "overlay-style"].contains(&code) {
            6
        } else {
            1
        };
        assert!(findings.len() <= most, "{code}.{what}: {findings:#?}");
    }
}

#[test]
fn without_mistakes_nothing_is_said() {
    for (path, text) in hybrid_oauth::overlay::starter::FILES {
        let reading = with(path, text.as_bytes());
        assert_eq!(reading.findings, [], "{path}");
    }
}
