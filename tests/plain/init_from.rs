//! `init --from`: the config that collected state implies.

use crate::cases::shown;
use crate::cli;
use std::fs;
use std::path::Path;

use cli::{run, run_with_input};

fn state(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/states")
        .join(name);
    path.to_string_lossy().into_owned()
}

#[test]
fn the_config_follows_and_what_is_not_known_is_said() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = shown::settings("plan");
    for name in ["hbna-left-by-hcw", "contoso-half-by-hand"] {
        let answer = run(folder.path(), ["init", "--from", &state(name), "-o", "-"]);
        let check = run_with_input(folder.path(), &["check", "-"], &answer.out).code;
        assert_eq!(answer.code, check, "{}", answer.err);
        let text = format!("{}---\n{}", answer.out, answer.err);
        settings.bind(|| insta::assert_snapshot!(format!("init-from-{name}"), text));
    }
}

#[test]
fn the_plan_of_what_it_writes_is_of_that_organisation() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let from = state("contoso-done");
    let answer = run(folder.path(), ["init", "--from", &from]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert_eq!(answer.out, "written: contoso.com.json\n");
    let answer = run(
        folder.path(),
        ["plan", "contoso.com.json", "--state", &from],
    );
    assert_eq!(
        answer.code,
        Some(2),
        "only the hand-off files: {}{}",
        answer.out,
        answer.err
    );
    assert!(
        answer.out.contains("Plan: 2 to create, 0 to change"),
        "{}",
        answer.out
    );
}

/// `autodiscover.contoso.com` is usual; the domain itself is what some have.
#[test]
fn autodiscover_may_be_the_domain_itself() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["exchange-shell", "exo", "mggraph"] {
        let file = format!("{name}.json");
        let text =
            fs::read_to_string(Path::new(&state("contoso-done")).join(&file)).expect("there");
        let text = text.replace("autodiscover.contoso.com", "contoso.com");
        fs::write(folder.path().join(file), text).expect("written");
    }
    let answer = run(folder.path(), ["init", "--from", ".", "-o", "-"]);
    assert!(
        answer.out.contains("\"autodiscover\": \"contoso.com\""),
        "{}{}",
        answer.out,
        answer.err
    );
}

/// What was not collected is not said to be missing.
#[test]
fn it_says_only_what_the_state_tells() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text =
        fs::read_to_string(Path::new(&state("hbna-left-by-hcw")).join("exchange-shell.json"));
    let mut shell: serde_json::Value = serde_json::from_str(&text.expect("there")).expect("JSON");
    shell["objects"]["AutodiscoverVirtualDirectory"] = serde_json::json!([]);
    fs::write(folder.path().join("exchange-shell.json"), shell.to_string()).expect("written");
    let answer = run(folder.path(), ["init", "--from", ".", "-o", "-"]);
    assert!(
        answer
            .err
            .contains("what Exchange Online knows was not collected"),
        "{}",
        answer.err
    );
    assert!(!answer.err.contains("no connector"), "{}", answer.err);
    assert!(!answer.err.contains("on both sides"), "{}", answer.err);
    assert!(
        !answer.err.contains("assumed"),
        "nothing is: {}",
        answer.err
    );
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("contoso.com.json");
    fs::write(&path, "mine").expect("written");
    let from = state("contoso-done");
    for more in [&[][..], &["-o", "contoso.com.json"][..]] {
        let arguments = ["init", "--from", &from]
            .into_iter()
            .chain(more.iter().copied());
        let answer = run(folder.path(), arguments);
        assert_eq!(answer.code, Some(1));
        assert!(answer.err.contains("nothing was written"), "{}", answer.err);
        assert_eq!(fs::read_to_string(&path).expect("there"), "mine");
    }
}

#[test]
fn it_says_what_it_cannot_be_used_with() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let from = state("contoso-done");
    let answer = run(
        folder.path(),
        ["init", "--from", &from, "--domain", "contoso.com"],
    );
    assert_eq!(answer.code, Some(64));
    let answer = run(folder.path(), ["init", "--from", "nowhere"]);
    assert_eq!(answer.code, Some(1));
    assert!(
        answer.err.contains("nowhere cannot be read"),
        "{}",
        answer.err
    );
}

#[test]
fn without_exchange_online_the_routing_domain_tells_the_initial_domain() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let from = Path::new(&state("contoso-done")).join("exchange-shell.json");
    let alone = folder.path().join("state");
    fs::create_dir(&alone).unwrap();
    fs::copy(from, alone.join("exchange-shell.json")).unwrap();
    let answer = run(folder.path(), ["init", "--from", "state", "-o", "-"]);
    assert!(
        answer.out.contains("\"contoso.onmicrosoft.com\""),
        "{}{}",
        answer.out,
        answer.err
    );
    assert!(
        answer.err.contains("made from the routing domain"),
        "{}",
        answer.err
    );
}
