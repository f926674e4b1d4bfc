//! A bundle says what wrote it: version and commit, in every script, the runbook and the manifest.

use std::process::Command;

use hybrid_oauth::lang::Lang;
use hybrid_oauth::load::load_path;
use hybrid_oauth::origin::{COMMIT, ORIGIN, VERSION, said};
use hybrid_oauth::{bundle, cli};

use crate::cases::top;

#[test]
fn every_file_that_people_read_names_it() {
    let loaded = load_path(&top("examples/contoso.json"));
    let tenant = loaded.tenant.expect("valid");
    let bundle = bundle::build_in(&tenant, loaded.bytes.as_slice(), &Lang::ALL);
    let word = ORIGIN.as_str();
    assert!(word.starts_with(&format!("hybrid-oauth {VERSION}+")));
    let mut seen = 0;
    for file in &bundle.files {
        let text = std::str::from_utf8(&file.bytes).expect("text");
        if file.path.ends_with(".ps1") {
            let second = text.lines().nth(1);
            assert_eq!(
                second,
                Some(&*format!("# Written by {word}")),
                "{}",
                file.path
            );
            seen += 1;
        } else if file.path.to_lowercase().starts_with("runbook") {
            assert!(text.contains(word), "{}", file.path);
        } else if file.path == "manifest.json" {
            let manifest: serde_json::Value = serde_json::from_str(text).expect("JSON");
            assert_eq!(manifest["tool"]["version"], VERSION);
            assert_eq!(manifest["tool"]["commit"], COMMIT);
        }
    }
    assert!(seen > 20, "{seen} scripts");
}

#[test]
fn it_is_the_commit_of_the_checkout() {
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(top("")).args(arguments);
        let output = command
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        Some(
            String::from_utf8(output.stdout)
                .expect("text")
                .trim()
                .to_owned(),
        )
    };
    let here = git(&["rev-parse", "--show-toplevel"]).map(std::path::PathBuf::from);
    match git(&["rev-parse", "HEAD"]) {
        Some(head) if here == top("").canonicalize().ok() => {
            assert_eq!(COMMIT.trim_end_matches("-dirty"), head);
        }
        _ => assert!(!COMMIT.is_empty()),
    }
}

#[test]
fn the_word_is_short_and_says_changes() {
    let full = "0123456789abcdef0123456789abcdef01234567";
    assert_eq!(said("x", "1.2.3", full), "x 1.2.3+0123456789ab");
    let dirty = format!("{full}-dirty");
    assert_eq!(said("x", "1.2.3", &dirty), "x 1.2.3+0123456789ab-dirty");
    assert_eq!(said("x", "1.2.3", "unknown"), "x 1.2.3+unknown");
    assert_eq!(said("x", "1.2.3", ""), "x 1.2.3");
    let long = <cli::Cli as clap::CommandFactory>::command().render_long_version();
    assert!(long.contains(COMMIT), "{long}");
}
