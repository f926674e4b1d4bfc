//! The command: exit codes, messages, config and state.

use std::fs;
use std::path::PathBuf;

use hybrid_oauth::cli::Format;
use hybrid_oauth::commands::diagnose::{DiagnoseArgs, run};
use hybrid_oauth::report::Style;
use tempfile::TempDir;

/// Exit code, standard output, standard error.
fn call(args: &DiagnoseArgs) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(args, &mut out, &mut err).unwrap();
    (
        code,
        String::from_utf8(out).unwrap(),
        String::from_utf8(err).unwrap(),
    )
}

fn file(folder: &TempDir, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    path
}

fn args(file: PathBuf) -> DiagnoseArgs {
    DiagnoseArgs {
        files: vec![file],
        ..DiagnoseArgs::default()
    }
}

const REFUSED: &[u8] = b"The request failed with HTTP status 403: Forbidden.";

#[test]
fn recognised_is_0_and_nothing_recognised_is_2() {
    let folder = TempDir::new().unwrap();
    let (code, out, err) = call(&args(file(&folder, "a.txt", REFUSED)));
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("forbidden-403"), "{out}");
    let (code, out, err) = call(&args(file(&folder, "b.txt", b"All is well.")));
    assert_eq!((code, err.as_str()), (2, ""));
    assert!(out.contains("Nothing was recognised"), "{out}");
}

#[test]
fn what_cannot_be_read_is_1_and_says_why() {
    let folder = TempDir::new().unwrap();
    let missing = args(folder.path().join("missing.txt"));
    let binary = args(file(&folder, "c.bin", b"\x7fELF\0\0\0\0(403) Forbidden"));
    for (args, word) in [(missing, "cannot be read"), (binary, "binary data")] {
        let (code, out, err) = call(&args);
        assert_eq!((code, out.as_str()), (1, ""));
        assert!(err.contains(word) && err.contains("help:"), "{err}");
    }
}

#[test]
fn json_is_one_document_with_its_version() {
    let folder = TempDir::new().unwrap();
    let mut args = args(file(&folder, "a.txt", b"All is well."));
    args.format = Format::Json;
    let (code, out, _) = call(&args);
    assert_eq!(code, 2);
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["format_version"], 1);
    assert_eq!(document["matches"], serde_json::json!([]));
}

#[test]
fn colours_come_only_when_asked_for() {
    let folder = TempDir::new().unwrap();
    let mut args = args(file(&folder, "a.txt", REFUSED));
    assert!(!call(&args).1.contains('\u{1b}'));
    args.style = Style::Colored;
    assert!(call(&args).1.contains('\u{1b}'));
}

#[test]
fn config_and_state_rule_causes_out() {
    let folder = TempDir::new().unwrap();
    let mut args = args(file(&folder, "a.txt", REFUSED));
    let config = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/simulation/scenarios/organisations/contoso.json"
    );
    args.config = Some(config.into());
    args.state = Some(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/states/contoso-done").into());
    let (code, out, err) = call(&args);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("the config: method dedicated-app"), "{out}");
    assert!(
        out.contains("nothing of Parameters is left to do for the step setting-override"),
        "{out}"
    );
}

#[test]
fn state_without_its_config_or_of_another_organisation_is_left_out_and_said() {
    let folder = TempDir::new().unwrap();
    let mut args = args(file(&folder, "a.txt", REFUSED));
    args.state = Some(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/states/contoso-done").into());
    let (code, out, _) = call(&args);
    assert_eq!(code, 0);
    assert!(out.contains("without --config"), "{out}");
    args.config = Some(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/hbna.co.kr.json").into());
    let (code, out, _) = call(&args);
    assert_eq!(code, 0);
    assert!(
        out.contains("The state was not used: ") && out.contains(".json"),
        "{out}"
    );
}

#[test]
fn a_bad_config_or_state_is_1() {
    let folder = TempDir::new().unwrap();
    let text = file(&folder, "a.txt", REFUSED);
    let mut bad = args(text.clone());
    bad.config = Some(file(&folder, "bad.json", b"{"));
    let mut empty = args(text.clone());
    empty.state = Some(file(&folder, "none/x.txt", b"").parent().unwrap().into());
    let mut broken = args(text);
    broken.state = Some(
        file(&folder, "broken/exo.json", b"{")
            .parent()
            .unwrap()
            .into(),
    );
    for args in [bad, empty, broken] {
        let (code, out, err) = call(&args);
        assert_eq!((code, out.as_str()), (1, ""), "{err}");
        assert!(err.contains("error"), "{err}");
    }
}

#[test]
fn several_texts_and_folders_are_told_once_with_the_file() {
    let folder = TempDir::new().unwrap();
    file(&folder, "1.txt", b"All is well.");
    let second = file(&folder, "2.txt", REFUSED);
    file(&folder, "3.txt", REFUSED);
    file(&folder, "4.bin", b"\x7fELF\0\0\0\0(403) Forbidden");
    let (code, out, err) = call(&args(folder.path().to_owned()));
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out.matches("forbidden-403").count(), 1, "{out}");
    assert!(out.contains("2.txt, line 1:"), "{out}");
    assert!(out.contains("seen 2 times in all"), "{out}");
    let both = DiagnoseArgs {
        files: vec![folder.path().join("1.txt"), second],
        ..DiagnoseArgs::default()
    };
    assert!(call(&both).1.contains("2.txt, line 1:"));
    let empty = TempDir::new().unwrap();
    assert_eq!(call(&args(empty.path().to_owned())).0, 1);
}

#[test]
fn a_bundle_gives_config_state_and_evidence() {
    let place = TempDir::new().unwrap();
    let root = place.path();
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/clean.json");
    let answer = crate::cli::run(root, ["generate", config, "-o", "out"]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let bundle = root.join("out/contoso.com");
    std::fs::create_dir(bundle.join("evidence")).unwrap();
    std::fs::write(
        bundle.join("evidence/14-test-to-online.apply.json"),
        br#"{ "step": "test-to-online", "messages": ["Failed: AADSTS65001: The user or administrator has not consented"] }"#,
    )
    .unwrap();
    let args = DiagnoseArgs {
        bundle: Some(bundle),
        ..DiagnoseArgs::default()
    };
    let (code, out, err) = call(&args);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("aadsts65001"), "{out}");
    assert!(
        out.contains(r".\mggraph\06-application-consent.ps1 -Action Verify"),
        "{out}"
    );
}
