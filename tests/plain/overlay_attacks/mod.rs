//! Overlays that mean harm, or are broken: a plain sentence, nothing half written, data that stays data.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hybrid_oauth::finding::Finding;
use hybrid_oauth::overlay::{Files, Reading, read, starter};
use hybrid_oauth::report::{Style, draw_in};
use hybrid_oauth::visible::is_hidden;
use proptest::collection::vec;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};
use serde_json::{Value, json};

use crate::cli::{Answer, run, words};
use crate::customers::{config, folder, names, write, write_config};

mod broken;
mod disk;
mod pictures;
mod remarks;

/// A clean overlay in `own`, and `contoso.json`.
fn place() -> tempfile::TempDir {
    let folder = folder();
    let top = folder.path();
    for (path, text) in starter::FILES {
        write(&top.join("own").join(path), text);
    }
    write_config(&top.join("contoso.json"), &config("contoso"));
    folder
}

#[track_caller]
fn harmless(what: &str, answer: &Answer) {
    for text in [&answer.out, &answer.err] {
        assert!(!text.contains("panicked"), "{what}: {text}");
        let hidden = text.chars().find(|one| is_hidden(*one) && *one != '\n');
        assert_eq!(hidden, None, "{what}: {text:?}");
    }
}

/// Every command that takes an overlay refuses it with a sentence, and nothing is written.
#[track_caller]
fn refused(what: &str, top: &Path) {
    let before = names(top);
    for line in [
        "overlay check own",
        "check contoso.json --overlay own",
        "generate contoso.json -o out --overlay own",
        "steps contoso.json --overlay own",
        "diff contoso.json contoso.json --overlay own",
    ] {
        let answer = run(top, words(line));
        harmless(&format!("{what}: {line}"), &answer);
        assert_eq!(
            answer.code,
            Some(1),
            "{what}: {line}: {}{}",
            answer.out,
            answer.err
        );
        assert!(answer.err.contains("error"), "{what}: {}", answer.err);
        assert!(answer.err.contains("help: "), "{what}: {}", answer.err);
    }
    assert_eq!(names(top), before, "{what}: something was written");
}

#[test]
fn what_a_config_calls_its_overlay() {
    let folder = place();
    let top = folder.path();
    for value in [
        json!("/etc"),
        json!("\\\\server\\share"),
        json!("C:\\own"),
        json!("C:own"),
        json!("~/own"),
        json!("nul"),
        json!("own/com1/x"),
        json!("own:stream"),
        json!(""),
        json!("a\u{202e}b"),
        json!("a\nb"),
        json!("{{ name }}"),
        json!("own*"),
        json!("$(own)"),
        json!("x".repeat(100_000)),
        json!("../".repeat(500)),
        json!(1),
        json!(null),
        json!(["own"]),
        json!({ "name": "own" }),
        json!(true),
        json!("contoso.json"),
        json!("own/words"),
    ] {
        let mut named = config("named");
        named["overlay"] = value.clone();
        write_config(&top.join("named.json"), &named);
        for line in ["check named.json", "generate named.json -o out"] {
            let answer = run(top, words(line));
            harmless(line, &answer);
            assert_eq!(answer.code, Some(1), "{value}: {}", answer.err);
            assert!(
                answer.err.contains("named.json:"),
                "{value}: {}",
                answer.err
            );
            assert!(!top.join("out").join("named").exists(), "{value}");
        }
    }
}

/// Text that scripts, pages and tables must show and never obey.
const MARK: &str = "MARK";
const DATA: &[&str] = &[
    "{{ doc.name }}",
    "{{ t.page.kind }}",
    "{% raw %}",
    "{% include \"x\" %}",
    "{# note #}",
    "{{<command id=\"x\" />}}",
    "{name}",
    "{",
    "}}",
    "$(Get-Process)",
    "${env:PATH}",
    "`n`$x",
    "'; Get-Process; '",
    "\"; Get-Process; \"",
    "'@",
    "\"@",
    "#>",
    "<#",
    "\u{2018}; Get-Process; \u{2019}",
    "</title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- x",
    "]]>",
    "&lt;b&gt;",
    "a | b",
    "**bold** _it_ [x](javascript:alert(1))",
    "```",
    "\\",
    "%00",
    "\u{AC00}\u{1F512}",
    "eyJhbGciOiJub25lIn0.e30.",
];

