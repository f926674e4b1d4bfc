//! Whatever interrupts a run, every bundle on disk is whole, and the next run finishes the work.

use crate::{cli, customers};
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Instant;

use cli::{program, run, words};
use customers::{config, everything, folder, names, write, write_config, write_configs};
use hybrid_oauth::verify::verify;

const ORGANISATIONS: usize = 30;
const KILLS: u64 = 12;

fn name(number: usize) -> String {
    format!("org{number:02}")
}

/// Writes all configs; every second round they mean other bundles.
fn write_round(folder: &Path, round: u64) {
    for number in 0..ORGANISATIONS {
        let name = name(number);
        let mut config = config(&name);
        config["on_premises"]["hosts"]["mail"] = format!("mail{}.{name}.example", round % 2).into();
        write_config(&folder.join(format!("configs/{name}.json")), &config);
    }
}

fn is_of(bundle: &Path, round: u64) -> bool {
    let text =
        fs::read_to_string(bundle.join("RUNBOOK.md")).unwrap_or_default() + &walk_text(bundle);
    text.contains(&format!("mail{}.", round % 2))
}

fn walk_text(bundle: &Path) -> String {
    let files = walkdir::WalkDir::new(bundle).into_iter().flatten();
    files
        .filter_map(|entry| fs::read_to_string(entry.path()).ok())
        .collect()
}

fn assert_whole(out: &Path, why: &str) {
    for number in 0..ORGANISATIONS {
        let bundle = out.join(name(number));
        let verified = verify(&bundle).unwrap_or_else(|error| panic!("{why}: {error}"));
        assert!(
            verified.is_same(),
            "{why}: {} {verified:?}",
            bundle.display()
        );
        let evidence = fs::read(bundle.join("evidence/kept.json"));
        assert_eq!(
            evidence.ok().as_deref(),
            Some(&b"{}"[..]),
            "{why}: {}",
            bundle.display()
        );
    }
}

#[test]
fn killed_at_any_moment() {
    let folder = folder();
    let out = folder.path().join("out");
    write_round(folder.path(), 0);
    assert_eq!(
        run(folder.path(), words("generate configs -o out -q")).code,
        Some(0)
    );
    for number in 0..ORGANISATIONS {
        write(&out.join(name(number)).join("evidence/kept.json"), "{}");
    }
    write_round(folder.path(), 1);
    let started = Instant::now();
    assert_eq!(
        run(folder.path(), words("generate configs -o out -q")).code,
        Some(0)
    );
    let whole_run = started.elapsed();

    let (mut in_the_middle, mut random) = (0, 0x2545_F491_4F6C_DD1D_u64);
    for round in 2..2 + KILLS {
        write_round(folder.path(), round);
        let mut child = program(folder.path())
            .args(words("generate configs -o out -q"))
            .spawn()
            .expect("the program starts");
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        thread::sleep(whole_run.mul_f64((random % 1000) as f64 / 1000.0));
        let _ = child.kill();
        child.wait().expect("it ends");
        assert_whole(&out, &format!("after kill {round}"));
        let new = (0..ORGANISATIONS).filter(|number| is_of(&out.join(name(*number)), round));
        let new = new.count();
        in_the_middle += usize::from(0 < new && new < ORGANISATIONS);
    }
    assert!(
        in_the_middle >= 3,
        "only {in_the_middle} of {KILLS} kills met a run at work"
    );

    let last = run(folder.path(), words("generate configs -o out -q"));
    assert_eq!((last.code, last.err.as_str()), (Some(0), ""));
    assert_whole(&out, "at the end");
    assert_eq!(names(&out).len(), ORGANISATIONS, "nothing is left behind");
    assert_eq!(
        run(folder.path(), words("generate configs -o out --check")).code,
        Some(0)
    );
}

