//! Output folders that somebody prepared: links, mounts, what cannot be removed, a killed run.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::changed::{PROGRAM, change, changed, generate, place, refused};
use crate::cli::{run, words};
use crate::customers::{everything, names, write};
use hybrid_oauth::verify::verify;
use serde_json::{Value, json};

#[test]
fn a_link_in_the_place_of_the_workplace_or_of_a_part_is_refused() {
    for part in ["", "/lock", "/half", "/whole", "/carried"] {
        for target in ["elsewhere", "elsewhere/precious.txt", "missing/x"] {
            let place = changed();
            let link = place.path().join(format!("out/.hybrid-oauth{part}"));
            fs::create_dir_all(link.parent().unwrap()).unwrap();
            symlink(place.path().join(target), &link).unwrap();
            let done = generate(place.path());
            refused(&place, &done, &format!("out/.hybrid-oauth{part} is a link"));
            assert!(link.is_symlink() && !place.path().join("missing").exists());
            fs::remove_file(&link).unwrap();
            assert_eq!(generate(place.path()).code, Some(0));
        }
    }
}

#[test]
fn what_is_no_bundle_in_the_workplace_is_named_and_left() {
    let place = changed();
    let whole = place.path().join("out/.hybrid-oauth/whole");
    fs::create_dir_all(&whole).unwrap();
    symlink(place.path().join("elsewhere"), whole.join("adatum")).unwrap();
    write(&whole.join("stray"), "mine");
    let done = generate(place.path());
    // The bundle of that name has to wait, the other does not.
    refused(&place, &done, "whole/adatum");
    assert!(done.out.contains("replaced: out/contoso"), "{done:?}");
    assert!(done.err.contains("whole/stray"), "{}", done.err);
    assert_eq!(fs::read(whole.join("stray")).unwrap(), b"mine");
    fs::remove_dir_all(&whole).unwrap();
    assert_eq!(generate(place.path()).code, Some(0));
    assert_eq!(names(&place.path().join("out")), ["adatum", "contoso"]);
}

#[test]
fn links_in_a_bundle_are_refused_and_kept_when_forced() {
    for path in [
        "handoff",
        "evidence",
        "exo/extra",
        "state/exo.json",
        "evidence/runs",
    ] {
        let place = changed();
        let link = place.path().join("out/contoso").join(path);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(place.path().join("elsewhere"), &link).unwrap();
        let done = generate(place.path());
        refused(&place, &done, &format!("  {path}\n"));
        assert!(done.out.contains("replaced: out/adatum"), "{done:?}");
        let forced = run(place.path(), words("generate configs -o out --force"));
        assert_eq!(forced.code, Some(0), "{}", forced.err);
        assert!(link.is_symlink());
        assert_eq!(names(&place.path().join("elsewhere")), ["precious.txt"]);
        assert_eq!(names(&place.path().join("out")), ["adatum", "contoso"]);
    }
    // The folder of the bundle itself: not followed by --check either.
    let place = place();
    let out = place.path().join("out");
    fs::rename(out.join("contoso"), place.path().join("moved")).unwrap();
    symlink(place.path().join("moved"), out.join("contoso")).unwrap();
    let check = run(place.path(), words("generate configs -o out --check"));
    assert_eq!(check.code, Some(1), "{check:?}");
    assert!(
        check.err.contains("out/contoso is a file or a link"),
        "{check:?}"
    );
    // An archive that is a link.
    symlink(
        place.path().join("elsewhere/precious.txt"),
        out.join("adatum.zip"),
    )
    .unwrap();
    let done = run(
        place.path(),
        words("generate configs/adatum.json -o out --zip"),
    );
    refused(&place, &done, "out/adatum.zip is a link");
}

#[test]
fn recover_makes_what_it_misses() {
    let place = place();
    let out = place.path().join("out");
    let work = out.join(".hybrid-oauth");
    write(&out.join("contoso/evidence/kept.json"), "{}");
    fs::create_dir_all(work.join("whole")).unwrap();
    let copy = |from: &Path, to: &Path| {
        let done = Command::new("cp").arg("-a").args([from, to]).status();
        assert!(done.is_ok_and(|status| status.success()));
    };
    copy(&out.join("contoso"), &work.join("whole/contoso"));
    fs::rename(out.join("adatum"), work.join("whole/adatum")).unwrap();
    let done = generate(place.path());
    assert_eq!(
        (done.code, done.out.matches("unchanged:").count()),
        (Some(0), 2),
        "{done:?}"
    );
    assert_eq!(names(&out), ["adatum", "contoso"]);
}

