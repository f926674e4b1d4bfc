//! Output folders in which something belongs to others: mounts, other accounts.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Output};

use libtest_mimic::Trial;

use crate::changed::{PROGRAM, change, changed, generate, refused};
use crate::cli::{Answer, run, words};
use crate::customers::{names, write};
use crate::tools::{all_there, trial, works};

pub fn trials() -> Vec<Trial> {
    let line = "mount --bind . .";
    let mounts = works("unshare", &["-rm", "sh", "-ec", line]);
    let is_root = std::env::temp_dir()
        .metadata()
        .is_ok_and(|folder| folder.uid() == 0);
    let somebody = !is_root || all_there(&["setpriv"]);
    vec![
        trial(
            "owners::a_mount_is_not_entered",
            mounts,
            a_mount_is_not_entered,
        ),
        trial(
            "owners::what_cannot_be_removed_is_named_and_in_nobody_s_way",
            somebody,
            what_cannot_be_removed_is_named_and_in_nobody_s_way,
        ),
        trial(
            "owners::a_workplace_of_another_owner_is_named_and_gone_round",
            somebody,
            a_workplace_of_another_owner_is_named_and_gone_round,
        ),
        trial(
            "owners::records_of_another_owner_stop_nobody",
            somebody,
            records_of_another_owner_stop_nobody,
        ),
        trial(
            "owners::a_record_that_cannot_be_put_back_stops_its_own_bundle_only",
            somebody,
            a_record_that_cannot_be_put_back_stops_its_own_bundle_only,
        ),
    ]
}

/// Runs shell lines as root of a namespace of its own, where mounts are seen by nobody else.
fn with_mounts(folder: &Path, script: &str) -> Output {
    let done = Command::new("unshare")
        .current_dir(folder)
        .args([
            "-rm",
            "sh",
            "-ec",
            "mount --bind elsewhere elsewhere; echo allowed; eval \"$1\"",
            "sh",
            script,
        ])
        .env("PROGRAM", PROGRAM)
        .output()
        .unwrap();
    assert!(done.stdout.starts_with(b"allowed"), "{done:?}");
    done
}

fn a_mount_is_not_entered() {
    for at in [
        "contoso",
        "contoso/handoff",
        "contoso/exo",
        ".hybrid-oauth",
        ".hybrid-oauth/half",
        ".hybrid-oauth/whole",
    ] {
        for force in ["", " --force"] {
            let place = changed();
            fs::create_dir_all(place.path().join("out").join(at)).unwrap();
            let script = format!(
                "mount --bind elsewhere out/{at}; \"$PROGRAM\" generate configs -o out{force}"
            );
            let done = with_mounts(place.path(), &script);
            let text = String::from_utf8_lossy(&done.stderr).into_owned();
            let answer = Answer {
                code: done.status.code(),
                out: String::from_utf8_lossy(&done.stdout).into_owned(),
                err: text,
            };
            refused(
                &place,
                &answer,
                &format!("something is mounted at out/{at}"),
            );
            if at.starts_with("contoso") {
                assert!(answer.out.contains("replaced: out/adatum"), "{answer:?}");
            }
        }
    }
    // What an interrupted run left: the mount in it stays, all others go on.
    let place = changed();
    let half = place.path().join("out/.hybrid-oauth/half/contoso");
    write(&half.join("common.ps1"), "x");
    fs::create_dir(half.join("handoff")).unwrap();
    let script = "mount --bind elsewhere out/.hybrid-oauth/half/contoso/handoff; \"$PROGRAM\" generate configs -o out";
    let done = with_mounts(place.path(), script);
    let err = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(0), "{err}");
    assert!(
        err.contains("half/contoso/handoff: something is mounted there"),
        "{err}"
    );
    assert_eq!(names(&place.path().join("elsewhere")), ["precious.txt"]);
    assert_eq!(generate(place.path()).code, Some(0));
    assert_eq!(names(&place.path().join("out")), ["adatum", "contoso"]);
}

/// The program as somebody who may not do everything; root may.
fn as_somebody(folder: &Path, line: &str) -> Answer {
    let is_root = folder.metadata().unwrap().uid() == 0;
    let mut command = match is_root {
        true => {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", PROGRAM]);
            command
        }
        false => Command::new(PROGRAM),
    };
    let done = command
        .current_dir(folder)
        .args(words(line))
        .output()
        .unwrap();
    Answer {
        code: done.status.code(),
        out: String::from_utf8_lossy(&done.stdout).into_owned(),
        err: String::from_utf8_lossy(&done.stderr).into_owned(),
    }
}

fn allow(folder: &Path) {
    let open = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        let mode = if entry.file_type().is_dir() {
            0o777
        } else {
            0o666
        };
        open(entry.path(), mode);
    }
}

