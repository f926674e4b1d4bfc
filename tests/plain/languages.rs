//! Languages: the config says them, a run may say others, and nothing is lost by either.

use std::fs;

use serde_json::json;

use crate::cli::{run, words};
use crate::customers::{config, folder, names, write_config, write_configs};

fn runbooks(folder: &std::path::Path) -> Vec<String> {
    let mut found = names(folder);
    let reviews = found
        .iter()
        .filter(|name| name.starts_with("REVIEW"))
        .count();
    assert_eq!(
        reviews,
        found
            .iter()
            .filter(|name| name.starts_with("RUNBOOK"))
            .count()
    );
    found.retain(|name| name.starts_with("RUNBOOK"));
    found
}

const BOTH: [&str; 2] = ["RUNBOOK.ko.md", "RUNBOOK.md"];

#[test]
fn customers_of_two_languages_are_one_command() {
    let folder = folder();
    write_configs(folder.path(), &["adatum"]);
    let mut korean = config("hbna");
    korean["languages"] = json!(["en", "ko"]);
    write_config(&folder.path().join("configs/hbna.json"), &korean);
    let done = run(folder.path(), words("generate configs -o out"));
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(runbooks(&folder.path().join("out/adatum")), ["RUNBOOK.md"]);
    assert_eq!(runbooks(&folder.path().join("out/hbna")), BOTH);
    let page = fs::read_to_string(folder.path().join("out/hbna/runbook.ko.html")).unwrap();
    assert!(page.contains("lang=\"ko\""));
    assert_eq!(
        run(folder.path(), words("generate configs -o out --check")).code,
        Some(0)
    );
    let only = words("generate configs/hbna.json -o other --lang en");
    assert_eq!(run(folder.path(), only).code, Some(0));
    assert_eq!(runbooks(&folder.path().join("other/hbna")), ["RUNBOOK.md"]);
}

#[test]
fn a_run_never_deletes_what_another_wrote_in_another_language() {
    let folder = folder();
    write_configs(folder.path(), &["adatum"]);
    let bundle = folder.path().join("out/adatum");
    let generate = |rest: &str| {
        let done = run(
            folder.path(),
            words(format!("generate configs -o out {rest}").trim()),
        );
        assert_eq!(done.code, Some(0), "{}", done.err);
        done.out
    };
    generate("--lang ko");
    assert_eq!(runbooks(&bundle), BOTH);
    for rest in ["--lang en", "", "--check", "--check --lang en"] {
        let said = generate(rest);
        assert!(
            said.contains("unchanged") || said.contains("same"),
            "{said}"
        );
        assert_eq!(runbooks(&bundle), BOTH, "{rest}");
    }
    // Both are of the new config, and the lists name both.
    let mut changed = config("adatum");
    changed["on_premises"]["hosts"]["mail"] = json!("owa.adatum.example");
    write_config(&folder.path().join("configs/adatum.json"), &changed);
    generate("");
    assert_eq!(runbooks(&bundle), BOTH);
    let korean = fs::read_to_string(bundle.join("RUNBOOK.ko.md")).unwrap();
    assert!(korean.contains("owa.adatum.example"));
    assert_eq!(run(folder.path(), words("verify out/adatum")).code, Some(0));
    // Who takes it away means it.
    for name in ["RUNBOOK.ko.md", "runbook.ko.html", "REVIEW.ko.md"] {
        fs::remove_file(bundle.join(name)).unwrap();
    }
    generate("");
    assert_eq!(runbooks(&bundle), ["RUNBOOK.md"]);
}

#[test]
fn a_runbook_that_is_not_ours_is_no_language_of_the_bundle() {
    let folder = folder();
    write_configs(folder.path(), &["adatum"]);
    let generate = words("generate configs -o out");
    assert_eq!(run(folder.path(), generate.clone()).code, Some(0));
    let own = folder.path().join("out/adatum/RUNBOOK.ko.md");
    fs::write(&own, "mine").unwrap();
    fs::remove_file(folder.path().join("out/adatum/common.ps1")).unwrap();
    let done = run(folder.path(), generate);
    assert!(done.code == Some(1) && done.err.contains("RUNBOOK.ko.md"));
    assert_eq!(fs::read_to_string(own).unwrap(), "mine");
}

#[test]
fn languages_are_known_and_named_once() {
    let folder = folder();
    for (languages, code, place) in [
        (json!(["en", "kr"]), "unknown-value", "languages[1]"),
        (json!(["ko", "ko"]), "duplicate-item", "languages[1]"),
        (json!("ko"), "wrong-type", "languages"),
    ] {
        let mut wrong = config("adatum");
        wrong["languages"] = languages;
        write_config(&folder.path().join("adatum.json"), &wrong);
        let done = run(folder.path(), words("check adatum.json --format json"));
        let findings: serde_json::Value = serde_json::from_str(&done.out).unwrap();
        let found = findings["findings"].as_array().unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (&found[0]["code"], &found[0]["path"]),
            (&json!(code), &json!(place))
        );
    }
}

#[test]
fn the_change_record_may_be_a_form_that_is_still_empty() {
    let folder = folder();
    let mut form = config("adatum");
    form["change"] = json!({
        "id": "CHG1", "reason": "why", "requester": "", "approver": "Board", "window": "", "reference": "T-7"
    });
    write_config(&folder.path().join("configs/adatum.json"), &form);
    let done = run(folder.path(), words("generate configs -o out"));
    assert_eq!(done.code, Some(0), "{}", done.err);
    let runbook = fs::read_to_string(folder.path().join("out/adatum/RUNBOOK.md")).unwrap();
    for row in [
        "| Change | CHG1 |",
        "| Approved by | Board |",
        "| Reference | T-7 |",
    ] {
        assert!(runbook.contains(row), "{row}\n{runbook}");
    }
    assert!(!runbook.contains("| Requested by | |") && !runbook.contains("| Window | |"));
}
