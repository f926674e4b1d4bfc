//! `-o FILE` of commands that print, what `--list` and `check` take, steps by number.

use crate::cli;
use std::fs;
use std::path::Path;

use clap::CommandFactory;
use cli::{Answer, run, words};
use tempfile::TempDir;

fn here(line: &str) -> Answer {
    run(Path::new(env!("CARGO_MANIFEST_DIR")), words(line))
}

/// Command lines that print a document, by the command.
const DOCUMENTS: &[(&str, &str)] = &[
    ("check", "check examples/contoso.json --format json"),
    (
        "plan",
        "plan examples/contoso.json --state tests/states/contoso-done --format json",
    ),
    (
        "diagnose",
        "diagnose tests/failures/aadsts500011/test-to-online.txt",
    ),
    ("verify", "verify BUNDLE --format json"),
    (
        "diff",
        "diff examples/contoso.json examples/hbna.co.kr.json",
    ),
    ("report", "report BUNDLE"),
    ("steps", "steps"),
    ("explain", "explain preflight"),
    ("overlay check", "overlay check tests/overlays/contoso"),
    ("schema", "schema"),
    ("completions", "completions powershell"),
    ("man", "man"),
];

#[test]
fn a_document_goes_to_the_file_that_is_named() {
    let made = TempDir::new().unwrap();
    let out = made.path().display();
    here(&format!("generate examples/contoso.json -o {out} -q"));
    let bundle = made.path().join("contoso.com");
    for (_, line) in DOCUMENTS {
        let line = line.replace("BUNDLE", &bundle.to_string_lossy());
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("document");
        fs::write(&file, "older").unwrap();
        let shown = here(&line);
        let kept = here(&format!("{line} -o {}", file.display()));
        assert_eq!((kept.code, &kept.out[..]), (shown.code, ""), "{line}");
        let text = fs::read_to_string(&file).unwrap();
        match shown.out.is_empty() {
            true => assert_eq!((shown.code, &text[..]), (Some(1), "older"), "{line}"),
            false => assert_eq!(text, shown.out, "{line}"),
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{line}");
    }
}

/// `>` of Windows PowerShell damages what a command prints.
#[test]
fn every_command_that_prints_a_document_takes_a_file() {
    let program = hybrid_oauth::cli::Cli::command();
    let overlay = program.find_subcommand("overlay").unwrap();
    let inner = overlay.get_subcommands().map(|one| ("overlay ", one));
    let outer = program.get_subcommands().map(|one| ("", one));
    let commands = outer.chain(inner);
    let mut without = Vec::new();
    for (prefix, command) in commands.filter(|(_, one)| one.get_name() != "overlay") {
        let name = format!("{prefix}{}", command.get_name());
        let option = command.get_arguments().find(|one| one.get_id() == "output");
        let names = option.and_then(|one| one.get_value_names());
        match names.is_some_and(|names| names[0] == "FILE") {
            true if name != "init" => assert!(
                DOCUMENTS.iter().any(|(tried, _)| *tried == name),
                "{name} is not tried"
            ),
            true => {}
            false => without.push(name),
        }
    }
    assert_eq!(without, ["generate", "approve", "overlay init"]);
}

#[test]
fn a_folder_is_not_overwritten_and_none_is_made() {
    let folder = TempDir::new().unwrap();
    let there = folder.path().display();
    let answer = here(&format!("schema -o {there}"));
    assert_eq!((answer.code, &answer.out[..]), (Some(1), ""));
    assert!(answer.err.contains("is a folder"), "{}", answer.err);
    let answer = here(&format!("schema -o {there}/absent/schema.json"));
    assert_eq!(answer.code, Some(1));
    assert!(answer.err.contains("make the folder"), "{}", answer.err);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_failed_command_leaves_the_older_file() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("step.txt");
    fs::write(&file, "older").unwrap();
    let answer = here(&format!("explain zzz -o {}", file.display()));
    assert_eq!(answer.code, Some(1));
    assert_eq!(fs::read_to_string(&file).unwrap(), "older");
}

#[test]
fn a_list_has_comments_and_may_be_utf_16() {
    let text = "# customers\r\n\r\nexamples/contoso.json\r\n";
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    for bytes in [text.as_bytes(), &wide[..]] {
        let folder = TempDir::new().unwrap();
        let list = folder.path().join("list.txt");
        fs::write(&list, bytes).unwrap();
        let out = folder.path().join("out");
        let line = format!("generate --list {} -o {}", list.display(), out.display());
        let answer = here(&line);
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        assert!(out.join("contoso.com/manifest.json").is_file());
    }
}

#[test]
fn check_takes_folders() {
    let answer = here("check examples");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert!(answer.err.contains("2 configs checked"), "{}", answer.err);
    let empty = TempDir::new().unwrap();
    let answer = here(&format!("check {}", empty.path().display()));
    assert_eq!(answer.code, Some(1));
    assert!(answer.err.contains("holds no *.json"), "{}", answer.err);
}

#[test]
fn a_step_has_the_number_of_the_config() {
    for config in ["examples/contoso.json", "examples/hbna.co.kr.json"] {
        let listed = here(&format!("steps {config} --format json")).out;
        let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
        for step in listed["steps"].as_array().unwrap() {
            let (number, id) = (step["number"].as_u64().unwrap(), &step["id"]);
            let answer = here(&format!("explain {number} {config}"));
            let start = format!("{}:", id.as_str().unwrap());
            assert!(answer.out.contains(&start), "{number} {config}");
        }
    }
    assert_eq!(here("explain 99").code, Some(1));
    let both = here("explain 10");
    assert!(both.err.contains("differ between configs"), "{}", both.err);
}
