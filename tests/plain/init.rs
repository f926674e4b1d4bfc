//! `init`: what it writes, asks and refuses.

use crate::cli;
use std::fs;

use cli::{run, words};
use serde_json::{Value, json};
use tempfile::TempDir;

const GIVEN: &str = "init --domain hbna.co.kr --tenant hbna.onmicrosoft.com";

#[test]
fn it_writes_a_config_that_check_takes() {
    for (options, cloud, method) in [
        ("", "global", "dedicated-app"),
        (" --method shared-principal", "global", "shared-principal"),
        (" --cloud gcc-high", "gcc-high", "dedicated-app"),
    ] {
        let folder = TempDir::new().unwrap();
        let answer = run(folder.path(), words(&format!("{GIVEN}{options}")));
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        assert_eq!(answer.out, "written: hbna.co.kr.json\n");
        assert!(answer.err.contains("ASSUMED"), "{}", answer.err);
        let text = fs::read_to_string(folder.path().join("hbna.co.kr.json")).unwrap();
        let config: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (&config["cloud"], &config["method"]),
            (&json!(cloud), &json!(method))
        );
        assert_eq!(config["on_premises"]["hosts"]["mail"], "mail.hbna.co.kr");
        let check = run(folder.path(), ["check", "hbna.co.kr.json"]);
        assert_eq!(check.code, Some(0), "{}", check.err);
    }
}

#[test]
fn it_never_overwrites_without_force() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a.json");
    fs::write(&file, "mine").unwrap();
    let answer = run(folder.path(), words(&format!("{GIVEN} -o a.json")));
    assert_eq!((answer.code, &answer.out[..]), (Some(1), ""));
    assert!(answer.err.contains("--force"), "{}", answer.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    fs::write(folder.path().join("hbna.co.kr.json"), "mine").unwrap();
    assert_eq!(run(folder.path(), words(GIVEN)).code, Some(1));
    let answer = run(folder.path(), words(&format!("{GIVEN} -o a.json --force")));
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .contains("hbna.onmicrosoft.com")
    );
}

#[test]
fn editors_find_the_schema_beside_it() {
    let folder = TempDir::new().unwrap();
    let text = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(run(folder.path(), words(GIVEN)).code, Some(0));
    let config: Value = serde_json::from_str(&text("hbna.co.kr.json")).unwrap();
    let named = config["$schema"].as_str().unwrap();
    let printed = run(folder.path(), words("schema"));
    assert_eq!(text(named), printed.out);
    // It is no config of the folder, and one that is there stays.
    let check = run(folder.path(), words("check ."));
    assert!(
        check.err.contains("1 config checked: no errors"),
        "{}",
        check.err
    );
    fs::write(folder.path().join(named), "mine").unwrap();
    let again = run(folder.path(), words(&format!("{GIVEN} --force")));
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert_eq!(text(named), "mine");
}

#[test]
fn it_says_that_the_tests_are_left_out() {
    let folder = TempDir::new().unwrap();
    let answer = run(folder.path(), words(GIVEN));
    assert!(
        answer
            .err
            .contains("verification: (none) (left out, so the bundle has no tests"),
        "{}",
        answer.err
    );
    assert_eq!(
        answer.err.matches("verification").count(),
        1,
        "{}",
        answer.err
    );
    assert!(
        answer.err.contains("Next: correct what is assumed, then"),
        "{}",
        answer.err
    );
    let facts = "--mail-host a.hbna.co.kr --autodiscover-host b.hbna.co.kr -o b.json";
    let answer = run(folder.path(), words(&format!("{GIVEN} {facts}")));
    assert!(
        answer.err.contains("Next: hybrid-oauth check b.json"),
        "{}",
        answer.err
    );
}

#[test]
fn the_file_may_be_standard_output() {
    let folder = TempDir::new().unwrap();
    let answer = run(folder.path(), words(&format!("{GIVEN} -o -")));
    assert_eq!(answer.code, Some(0));
    let config: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(config["tenant"]["initial_domain"], "hbna.onmicrosoft.com");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn without_a_terminal_it_says_what_to_give() {
    let folder = TempDir::new().unwrap();
    let answer = run(folder.path(), words("init --domain contoso.com"));
    assert_eq!((answer.code, &answer.out[..]), (Some(1), ""));
    assert!(
        answer.err.contains("--tenant") && !answer.err.contains("--domain ("),
        "{}",
        answer.err
    );
    let answer = run(folder.path(), ["init"]);
    assert!(
        answer.err.contains("--tenant") && answer.err.contains("--domain ("),
        "{}",
        answer.err
    );
}

#[test]
fn a_wrong_value_is_told_at_its_option() {
    let folder = TempDir::new().unwrap();
    for (domain, tenant, option) in [
        ("not a domain", "contoso.onmicrosoft.com", "--domain"),
        ("contoso.com", "contoso.com", "--tenant"),
        ("con", "contoso.onmicrosoft.com", "--domain"),
    ] {
        let answer = run(
            folder.path(),
            ["init", "--domain", domain, "--tenant", tenant],
        );
        assert_eq!(
            (answer.code, &answer.out[..]),
            (Some(1), ""),
            "{domain} {tenant}"
        );
        assert!(
            answer.err.contains(option) && answer.err.contains("help:"),
            "{}",
            answer.err
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[test]
fn every_fact_that_is_given_is_written() {
    let folder = TempDir::new().unwrap();
    let facts = "--mail-host owa.hbna.co.kr --autodiscover-host ad.hbna.co.kr \
        --tenant-id 11111111-2222-3333-4444-555555555555 --organization HBNA \
        --on-premises-mailbox a@hbna.co.kr --online-mailbox b@hbna.co.kr \
        --server EX01=15.2.1748.37 --server EX02=15.2.1748.37 --change CHG1";
    let answer = run(folder.path(), words(&format!("{GIVEN} {facts} -o a.json")));
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert!(!answer.err.contains("ASSUMED"), "{}", answer.err);
    let text = fs::read_to_string(folder.path().join("a.json")).unwrap();
    let config: Value = serde_json::from_str(&text).unwrap();
    let premises = &config["on_premises"];
    assert_eq!(premises["hosts"]["mail"], "owa.hbna.co.kr");
    assert_eq!(premises["hosts"]["autodiscover"], "ad.hbna.co.kr");
    assert_eq!(premises["servers"][1]["name"], "EX02");
    assert_eq!(config["verification"]["online_mailbox"], "b@hbna.co.kr");
    assert_eq!(config["change"]["id"], "CHG1");
    assert_eq!(config["organization"], "HBNA");
    assert_eq!(
        config["tenant"]["id"],
        "11111111-2222-3333-4444-555555555555"
    );
    let wrong = format!("{GIVEN} --server EX01=old -o b.json");
    let answer = run(folder.path(), words(&wrong));
    assert_eq!(answer.code, Some(1));
    assert!(answer.err.contains("--server"), "{}", answer.err);
    let half = format!("{GIVEN} --online-mailbox b@hbna.co.kr -o b.json");
    assert_eq!(run(folder.path(), words(&half)).code, Some(64));
}