#[test]
fn what_an_interrupted_run_left_is_put_right() {
    let folder = folder();
    let (out, work) = (
        folder.path().join("out"),
        folder.path().join("out/.hybrid-oauth"),
    );
    write_configs(folder.path(), &["adatum", "contoso", "fabrikam"]);
    assert_eq!(
        run(folder.path(), words("generate configs -o out -q")).code,
        Some(0)
    );
    let before = everything(&out.join("contoso"));
    // Between the two renames of a system that cannot swap folders: the old one is aside.
    fs::create_dir_all(work.join("whole")).unwrap();
    fs::rename(out.join("contoso"), work.join("whole/contoso")).unwrap();
    // After the swap: the old one is out, with evidence that was written at that moment and a
    // script that the new one no longer has.
    write(&work.join("whole/adatum/evidence/late.json"), "{}");
    write(&work.join("whole/adatum/exo/99-gone.ps1"), "'old'");
    let manifest = r#"{"tool":{"name":"hybrid-oauth"},"files":[{"path":"exo/99-gone.ps1"}]}"#;
    write(&work.join("whole/adatum/manifest.json"), manifest);
    // Half made.
    write(&work.join("half/fabrikam/common.ps1"), "half");
    let done = run(folder.path(), words("generate configs -o out"));
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(done.out.matches("unchanged:").count(), 3, "{}", done.out);
    assert_eq!(names(&out), ["adatum", "contoso", "fabrikam"]);
    assert!(out.join("adatum/evidence/late.json").exists());
    assert!(!out.join("adatum/exo/99-gone.ps1").exists());
    let after = everything(&out.join("contoso"));
    assert_eq!(after, before);
}

#[test]
fn two_runs_at_once_do_not_disturb_each_other() {
    let folder = folder();
    let out = folder.path().join("out");
    write_round(folder.path(), 0);
    for round in 0..2 {
        write_round(folder.path(), round);
        let start = || {
            program(folder.path())
                .args(words("generate configs -o out -q"))
                .spawn()
                .expect("the program starts")
        };
        for child in [start(), start()] {
            let done = child.wait_with_output().expect("it ends");
            let err = String::from_utf8_lossy(&done.stderr);
            assert_eq!((done.status.code(), err.as_ref()), (Some(0), ""));
        }
        let check = run(folder.path(), words("generate configs -o out --check"));
        assert_eq!(check.code, Some(0), "{}", check.out);
        assert_eq!(names(&out).len(), ORGANISATIONS);
    }
}

/// A limit on the size of files stands for the disk that is full: the large files fail in the
/// middle of a bundle.
#[cfg(unix)]
#[test]
fn a_disk_that_takes_no_more() {
    let folder = folder();
    write_configs(folder.path(), &["adatum", "contoso"]);
    assert_eq!(
        run(folder.path(), words("generate configs -o out -q")).code,
        Some(0)
    );
    let before = everything(&folder.path().join("out"));
    let mut changed = config("contoso");
    changed["on_premises"]["hosts"]["mail"] = "owa.contoso.example".into();
    write_config(&folder.path().join("configs/contoso.json"), &changed);
    write_config(
        &folder.path().join("configs/fabrikam.json"),
        &config("fabrikam"),
    );
    let full = std::process::Command::new("sh")
        .current_dir(folder.path())
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 40; exec \"$0\" generate configs -o out",
        ])
        .arg(env!("CARGO_BIN_EXE_hybrid-oauth"))
        .output()
        .expect("a shell");
    let err = String::from_utf8_lossy(&full.stderr);
    assert_eq!(full.status.code(), Some(1), "{err}");
    assert!(
        err.contains("File too large") && err.contains("2 failed"),
        "{err}"
    );
    let bundles = |all: &std::collections::BTreeMap<_, _>| {
        let mut all = all.clone();
        all.remove(&folder.path().join("out"));
        all
    };
    let after = everything(&folder.path().join("out"));
    assert_eq!(
        bundles(&after),
        bundles(&before),
        "what was there is there still"
    );
    assert_eq!(
        run(folder.path(), words("generate configs -o out -q")).code,
        Some(0)
    );
    assert_eq!(
        run(folder.path(), words("generate configs -o out --check")).code,
        Some(0)
    );
}