#[test]
fn template_syntax_quotes_and_html_are_data() {
    let folder = place();
    let top = folder.path();
    for data in DATA {
        let said = format!("{MARK}{data}");
        let head = json!({
            "name": said.chars().take(60).collect::<String>(), "version": "1",
            "left_out": [{ "step": "ews-allow-list", "reason": said }],
        });
        write(&top.join("own/overlay.json"), head.to_string());
        write(
            &top.join("own/words/en.json"),
            json!({ "steps": { "preflight": { "title": said, "summary": said } } }).to_string(),
        );
        let done = run(
            top,
            words("generate contoso.json -o out --overlay own --force"),
        );
        assert_eq!(done.code, Some(0), "{data}: {}", done.err);
        harmless(data, &done);
        let bundle = top.join("out/contoso");
        let escaped = hybrid_oauth::runbook::html::escape(&said);
        let page = fs::read_to_string(bundle.join("runbook.html")).unwrap();
        assert!(
            page.matches(&escaped).count() >= 3,
            "{data} is not in the page"
        );
        assert!(
            !page.contains("<script>alert") && !page.contains("<img src=x"),
            "{data}"
        );
        let markdown = hybrid_oauth::markdown::escape(&said);
        let runbook = fs::read_to_string(bundle.join("RUNBOOK.md")).unwrap();
        assert!(runbook.contains(&markdown), "{data} is not in the runbook");
        for entry in walkdir::WalkDir::new(&bundle) {
            let path = entry.unwrap().into_path();
            if path.extension().is_some_and(|extension| extension == "ps1") {
                assert!(
                    !fs::read_to_string(&path).unwrap().contains(MARK),
                    "{data}: {}",
                    path.display()
                );
            }
        }
        assert_eq!(run(top, words("verify out/contoso")).code, Some(0));
    }
}

/// Words are put into templates: what templates would obey is refused before.
#[test]
fn words_cannot_reach_the_templates() {
    for data in DATA {
        let text = json!({ "messages": { "signoff": { "keep": data } } }).to_string();
        let reading = of("words/en.json", text.as_bytes());
        let obeyed = data.contains('{') || data.matches('`').count() % 2 == 1;
        let errors = reading.findings.iter().any(Finding::is_error);
        assert!(errors || !obeyed, "{data} passes");
        if !errors {
            assert!(
                !data.contains("{{") && !data.contains("{%") && !data.contains("{#"),
                "{data}"
            );
        }
    }
}

fn of(path: &str, bytes: &[u8]) -> Reading {
    let mut files: Files = BTreeMap::from([(
        "overlay.json".to_owned(),
        b"{\"name\": \"own\", \"version\": \"1\"}".to_vec(),
    )]);
    files.insert(path.to_owned(), bytes.to_vec());
    read("own", files)
}

/// What of an overlay reaches a terminal is what it is.
#[test]
fn the_texts_of_an_overlay_hide_nothing() {
    const EVIL: &str = "x\u{1b}[31m\u{9b}2J\u{202e}y\u{200b}\u{3164}\r\n| z\u{7}\u{7f}";
    let evil = |value: &str| format!("{value}{EVIL}");
    let texts: [(&str, Value); 4] = [
        (
            "overlay.json",
            json!({ "name": evil("a"), "version": evil("1"), "order": [evil("preflight")], "left_out": [{ "step": evil("clean-up"), "reason": evil("r") }], EVIL: EVIL }),
        ),
        (
            "words/en.json",
            json!({ "messages": { EVIL: { "a": EVIL }, "signoff": { EVIL: "x", "keep": EVIL } }, "steps": { EVIL: {}, "preflight": { "title": EVIL } } }),
        ),
        ("runbook/header.md", Value::Null),
        ("style.css", Value::Null),
    ];
    for (path, value) in texts {
        let folder = place();
        let text = if value.is_null() {
            EVIL.to_owned()
        } else {
            value.to_string()
        };
        write(&folder.path().join("own").join(path), text);
        refused(path, folder.path());
    }
}
