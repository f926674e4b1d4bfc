//! Steps of an overlay, of data and of code, in a bundle.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::{run, words};
use crate::common::cases;
use crate::customers::{config, folder, write, write_config};

/// A folder with `contoso.json` and `own`, the overlay that the proof runs.
fn place() -> tempfile::TempDir {
    let folder = folder();
    let top = folder.path();
    let from = cases::top("tests/overlays/contoso");
    for entry in walkdir::WalkDir::new(&from) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let below = entry.path().strip_prefix(&from).unwrap();
            write(
                &top.join("own").join(below),
                fs::read(entry.path()).unwrap(),
            );
        }
    }
    write_config(&top.join("contoso.json"), &config("contoso"));
    folder
}

#[track_caller]
fn done(top: &Path, line: &str) -> String {
    let answer = run(top, words(line));
    assert!(matches!(answer.code, Some(0 | 2)), "{line}: {}", answer.err);
    answer.out
}

fn text(top: &Path, path: &str) -> String {
    fs::read_to_string(top.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn head(top: &Path, rest: Value) {
    let mut head = json!({ "name": "own", "version": "1" });
    for (key, value) in rest.as_object().unwrap() {
        head[key] = value.clone();
    }
    write(&top.join("own/overlay.json"), head.to_string());
}

const CODE: &str = "out/contoso/exo/13-large-audience.ps1";

#[test]
fn own_code_stands_in_the_frame_as_it_was_written() {
    let folder = place();
    let top = folder.path();
    // What a template would obey, two blank lines and spaces at an end are the code's own.
    let path = top.join("own/scripts/large-audience.ps1");
    let own = fs::read_to_string(&path).unwrap()
        + "\nfunction Get-OwnText {\n    @'\n{{ want.mark }}   \n\n\n{% raw %} #>\n'@\n}\n";
    write(&path, &own);
    done(top, "generate contoso.json -o out --overlay own");
    let script = text(top, CODE);
    let within = own.trim_end().replace('\n', "\r\n");
    let (before, after) = script.split_once(&within).expect("byte for byte");
    assert!(before.ends_with("which hybrid-oauth has not proven:\r\n"));
    assert!(
        before.contains("SupportsShouldProcess")
            && after.contains("Start-HybridStep -Id 'large-audience'")
    );
    assert_eq!(
        done(top, "verify out/contoso")
            .lines()
            .next()
            .map(|line| &line[..5]),
        Some("same:")
    );
    // Nowhere else.
    for entry in walkdir::WalkDir::new(top.join("out/contoso")) {
        let path = entry.unwrap().into_path();
        let is_copy = path.starts_with(top.join("out/contoso/overlay"));
        if path.is_file() && !is_copy && path != top.join(CODE) {
            assert!(
                !fs::read_to_string(&path).unwrap().contains("Get-OwnText"),
                "{}",
                path.display()
            );
        }
    }
}

#[test]
fn documents_say_what_nobody_has_proven() {
    let folder = place();
    let top = folder.path();
    done(
        top,
        "generate contoso.json -o out --overlay own --lang en,ko",
    );
    for (path, said) in [
        ("RUNBOOK.md", "not proven by `hybrid-oauth`"),
        ("runbook.html", "not proven by <code>hybrid-oauth</code>"),
        ("RUNBOOK.ko.md", "`hybrid-oauth`가 증명하지 않았습니다"),
        (
            "REVIEW.md",
            "has not proven; read all of it:** `exo/13-large-audience.ps1`",
        ),
        ("REVIEW.ko.md", "조직의 자체 코드입니다"),
    ] {
        assert!(
            text(top, &format!("out/contoso/{path}")).contains(said),
            "{path}"
        );
    }
    // One step of two: the one that is data needs no such words.
    assert_eq!(
        text(top, "out/contoso/RUNBOOK.md")
            .matches("not proven by")
            .count(),
        1
    );
    assert!(
        text(top, "out/contoso/RUNBOOK.ko.md").contains("조직 외부 수신자에 대한 MailTips 표시")
    );
    let listed = done(top, "steps out/contoso");
    assert!(
        listed.contains("large-audience")
            && listed.contains("mail-tips")
            && !listed.contains("clean-up")
    );
    let explained = done(top, "explain large-audience out/contoso");
    assert!(explained.contains("Set-OrganizationConfig"), "{explained}");
}

#[test]
fn a_change_of_own_code_is_one_of_meaning() {
    let folder = place();
    let top = folder.path();
    done(top, "generate contoso.json -o old --overlay own");
    let path = top.join("own/scripts/large-audience.ps1");
    let other = fs::read_to_string(&path).unwrap().replace("'50'", "'60'");
    write(&path, other);
    done(top, "generate contoso.json -o new --overlay own");
    let diff = run(top, words("diff old/contoso new/contoso --format json"));
    let diff: Value = serde_json::from_str(&diff.out).unwrap();
    assert_eq!(diff["meaning"], "changed");
    let change = diff["changes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["kind"] == "OwnCode");
    assert_eq!(change.unwrap()["step"], "large-audience", "{diff:#}");
}

#[test]
fn the_order_is_kept_and_what_is_required_comes_first() {
    let folder = place();
    let top = folder.path();
    let file = |id: &str| {
        let listed = done(top, "steps contoso.json --overlay own --format json");
        let listed: Value = serde_json::from_str(&listed).unwrap();
        let found = listed["steps"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["id"] == id);
        found.unwrap()["file"].as_str().unwrap().to_owned()
    };
    head(top, json!({ "order": ["preflight", "mail-tips"] }));
    assert_eq!(file("mail-tips"), "exchange-shell/02-mail-tips.ps1");
    // Not named: last.
    assert_eq!(file("large-audience"), "exo/18-large-audience.ps1");
    head(
        top,
        json!({ "order": ["partner-application", "auth-servers"] }),
    );
    let turned = run(top, words("overlay check own"));
    assert_eq!(turned.code, Some(1));
    assert!(turned.err.contains("overlay.json:1:"), "{}", turned.err);
    assert!(
        turned.err.contains("would come before `auth-servers`"),
        "{}",
        turned.err
    );
}

#[test]
fn a_step_can_stand_for_one_of_the_programs() {
    let folder = place();
    let top = folder.path();
    head(top, json!({}));
    let path = top.join("own/steps/mail-tips.json");
    let step = fs::read_to_string(&path).unwrap();
    let replacing = |id: &str| {
        step.replace(
            "\"id\": \"mail-tips\",",
            &format!("\"id\": \"mail-tips\", \"replaces\": \"{id}\","),
        )
    };
    write(&path, replacing("sharing-endpoint"));
    let said = done(top, "overlay check own contoso.json");
    assert!(
        said.contains("replaced  sharing-endpoint by mail-tips"),
        "{said}"
    );
    done(top, "generate contoso.json -o out --overlay own");
    assert!(
        top.join("out/contoso/exchange-shell/09-mail-tips.ps1")
            .is_file()
    );
    assert!(
        !top.join("out/contoso/exchange-shell/09-sharing-endpoint.ps1")
            .exists()
    );
    // One whose hand-off others read cannot be stood for.
    write(&path, replacing("export-certificate"));
    let checked = run(top, words("check contoso.json --overlay own"));
    assert_eq!(checked.code, Some(1));
    assert!(
        checked.err.contains("reads handoff/certificate.json"),
        "{}",
        checked.err
    );
}

#[test]
fn a_plan_does_not_claim_to_know() {
    let folder = place();
    let top = folder.path();
    let state = cases::top("tests/states/contoso-done");
    let example = cases::top("tests/simulation/scenarios/organisations/contoso.json");
    let config = example.display().to_string();
    let state = state.display().to_string();
    let answer = run(
        top,
        [
            "plan",
            &config,
            "--state",
            &state,
            "--overlay",
            "own",
            "--format",
            "json",
        ],
    );
    let plan: Value =
        serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}", answer.err));
    for step in ["large-audience", "mail-tips"] {
        let mut rows = plan["resources"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["step"] == step);
        assert_eq!(rows.next().unwrap()["action"], "unknown", "{step}");
        assert!(rows.next().is_none());
    }
}