#[test]
fn few_file_descriptors_end_in_an_answer() {
    for limit in 3..12 {
        let place = changed();
        let before: Vec<PathBuf> = everything(&place.path().join("out")).into_keys().collect();
        let script = format!("ulimit -n {limit}; exec \"$0\" generate configs -o out");
        let mut child = Command::new("sh")
            .current_dir(place.path())
            .args(["-c", &script, PROGRAM])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let started = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if started.elapsed() > Duration::from_secs(30) {
                let _ = child.kill();
                panic!("ulimit -n {limit}: no end");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        for name in ["adatum", "contoso"] {
            let verified = verify(&place.path().join("out").join(name)).unwrap();
            assert!(verified.is_same(), "ulimit -n {limit}: {verified:?}");
        }
        assert_eq!(generate(place.path()).code, Some(0));
        let after: Vec<PathBuf> = everything(&place.path().join("out")).into_keys().collect();
        assert_eq!(after, before, "ulimit -n {limit}");
    }
}

/// Whatever a manifest lists: records are nobody's to delete but the scripts'.
#[test]
fn a_manifest_that_lists_records_deletes_none() {
    for record in [
        "evidence/02-auth-servers.apply.json",
        "handoff/certificate.json",
        "state/exo.json",
    ] {
        let place = changed();
        let bundle = place.path().join("out/contoso");
        write(&bundle.join(record), "{\"a\": 1}");
        let mut manifest: Value =
            serde_json::from_slice(&fs::read(bundle.join("manifest.json")).unwrap()).unwrap();
        for path in [
            record.to_owned(),
            format!("./{record}"),
            record.replace('/', "//"),
            record.to_uppercase(),
        ] {
            let entry = json!({ "path": path, "sha256": "0", "size": 8 });
            manifest["files"].as_array_mut().unwrap().push(entry);
        }
        write(&bundle.join("manifest.json"), manifest.to_string());
        assert_eq!(generate(place.path()).code, Some(0));
        assert_eq!(fs::read(bundle.join(record)).unwrap(), b"{\"a\": 1}");
        // The same when an interrupted run is put right.
        let whole = place.path().join("out/.hybrid-oauth/whole/contoso");
        write(&whole.join("manifest.json"), manifest.to_string());
        write(&whole.join("evidence/late.json"), "{}");
        manifest["files"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "path": "evidence/late.json" }));
        write(&whole.join("manifest.json"), manifest.to_string());
        assert_eq!(generate(place.path()).code, Some(0));
        assert!(bundle.join("evidence/late.json").exists());
    }
}

/// Stops the program right after the folders changed places, as a kill would.
#[test]
fn a_record_that_was_rolled_back_does_not_come_back() {
    let place = changed();
    let (out, work) = (
        place.path().join("out"),
        place.path().join("out/.hybrid-oauth"),
    );
    let bundle = out.join("contoso");
    for name in ["02-a.apply.json", "03-b.apply.json", "04-c.apply.json"] {
        write(&bundle.join("evidence").join(name), name);
    }
    write(&bundle.join("handoff/certificate.json"), "old");
    // A folder in `whole` that cannot be moved on stops the run there: its name in `half` is taken.
    let done = stop_after_the_swap(place.path());
    assert!(
        work.join("whole/contoso").is_dir() && bundle.is_dir(),
        "{done:?}"
    );
    assert!(work.join("carried/contoso").is_file(), "{done:?}");
    // Then a person rolls one back, removes a hand-off, and a late script writes to the old folder.
    let evidence = bundle.join("evidence");
    fs::rename(
        evidence.join("02-a.apply.json"),
        evidence.join("02-a.apply.json.undone-1"),
    )
    .unwrap();
    fs::remove_file(bundle.join("handoff/certificate.json")).unwrap();
    let old = work.join("whole/contoso/evidence");
    write(&old.join("05-late.apply.json"), "late");
    fs::remove_file(old.join("04-c.apply.json")).unwrap();
    write(&old.join("04-c.apply.json"), "anew");
    let done = generate(place.path());
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(
        names(&evidence),
        [
            "02-a.apply.json.undone-1",
            "03-b.apply.json",
            "04-c.apply.json",
            "05-late.apply.json"
        ]
    );
    assert_eq!(fs::read(evidence.join("04-c.apply.json")).unwrap(), b"anew");
    assert_eq!(names(&bundle.join("handoff")), [""; 0]);
    assert!(!work.exists());
}

/// Kills the program at the first moment at which the old bundle lies in `whole`.
fn stop_after_the_swap(folder: &Path) -> String {
    let whole = folder.join("out/.hybrid-oauth/whole/contoso/common.ps1");
    let new = |path: &Path| fs::read_to_string(path).is_ok_and(|text| text.contains("owa.contoso"));
    for attempt in 0..400 {
        let mut child = Command::new(PROGRAM)
            .current_dir(folder)
            .args(words("generate configs/contoso.json -o out -q"))
            .spawn()
            .unwrap();
        while child.try_wait().unwrap().is_none() {
            if whole.exists() && new(&folder.join("out/contoso/organization.ps1")) {
                break;
            }
        }
        let _ = child.kill();
        let _ = child.wait();
        if whole.exists() && new(&folder.join("out/contoso/organization.ps1")) {
            return format!("attempt {attempt}");
        }
        change(folder, "contoso", "mail");
        run(folder, words("generate configs/contoso.json -o out -q"));
        change(folder, "contoso", "owa");
    }
    "never at the right moment".to_owned()
}
