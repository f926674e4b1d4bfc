//! `steps`, `explain`, `completions`, `man`.

use std::path::Path;

use serde_json::Value;

use crate::cli::{Answer, run, words};

fn here(line: &str) -> Answer {
    run(Path::new(env!("CARGO_MANIFEST_DIR")), words(line))
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/cli");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn listing() {
    for (name, line) in [
        ("steps.text", "steps"),
        (
            "steps.markdown",
            "steps examples/hbna.co.kr.json --format markdown",
        ),
        ("explain.clean-up", "explain clean-up"),
        ("explain.collect", "explain collect"),
    ] {
        let answer = here(line);
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        snapshot(name, &answer.out);
    }
}

#[test]
fn json_has_the_shape_of_the_contract_and_the_numbers_of_the_bundle() {
    let folder = tempfile::TempDir::new().unwrap();
    let out = folder.path().to_str().unwrap();
    assert_eq!(
        here(&format!("generate examples/contoso.json -o {out}")).code,
        Some(0)
    );
    let manifest = std::fs::read(folder.path().join("contoso.com/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let answer = here("steps examples/contoso.json --format json");
    let listed: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(listed["format_version"], 1);
    let steps = listed["steps"].as_array().unwrap();
    assert_eq!(steps.len(), manifest["steps"].as_array().unwrap().len());
    for (step, expected) in steps.iter().zip(manifest["steps"].as_array().unwrap()) {
        for key in ["number", "id", "context", "file"] {
            assert_eq!(step[key], expected[key]);
        }
        assert!(step["title"].is_string());
        for key in ["roles", "cmdlets", "links"] {
            assert!(!step[key].as_array().unwrap().is_empty(), "{key}: {step}");
        }
    }
    let all: Value = serde_json::from_str(&here("steps --format json").out).unwrap();
    assert!(all["steps"].as_array().unwrap().len() > steps.len());
}

#[test]
fn every_step_is_explained() {
    let all: Value = serde_json::from_str(&here("steps --format json").out).unwrap();
    for step in all["steps"].as_array().unwrap() {
        let answer = here(&format!("explain {}", step["id"].as_str().unwrap()));
        assert_eq!(answer.code, Some(0));
        for key in ["links", "cmdlets", "scopes", "roles"] {
            for item in step[key].as_array().unwrap() {
                assert!(
                    answer
                        .out
                        .replace("\n          ", " ")
                        .contains(item.as_str().unwrap()),
                    "{item}"
                );
            }
        }
    }
    let file = here(r"explain exchange-shell\02-auth-servers.ps1");
    assert_eq!(file.out, here("explain auth-servers").out);
}

#[test]
fn an_unknown_step_is_1_with_a_suggestion() {
    let answer = here("explain auth-server");
    assert_eq!((answer.code, &answer.out[..]), (Some(1), ""));
    assert!(
        answer.err.contains("did you mean `auth-servers`?"),
        "{}",
        answer.err
    );
    let answer = here("explain zzz");
    assert!(
        answer.code == Some(1) && !answer.err.contains("did you mean"),
        "{}",
        answer.err
    );
    assert_eq!(here("steps absent.json").code, Some(1));
}

#[test]
fn wrong_usage_is_64() {
    for line in [
        "explain",
        "completions csh",
        "diff one",
        "steps --format yaml",
        "init --cloud mars",
        "man a b",
    ] {
        assert_eq!(here(line).code, Some(64), "{line}");
    }
}

#[test]
fn manual_pages() {
    let page = here("man");
    assert_eq!(page.code, Some(0));
    assert!(page.out.contains(".TH hybrid-oauth 1"), "{}", page.out);
    assert!(page.out.contains("diff"));
    let page = here("man diff");
    assert!(
        page.out.contains(".TH hybrid-oauth-diff 1") && page.out.contains("markdown"),
        "{}",
        page.out
    );
    let answer = here("man nothing");
    assert!(
        answer.code == Some(1) && answer.err.contains("diff"),
        "{}",
        answer.err
    );
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let answer = here(&format!("completions {shell}"));
        assert_eq!(answer.code, Some(0), "{shell}");
        assert!(answer.out.contains("explain"), "{shell}");
    }
}
