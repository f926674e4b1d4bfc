//! The page that a change request opens with, its languages, and what can be left out.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::run;
use crate::diff_pair::{CONTOSO, HBNA, pair};

fn diff(folder: &TempDir, more: &[&str]) -> String {
    let arguments = [&["diff", "old.json", "new.json"], more].concat();
    let answer = run(folder.path(), arguments);
    assert_eq!(answer.code, Some(2), "{}", answer.err);
    answer.out
}

fn another_host(new: &mut Value) {
    new["on_premises"]["hosts"]["autodiscover"] = json!("auto.contoso.com");
    new["change"] = json!({
        "id": "CHG0050000", "reason": "Another host", "requester": "Messaging team", "approver": "Board",
        "window": "Saturday 22:00", "reference": "HYB-12",
    });
}

#[test]
fn it_opens_with_what_a_change_board_asks() {
    let folder = pair(CONTOSO, another_host);
    for format in ["text", "markdown", "html"] {
        let page = diff(&folder, &["--format", format]);
        let end = page.find("What was compared").expect("the details follow");
        let page = &page[..end];
        assert!(
            page.contains("Change request CHG0050000: contoso.com"),
            "{page}"
        );
        for said in [
            "The meaning changes:",
            "12-connector-to-on-premises.ps1",
            "Another host",
            "medium",
            "Exchange Administrator",
            "Saturday 22:00",
            "-Action Rollback",
            "-Action Verify",
            "14-test-to-online.ps1",
            "Messaging team",
            "Board",
            "HYB-12",
        ] {
            let escaped = said.replace('-', "\\-");
            assert!(
                page.contains(said) || page.contains(&escaped),
                "{format}: {said}\n{page}"
            );
        }
        // What is only shown somewhere is no matter of the ticket.
        assert!(!page.contains("Config change."), "{page}");
        if format != "html" {
            assert!(page.lines().count() <= 50, "{} lines", page.lines().count());
        }
    }
}

