//! Procedures are data: the built-in ones pass their own loader, and every mistake is told with its place.

use std::collections::HashSet;

use hybrid_oauth::data_step::{self, ReadProcedure};
use hybrid_oauth::domain::Procedure;
use hybrid_oauth::procedure::WORDS;
use hybrid_oauth::report::{Style, draw};
use hybrid_oauth::steps;

use crate::cases::shown::{dense, snapshot};
use crate::cases::top;

fn read(file: &str, bytes: &[u8]) -> ReadProcedure {
    data_step::procedure(file, bytes, &steps::every().collect::<Vec<_>>())
}

/// What is changed in the file of `oauth`, and the lint that this is about.
pub const CASES: &[(&str, &str, &str, &str)] = &[
    ("not JSON", "json-syntax", "\"method\":", "\"method\" ="),
    (
        "a key that is misspelt",
        "unknown-key",
        "\"needs_oauth\"",
        "\"need_oauth\"",
    ),
    (
        "a key that stands twice",
        "duplicate-key",
        "\"needs_oauth\": true,",
        "\"needs_oauth\": true, \"needs_oauth\": true,",
    ),
    ("no steps", "missing-key", "\"steps\":", "\"inbound\":"),
    (
        "an order for the names that nobody gave",
        "missing-key",
        "\"principal_names\": [\"https://{hosts.all}/\"],",
        "",
    ),
    (
        "a method that means something else",
        "unknown-value",
        "\"set-up\"",
        "\"setup\"",
    ),
    (
        "a text for a flag",
        "wrong-type",
        "\"needs_oauth\": true",
        "\"needs_oauth\": \"true\"",
    ),
    (
        "a step that there is not",
        "unknown-step",
        "\"auth-servers\"",
        "\"auth-server\"",
    ),
    (
        "a step that stands twice",
        "duplicate-item",
        "\"auth-servers\",",
        "\"auth-servers\", \"preflight\",",
    ),
    (
        "a step before one that it requires",
        "step-order",
        "\"export-certificate\",\n    { \"step\": \"service-principal-certificate\", \"when\": { \"method\": \"shared-principal\" } },",
        "{ \"step\": \"service-principal-certificate\", \"when\": { \"method\": \"shared-principal\" } },\n    \"export-certificate\",",
    ),
    (
        "a condition on what no config says",
        "unknown-value",
        "\"has\": \"verification\"",
        "\"has\": \"verified\"",
    ),
    (
        "a step with a condition that is none",
        "missing-key",
        "\"preflight\",",
        "{ \"step\": \"preflight\" },",
    ),
    (
        "a host that stands for nothing",
        "unknown-placeholder",
        "{cloud.login_host}",
        "{cloud.login}",
    ),
    (
        "a host that may stand for nothing",
        "placeholder-may-be-empty",
        "{cloud.login_host}",
        "{address_space.proxy_url}",
    ),
    (
        "a warning that nobody wrote",
        "unknown-value",
        "\"method\": \"set-up\",",
        "\"method\": \"set-up\",\n  \"warnings\": [\"sign-in\"],",
    ),
    (
        "a text for scripts that is not ASCII",
        "script-text",
        "\"method\": \"set-up\",",
        "\"method\": \"set-up\",\n  \"application_undo\": \"Zur\u{fc}ck\",",
    ),
];

fn oauth() -> &'static str {
    Procedure::files().next().expect("there is one").1
}

#[test]
fn the_built_in_procedures_pass_the_loader() {
    let mut names = HashSet::new();
    for (procedure, text) in Procedure::files() {
        let file = format!("{}.json", procedure.as_str());
        let read = read(&file, text.as_bytes());
        let drawn = draw(&read.findings, &read.source, Style::Plain);
        assert!(read.findings.is_empty(), "{file}:\n{drawn}");
        let found = read.procedure.expect("nothing was found");
        assert_eq!(found.steps, steps::description(procedure).steps);
        names.insert(procedure);
    }
    for known in [
        Procedure::SET_UP,
        Procedure::ROTATION,
        Procedure::ORGANIZATION_RELATIONSHIP,
        Procedure::HYBRID_MODERN_AUTHENTICATION,
        Procedure::RETIRE,
    ] {
        assert!(names.contains(&known), "no file for {}", known.as_str());
    }
}

#[test]
fn one_without_words_is_told_what_it_lacks() {
    let read = read("move.json", oauth().as_bytes());
    assert!(read.procedure.is_none());
    let told: Vec<&str> = read.findings.iter().map(|one| &one.help[..]).collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told.iter().all(|help| help.contains(WORDS[0])), "{told:#?}");
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let (mut all, mut missed) = (String::new(), Vec::new());
    for (what, code, from, to) in CASES {
        assert!(oauth().contains(from), "{what}: {from} is not there");
        let text = oauth().replacen(from, to, 1);
        let read = read("oauth.json", text.as_bytes());
        let codes: Vec<&str> = read.findings.iter().map(|one| one.code).collect();
        if !codes.contains(code) || read.procedure.is_some() {
            missed.push(format!("{what}: {codes:?}"));
        }
        let drawn = draw(&read.findings, &read.source, Style::Plain);
        all.push_str(&format!("## {what}\n{}", dense(&drawn)));
    }
    assert!(missed.is_empty(), "not told: {missed:#?}");
    snapshot!("", "procedure_files", all);
}

/// A part that is left out is a step of which no bundle knows; the format has to be where people look for it.
#[test]
fn the_page_about_the_format_has_every_key() {
    let page = std::fs::read_to_string(top("docs/data-steps.md")).expect("a page");
    let (_, page) = page.split_once("## Procedures").expect("a section");
    for (_, text) in Procedure::files() {
        let file: serde_json::Value = serde_json::from_str(text).expect("JSON");
        for key in file.as_object().expect("an object").keys() {
            assert!(page.contains(&format!("`{key}`")), "nothing about {key}");
        }
    }
}
