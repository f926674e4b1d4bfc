//! `verify`: what happened to a bundle since it was written.

use crate::cases::shown::{self, compact};
use crate::common::cases;
use crate::{cli, customers, damage};
use std::fs;
use std::path::{Path, PathBuf};

use cli::{Answer, run, words};
use customers::{folder, write, write_configs};
use hybrid_oauth::digest::sha256;
use serde_json::Value;
use tempfile::TempDir;

const SCRIPT: &str = "exchange-shell/02-auth-servers.ps1";

struct Bundle {
    folder: TempDir,
}

impl Bundle {
    fn new() -> Self {
        let folder = folder();
        write_configs(folder.path(), &["contoso"]);
        let done = run(folder.path(), words("generate configs -o out -q"));
        assert_eq!(done.code, Some(0), "{}", done.err);
        let bundle = Self { folder };
        assert!(
            bundle.path(SCRIPT).exists(),
            "the tests need some script; name another one"
        );
        bundle
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join("out/contoso").join(file)
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("it is there")
    }

    fn digest(&self, file: &str) -> String {
        sha256(&fs::read(self.path(file)).expect("it is there"))
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.text(file);
        assert!(text.contains(from), "{file} has no {from}");
        write(&self.path(file), text.replace(from, to));
    }

    fn append(&self, file: &str, more: &str) {
        write(&self.path(file), self.text(file) + more);
    }

    fn verify(&self) -> Answer {
        run(self.folder.path(), words("verify out/contoso"))
    }

    fn verify_json(&self) -> (Answer, Value) {
        let answer = run(
            self.folder.path(),
            words("verify out/contoso --format json"),
        );
        let value = serde_json::from_str(&answer.out).expect("JSON");
        (answer, value)
    }

    fn expect(&self, code: i32, lines: &[&str]) {
        let answer = self.verify();
        assert_eq!(answer.code, Some(code), "{answer:?}");
        let said: Vec<&str> = answer
            .out
            .lines()
            .filter(|line| !line.starts_with("SHA256SUMS: "))
            .collect();
        assert_eq!(said[..said.len() - 1], *lines, "{}", answer.out);
    }
}

fn snapshot(name: &str, text: &str) {
    let mut settings = shown::settings("cli");
    settings.add_filter(r"\b[0-9a-f]{64}\b", "[digest]");
    settings.add_filter(r"\d+ files", "[number] files");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn a_bundle_as_it_was_written() {
    let bundle = Bundle::new();
    for later in [
        "handoff/a.json",
        "evidence/b.json",
        "state/exo.json",
        "approval.json",
        "approval.json.sig",
    ] {
        write(&bundle.path(later), "{}");
    }
    let answer = bundle.verify().portable();
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""));
    assert!(
        answer
            .out
            .ends_with(&format!("SHA256SUMS: {}\n", bundle.digest("SHA256SUMS")))
    );
    snapshot("verify-same", &answer.out);
    let (answer, value) = bundle.verify_json();
    assert_eq!(answer.code, Some(0));
    assert_eq!(value["format_version"], 1);
    assert_eq!(
        (
            value["same"].as_bool(),
            value["files"].as_array().map(Vec::len)
        ),
        (Some(true), Some(0))
    );
}

/// The list that `Test-Bundle.ps1` is measured by too.
#[test]
fn whatever_happens_to_a_bundle() {
    for case in damage::cases() {
        let folder = folder();
        fs::copy(
            cases::top("examples/contoso.json"),
            folder.path().join("contoso.json"),
        )
        .unwrap();
        run(folder.path(), words("generate contoso.json -o out -q"));
        (case.damage)(&folder.path().join("out/contoso.com"));
        let answer = run(folder.path(), words("verify out/contoso.com --format json"));
        assert_eq!(answer.code, Some(case.code), "{}: {answer:?}", case.name);
        let value: Value = serde_json::from_str(&answer.out).unwrap_or_default();
        let files = value["files"].as_array().cloned().unwrap_or_default();
        let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
        let told: Vec<String> = files
            .iter()
            .map(|one| format!("{} {}", text(one, "status"), text(one, "path")))
            .collect();
        assert_eq!(told, case.told, "{}", case.name);
    }
}

#[test]
fn changed_missing_and_foreign_files() {
    let bundle = Bundle::new();
    bundle.append(SCRIPT, "# more\r\n");
    fs::remove_file(bundle.path("common.ps1")).unwrap();
    write(&bundle.path("exo/notes.txt"), "mine");
    let answer = bundle.verify().portable();
    assert_eq!(answer.code, Some(2));
    snapshot("verify-differs", &answer.out);
    let (answer, value) = bundle.verify_json();
    assert_eq!(answer.code, Some(2));
    snapshot("verify-differs-json", &compact(&value));
}

