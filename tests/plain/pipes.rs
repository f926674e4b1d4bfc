//! Whoever puts a pipe, a device or an endless file where a file belongs is told so; nothing waits.
#![cfg(unix)]

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::cli::{program, run, words};
use crate::customers::{config, folder, write, write_config, write_configs};
use hybrid_oauth::files::STATE_LIMIT;

fn pipe(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
}

/// Runs it; the exit code with standard output and standard error, or a panic when it waits.
fn ends(folder: &Path, line: &str) -> (Option<i32>, String) {
    let mut child = program(folder).args(words(line)).spawn().unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(20) {
            let _ = child.kill();
            panic!("{line} waits");
        }
        sleep(Duration::from_millis(10));
    }
    let done = child.wait_with_output().unwrap();
    let text = [done.stdout, done.stderr].concat();
    (done.status.code(), String::from_utf8(text).unwrap())
}

#[track_caller]
fn refused(folder: &Path, line: &str, code: i32, words_of_it: &str) {
    let (found, text) = ends(folder, line);
    assert_eq!(found, Some(code), "{line}: {text}");
    assert!(text.contains(words_of_it), "{line}: {text}");
}

const NO_FILE: &str = "a pipe or a device";

#[test]
fn configs_lists_and_texts() {
    let folder = folder();
    let top = folder.path();
    write_config(&top.join("good.json"), &config("good"));
    pipe(&top.join("pipe"));
    pipe(&top.join("configs/pipe.json"));
    symlink("/dev/zero", top.join("device")).unwrap();
    for name in ["pipe", "device", "configs", "/dev/null"] {
        for line in ["check NAME", "generate NAME -o out"] {
            refused(top, &line.replace("NAME", name), 1, NO_FILE);
        }
        if name == "configs" {
            continue;
        }
        for line in [
            "generate --list NAME -o out",
            "steps NAME",
            "explain preflight NAME",
            "plan NAME --state .",
            "diff good.json NAME",
            "diff NAME good.json",
            "diagnose NAME",
            "diagnose good.json --config NAME",
        ] {
            refused(top, &line.replace("NAME", name), 1, NO_FILE);
        }
    }
    let linked = top.join("linked.json");
    symlink(top.join("good.json"), linked).unwrap();
    assert_eq!(run(top, words("check linked.json")).code, Some(0));
    assert!(!top.join("out").exists());
}

#[test]
fn archives() {
    let folder = folder();
    let top = folder.path();
    write_config(&top.join("good.json"), &config("good"));
    pipe(&top.join("pipe.zip"));
    for line in [
        "check pipe.zip",
        "diff good.json pipe.zip",
        "verify pipe.zip",
        "plan pipe.zip --state .",
    ] {
        let (code, text) = ends(top, line);
        assert_eq!(code, Some(1), "{line}: {text}");
    }
    assert_eq!(
        run(top, words("generate good.json -o out -q")).code,
        Some(0)
    );
    fs::remove_file(top.join("out/good/config.json")).unwrap();
    pipe(&top.join("out/good/config.json"));
    pipe(&top.join("out/good/evidence/pipe.json"));
    for line in [
        "check out/good",
        "plan out/good",
        "diagnose --bundle out/good",
        "report out/good",
        "approve out/good --by A --reference B",
    ] {
        let (code, text) = ends(top, line);
        assert!(code.is_some_and(|code| code < 3), "{line}: {text}");
    }
}

#[test]
fn state_and_evidence() {
    let folder = folder();
    let top = folder.path();
    write_config(&top.join("good.json"), &config("good"));
    pipe(&top.join("one/state/exo.json"));
    symlink("/dev/zero", top.join("device")).unwrap();
    fs::create_dir_all(top.join("two/state")).unwrap();
    symlink("/dev/zero", top.join("two/state/exo.json")).unwrap();
    for state in ["one", "two"] {
        for line in [
            "plan good.json --state NAME",
            "init --from NAME -o -",
            "diagnose good.json --config good.json --state NAME",
        ] {
            refused(top, &line.replace("NAME", state), 1, NO_FILE);
        }
    }
    fs::create_dir_all(top.join("three/state")).unwrap();
    let large = File::create(top.join("three/state/exo.json")).unwrap();
    large.set_len(STATE_LIMIT + 1).unwrap();
    refused(top, "plan good.json --state three", 1, "larger than 64 MiB");
    // Beside the state: what cannot be read is as good as not there.
    let line = "generate good.json -o out -q";
    assert_eq!(run(top, words(line)).code, Some(0));
    write(&top.join("out/good/state/.keep"), "");
    pipe(&top.join("out/good/handoff/certificate.json"));
    pipe(&top.join("out/good/evidence/04-export-certificate.apply.json"));
    let (code, text) = ends(top, "plan good.json --state out/good");
    assert!(code == Some(0) || code == Some(2), "{text}");
}

#[test]
fn bundles() {
    let folder = folder();
    let top = folder.path();
    write_configs(top, &["contoso", "fabrikam"]);
    assert_eq!(run(top, words("generate configs -o out -q")).code, Some(0));
    let bundle = top.join("out/contoso");
    pipe(&bundle.join("exo/pipe"));
    fs::remove_file(bundle.join("common.ps1")).unwrap();
    pipe(&bundle.join("common.ps1"));
    refused(
        top,
        "verify out/contoso",
        2,
        "changed: common.ps1 (it is not a plain file)",
    );
    refused(top, "verify out/contoso", 2, "foreign: exo/pipe");
    refused(top, "diff out/contoso out/fabrikam", 1, NO_FILE);
    refused(top, "diff out/fabrikam out/contoso", 1, NO_FILE);
    refused(
        top,
        "generate configs -o out --check",
        2,
        "changed: contoso/common.ps1",
    );
    refused(top, "generate configs -o out", 1, "exo/pipe");
    for list in ["manifest.json", "SHA256SUMS"] {
        fs::remove_file(bundle.join(list)).unwrap();
        pipe(&bundle.join(list));
        let (code, text) = ends(top, "verify out/contoso");
        assert!(matches!(code, Some(1 | 2)), "{text}");
        assert!(text.contains(list), "{text}");
    }
    refused(top, "diff out/contoso out/fabrikam", 1, "is no bundle");
    refused(
        top,
        "generate configs -o out",
        1,
        "not written by this program",
    );
}