#[test]
fn what_the_config_does_not_say_is_named() {
    let folder = pair(CONTOSO, |new| {
        new.as_object_mut().unwrap().remove("change");
        new.as_object_mut().unwrap().remove("verification");
    });
    let page = diff(&folder, &[]);
    assert!(page.starts_with("Change request: contoso.com\n"), "{page}");
    for said in [
        "Why: not said in the config",
        "Window: not said in the config",
        "Test: The bundle has no test",
        "Back-out: Nothing to take back",
        "Risk: none",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    let folder = pair(HBNA, |new| {
        new["on_premises"]["additional_hosts"] = json!(["x.hbna.co.kr"])
    });
    assert!(diff(&folder, &[]).contains("With this method the test towards Exchange Online fails"));
}

#[test]
fn the_way_back_is_in_the_reverse_order() {
    let folder = pair(CONTOSO, |new| {
        new["on_premises"]["smtp_domains"] = json!(["contoso.com", "x.contoso.com"]);
        new["on_premises"]["additional_hosts"] = json!(["x.contoso.com"]);
    });
    let request: Value = serde_json::from_str(&diff(&folder, &["--format", "json"])).unwrap();
    let numbers: Vec<&str> = request["ticket"]["back_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|command| command.as_str().unwrap().split(['\\', '-']).nth(2).unwrap())
        .collect();
    assert!(numbers.len() > 1);
    let numbers: Vec<u32> = request["ticket"]["back_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|command| {
            let (_, file) = command.as_str().unwrap().rsplit_once('\\').unwrap();
            file[..2].parse().unwrap()
        })
        .collect();
    assert!(numbers.is_sorted_by(|one, next| one > next), "{numbers:?}");
}

/// Of every sentence that English has, none is left; data stays as it is.
#[test]
fn it_is_there_in_korean() {
    let others = pair(HBNA, |new| {
        new["method"] = json!("dedicated-app");
        new["on_premises"]["servers"] = json!([]);
        new["name"] = json!("other");
    });
    for folder in [pair(CONTOSO, another_host), others] {
        for format in ["text", "markdown", "html"] {
            let (english, korean) = (
                diff(&folder, &["--format", format, "--no-lines"]),
                diff(&folder, &["--format", format, "--no-lines", "--lang", "ko"]),
            );
            assert!(korean.contains("변경 요청"), "{korean}");
            assert!(korean.contains("애플리케이션 관리자"), "a role: {korean}");
            assert_eq!(english.lines().count(), korean.lines().count(), "{format}");
            for sentence in [
                "the script",
                "The script",
                "Rollback goes back",
                "bundle",
                "(none)",
            ] {
                assert!(!korean.contains(sentence), "{format}: {sentence}\n{korean}");
            }
        }
        let json = |lang: &str| diff(&folder, &["--format", "json", "--lang", lang]);
        assert_eq!(json("ko"), json("en"), "data has no language");
    }
}

#[test]
fn lines_are_of_scripts_that_run_otherwise() {
    let folder = pair(CONTOSO, another_host);
    let request: Value = serde_json::from_str(&diff(&folder, &["--format", "json"])).unwrap();
    let shown: Vec<&str> = request["files"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|file| file["lines"].is_string())
        .map(|file| file["path"].as_str().unwrap())
        .collect();
    assert!(
        shown.contains(&"exo/12-connector-to-on-premises.ps1"),
        "{shown:?}"
    );
    assert!(shown.iter().all(|path| path.ends_with(".ps1")), "{shown:?}");

    // A comment is no meaning.
    let generate = |config: &str, out: &str| {
        assert_eq!(
            run(folder.path(), ["generate", config, "-o", out, "-q"]).code,
            Some(0)
        );
        folder.path().join(out).join("contoso.com")
    };
    let (old, new) = (generate("old.json", "a"), generate("new.json", "b"));
    let script = new.join("exchange-shell/02-auth-servers.ps1");
    let text = fs::read_to_string(&script).unwrap();
    fs::write(&script, text + "# a remark\r\n").unwrap();
    let paths = [old.to_string_lossy(), new.to_string_lossy()];
    let answer = run(folder.path(), ["diff", &*paths[0], &*paths[1]]);
    assert!(answer.out.contains("02-auth-servers.ps1"), "{}", answer.out);
    assert!(!answer.out.contains("a remark"), "{}", answer.out);
    assert!(answer.out.contains("\n--- old/exo/12-"), "{}", answer.out);
}

#[test]
fn a_copy_of_the_config_that_alone_was_changed_is_named() {
    let folder = pair(CONTOSO, |_| {});
    for out in ["a", "b"] {
        assert_eq!(
            run(folder.path(), ["generate", "old.json", "-o", out, "-q"]).code,
            Some(0)
        );
    }
    let copy = folder.path().join("b/contoso.com/config.json");
    fs::write(
        &copy,
        CONTOSO.replace("mail.contoso.com", "evil.contoso.com"),
    )
    .unwrap();
    let answer = run(folder.path(), ["diff", "a/contoso.com", "b/contoso.com"]);
    assert_eq!(answer.code, Some(2), "{}", answer.out);
    assert!(
        answer.out.contains("  config.json  changed"),
        "{}",
        answer.out
    );
}

#[test]
fn lines_and_reasons_can_be_left_out() {
    let folder = pair(CONTOSO, another_host);
    for format in ["text", "markdown", "html", "json"] {
        let whole = diff(&folder, &["--format", format]);
        let without = diff(&folder, &["--format", format, "--no-lines"]);
        let stat = diff(&folder, &["--format", format, "--stat"]);
        assert!(whole.contains("--- old/"), "{format}");
        for short in [&without, &stat] {
            assert!(!short.contains("--- old/"), "{format}: {short}");
            assert!(
                short.contains("exo/12-connector-to-on-premises.ps1"),
                "{format}: {short}"
            );
        }
        if format != "json" {
            assert!(without.contains("Saturday 22:00"), "{without}");
            assert!(!stat.contains("Saturday 22:00"), "{stat}");
        }
    }
    let request: Value =
        serde_json::from_str(&diff(&folder, &["--stat", "--format", "json"])).unwrap();
    let connector = request["files"].as_array().unwrap().iter();
    let mut connector =
        connector.filter(|file| file["path"] == "exo/12-connector-to-on-premises.ps1");
    let connector = connector.next().unwrap();
    assert!(connector["added"].as_u64() > Some(0) && connector["removed"].as_u64() > Some(0));
    let stat = diff(&folder, &["--stat"]);
    let line = format!("+{} -{}", connector["added"], connector["removed"]);
    assert!(stat.contains(&line), "{line}\n{stat}");
}