#[test]
fn a_signature_and_nothing_else_is_accepted() {
    let bundle = Bundle::new();
    let block = "\r\n# SIG # Begin signature block\r\n# MIIGFgYJKoZIhvcNAQcCoIIGBzCC+/=\r\n# BgMCAQ==\r\n# SIG # End signature block\r\n";
    bundle.append(SCRIPT, block);
    bundle.append("common.ps1", block);
    bundle.expect(
        0,
        &[
            "signed: common.ps1 (only a signature was added)",
            &format!("signed: {SCRIPT} (only a signature was added)"),
        ],
    );
    bundle.edit(SCRIPT, "Start-HybridStep -Id", "Start-HybridStep  -Id");
    bundle.expect(
        2,
        &[
            "signed: common.ps1 (only a signature was added)",
            &format!("changed: {SCRIPT}"),
        ],
    );
    let smuggled = Bundle::new();
    smuggled.append(SCRIPT, &block.replace("# BgMCAQ==", "Get-Date"));
    smuggled.append("RUNBOOK.md", block);
    smuggled.expect(2, &["changed: RUNBOOK.md", &format!("changed: {SCRIPT}")]);
}

#[test]
fn a_list_that_was_written_anew_is_found_out_by_the_other() {
    let bundle = Bundle::new();
    let before = bundle.digest(SCRIPT);
    bundle.append(SCRIPT, "# more\r\n");
    bundle.edit("SHA256SUMS", &before, &bundle.digest(SCRIPT));
    let disputed = "the two lists differ about it; the file is what";
    bundle.expect(
        2,
        &[&format!("disputed: {SCRIPT} ({disputed} SHA256SUMS says)")],
    );

    let bundle = Bundle::new();
    bundle.append(SCRIPT, "# more\r\n");
    bundle.edit("manifest.json", &before, &bundle.digest(SCRIPT));
    bundle.expect(
        2,
        &[
            &format!("disputed: {SCRIPT} ({disputed} manifest.json says)"),
            "changed: manifest.json",
        ],
    );
}

#[test]
fn whoever_writes_both_lists_anew_is_found_out_only_by_the_digest_noted_before() {
    let bundle = Bundle::new();
    let noted = bundle.digest("SHA256SUMS");
    let (script, manifest) = (bundle.digest(SCRIPT), bundle.digest("manifest.json"));
    bundle.append(SCRIPT, "# more\r\n");
    for list in ["manifest.json", "SHA256SUMS"] {
        bundle.edit(list, &script, &bundle.digest(SCRIPT));
    }
    bundle.edit("SHA256SUMS", &manifest, &bundle.digest("manifest.json"));
    let answer = bundle.verify().portable();
    assert_eq!(answer.code, Some(0));
    assert!(!answer.out.contains(&noted), "{}", answer.out);
}

#[test]
fn a_file_taken_out_of_one_list_is_told() {
    let bundle = Bundle::new();
    let line = format!("{}  {SCRIPT}\n", bundle.digest(SCRIPT));
    bundle.edit("SHA256SUMS", &line, "");
    bundle.expect(
        2,
        &[&format!(
            "disputed: {SCRIPT} (only one of the two lists names it)"
        )],
    );
}

#[test]
fn one_list_is_enough_to_go_on_with() {
    let bundle = Bundle::new();
    bundle.append(SCRIPT, "# more\r\n");
    let changed = format!("changed: {SCRIPT}");
    fs::remove_file(bundle.path("SHA256SUMS")).unwrap();
    bundle.expect(2, &["missing: SHA256SUMS", &changed]);

    let bundle = Bundle::new();
    fs::remove_file(bundle.path("manifest.json")).unwrap();
    bundle.expect(2, &["missing: manifest.json"]);

    let bundle = Bundle::new();
    write(&bundle.path("manifest.json"), "{");
    let answer = bundle.verify().portable();
    assert_eq!(answer.code, Some(2));
    assert!(
        answer
            .out
            .starts_with("changed: manifest.json (is no manifest: EOF"),
        "{}",
        answer.out
    );
}

#[test]
fn what_is_no_bundle_is_an_error() {
    let bundle = Bundle::new();
    let error = |path: &str, words_of_it: &str| {
        let answer = run(bundle.folder.path(), ["verify", path]);
        assert_eq!((answer.code, answer.out.as_str()), (Some(1), ""));
        assert!(
            answer.err.contains(words_of_it) && answer.err.contains("help:"),
            "{}",
            answer.err
        );
    };
    error("missing", "is no folder");
    error("configs/contoso.json", "is no folder");
    error("configs", "neither manifest.json nor SHA256SUMS");
    write(&bundle.path("SHA256SUMS"), "x");
    write(
        &bundle.path("manifest.json"),
        r#"{"format_version":2,"tool":{"name":"hybrid-oauth"},"files":[]}"#,
    );
    error("out/contoso", "format version 2");
    assert_eq!(run(bundle.folder.path(), ["verify"]).code, Some(64));
}

#[test]
fn a_manifest_does_not_lead_out_of_the_bundle() {
    let bundle = Bundle::new();
    write(&bundle.folder.path().join("out/secret.ps1"), "secret");
    let digest = sha256(b"secret");
    let entry = format!("{digest}  ../secret.ps1\n");
    bundle.append("SHA256SUMS", &entry);
    bundle.expect(2, &["missing: ../secret.ps1"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_not_the_file() {
    let bundle = Bundle::new();
    let elsewhere: &Path = &bundle.folder.path().join("elsewhere.ps1");
    fs::rename(bundle.path(SCRIPT), elsewhere).unwrap();
    std::os::unix::fs::symlink(elsewhere, bundle.path(SCRIPT)).unwrap();
    bundle.expect(2, &[&format!("changed: {SCRIPT} (it is not a plain file)")]);
}