fn what_cannot_be_removed_is_named_and_in_nobody_s_way() {
    let place = changed();
    let half = place.path().join("out/.hybrid-oauth/half");
    write(&half.join("contoso/evidence/kept.json"), "{}");
    write(&half.join("contoso/common.ps1"), "x");
    allow(place.path());
    let locked = half.join("contoso/evidence");
    fs::set_permissions(&locked, Permissions::from_mode(0o555)).unwrap();
    for line in ["generate configs -o out", "generate configs -o out --zip"] {
        let done = as_somebody(place.path(), line);
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(
            done.err.contains("half/contoso/evidence/kept.json"),
            "{}",
            done.err
        );
        assert!(!half.join("contoso/common.ps1").exists());
    }
    let check = run(place.path(), words("generate configs -o out --check"));
    assert_eq!(check.code, Some(0), "{check:?}");
    fs::set_permissions(&locked, Permissions::from_mode(0o777)).unwrap();
    let done = as_somebody(place.path(), "generate configs -o out");
    assert_eq!(
        (done.code, done.err.contains("stays")),
        (Some(0), false),
        "{done:?}"
    );
    assert!(!place.path().join("out/.hybrid-oauth").exists());
}

/// A workplace that belongs to somebody else, who was interrupted.
fn a_workplace_of_another_owner_is_named_and_gone_round() {
    let all = &["/half", "/whole", "/carried", "/lock"];
    for parts in [&[""][..], &["/half"], &["/half", "/whole", "/lock"], all] {
        let place = changed();
        let work = place.path().join("out/.hybrid-oauth");
        for part in parts {
            match *part {
                "/lock" => write(&work.join("lock"), ""),
                part => fs::create_dir_all(work.join(part.trim_start_matches('/'))).unwrap(),
            }
        }
        write(&work.join("half/old/common.ps1"), "x");
        allow(place.path());
        for folder in [work.join("half/old"), work.join("half"), work.clone()] {
            fs::set_permissions(folder, Permissions::from_mode(0o555)).unwrap();
        }
        let done = as_somebody(place.path(), "generate configs -o out");
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(done.err.contains("out/.hybrid-oauth/"), "{done:?}");
        assert_eq!(done.out.matches("replaced: ").count(), 2, "{done:?}");
        assert_eq!(
            names(&place.path().join("out")),
            [".hybrid-oauth", "adatum", "contoso"]
        );
        allow(place.path());
        let second = place.path().join("out/.hybrid-oauth.1");
        write(&second.join("half/old/common.ps1"), "x");
        fs::create_dir_all(second.join("whole")).unwrap();
        fs::rename(place.path().join("out/adatum"), second.join("whole/adatum")).unwrap();
        assert_eq!(generate(place.path()).code, Some(0));
        assert_eq!(names(&place.path().join("out")), ["adatum", "contoso"]);
    }
}

/// Records in a folder of another owner are taken along; the old folder stays, named, until then.
fn records_of_another_owner_stop_nobody() {
    let place = changed();
    let evidence = place.path().join("out/contoso/evidence");
    write(&evidence.join("02-auth-servers.apply.json"), "{}");
    allow(place.path());
    fs::set_permissions(&evidence, Permissions::from_mode(0o555)).unwrap();
    let done = as_somebody(place.path(), "generate configs -o out");
    assert!(done.out.contains("replaced: out/adatum"), "{done:?}");
    change(place.path(), "adatum", "third");
    let done = as_somebody(place.path(), "generate configs -o out");
    assert!(done.out.contains("replaced: out/adatum"), "{done:?}");
    let kept = place
        .path()
        .join("out/contoso/evidence/02-auth-servers.apply.json");
    assert_eq!(fs::read(kept).unwrap(), b"{}");
}

/// A record that cannot be moved back is lost by nobody: its bundle waits, the others do not.
fn a_record_that_cannot_be_put_back_stops_its_own_bundle_only() {
    let place = changed();
    let whole = place.path().join("out/.hybrid-oauth/whole/contoso");
    write(&whole.join("evidence/late.json"), "{}");
    allow(place.path());
    fs::set_permissions(whole.join("evidence"), Permissions::from_mode(0o555)).unwrap();
    for round in 0..2 {
        let done = as_somebody(place.path(), "generate configs -o out");
        assert_eq!(done.code, Some(1), "{done:?}");
        assert!(
            done.err.contains("whole/contoso is an older bundle"),
            "{done:?}"
        );
        let word = ["replaced: ", "unchanged: "][round];
        assert!(done.out.contains(&format!("{word}out/adatum")), "{done:?}");
        assert!(whole.join("evidence/late.json").exists());
    }
    fs::set_permissions(whole.join("evidence"), Permissions::from_mode(0o777)).unwrap();
    let done = as_somebody(place.path(), "generate configs -o out");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(place.path().join("out/contoso/evidence/late.json").exists());
    assert_eq!(names(&place.path().join("out")), ["adatum", "contoso"]);
}
