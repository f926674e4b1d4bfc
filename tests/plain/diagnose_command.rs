//! The command: exit codes, messages, config and state.

use std::fs;
use std::path::PathBuf;

use hybrid_oauth::commands::check::Format;
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
        file: Some(file),
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
