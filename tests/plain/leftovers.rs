//! What lies in the output folder of an earlier run: archives, and bundles whose config is gone.

use std::fs;
use std::path::Path;

use crate::cli::{self, Answer, words};
use crate::customers::{config, everything, folder, names, write, write_config, write_configs};
use tempfile::TempDir;

fn run<'a>(folder: &Path, args: impl IntoIterator<Item = &'a str>) -> Answer {
    cli::run(folder, args).portable()
}

/// Three bundles with archives; then one config changes its host and two go.
fn place() -> TempDir {
    let folder = folder();
    write_configs(folder.path(), &["adatum", "contoso", "fabrikam"]);
    let done = run(folder.path(), words("generate configs -o out --zip -q"));
    assert_eq!(done.code, Some(0), "{}", done.err);
    folder
}

fn change(folder: &Path) {
    let mut changed = config("contoso");
    changed["on_premises"]["hosts"]["mail"] = "owa.contoso.example".into();
    write_config(&folder.join("configs/contoso.json"), &changed);
}

#[test]
fn an_archive_that_is_there_is_renewed_without_being_asked_for() {
    let place = place();
    let top = place.path();
    change(top);
    let before = fs::read(top.join("out/contoso.zip")).unwrap();
    let check = run(top, words("generate configs/contoso.json -o out --check"));
    assert_eq!(check.code, Some(2));
    assert!(
        check.out.contains("changed: contoso.zip\n"),
        "{}",
        check.out
    );
    let done = run(top, words("generate configs/contoso.json -o out"));
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(
        done.out.contains("replaced: out/contoso.zip"),
        "{}",
        done.out
    );
    let after = fs::read(top.join("out/contoso.zip")).unwrap();
    assert_ne!(before, after);
    // An archive alone that is stale: the bundle is as it must be.
    fs::write(top.join("out/contoso.zip"), &before).unwrap();
    let check = run(top, words("generate configs/contoso.json -o out --check"));
    assert_eq!(
        (check.code, check.out.as_str()),
        (Some(2), "changed: contoso.zip\n")
    );
    assert_eq!(run(top, words("generate configs -o out -q")).code, Some(0));
    assert_eq!(fs::read(top.join("out/contoso.zip")).unwrap(), after);
    assert_eq!(
        run(top, words("generate configs -o out --check")).code,
        Some(0)
    );
}

#[test]
fn an_archive_of_somebody_else_is_left_alone() {
    let place = place();
    let top = place.path();
    for (name, content) in [
        ("adatum.zip", b"mine".to_vec()),
        // An archive of ours, of another bundle.
        (
            "fabrikam.zip",
            fs::read(top.join("out/contoso.zip")).unwrap(),
        ),
    ] {
        write(&top.join("out").join(name), &content);
        assert_eq!(run(top, words("generate configs -o out")).code, Some(0));
        assert_eq!(fs::read(top.join("out").join(name)).unwrap(), content);
    }
    assert_eq!(
        run(top, words("generate configs -o out --check")).code,
        Some(0)
    );
    fs::remove_file(top.join("configs/adatum.json")).unwrap();
    assert_eq!(
        run(top, words("generate configs -o out --prune")).code,
        Some(0)
    );
    assert_eq!(fs::read(top.join("out/adatum.zip")).unwrap(), b"mine");
}

#[test]
fn bundles_of_configs_that_are_gone_are_named_and_removed_when_asked_for() {
    let place = place();
    let top = place.path();
    for name in ["adatum", "fabrikam"] {
        fs::remove_file(top.join(format!("configs/{name}.json"))).unwrap();
    }
    let before = everything(&top.join("out"));
    for line in ["generate configs -o out", "generate configs -o out --check"] {
        let done = run(top, words(line));
        assert_eq!(done.code, Some(0));
        for name in ["adatum", "adatum.zip", "fabrikam", "fabrikam.zip"] {
            let note = format!("note: out/{name} is of no config here\n");
            assert!(done.err.contains(&note), "{}", done.err);
        }
        assert!(done.err.contains("--prune"), "{}", done.err);
        assert!(!done.err.contains("out/contoso"), "{}", done.err);
    }
    // One config that is named says nothing of the others.
    let one = run(top, words("generate configs/contoso.json -o out"));
    assert!(!one.err.contains("adatum"), "{}", one.err);
    let check = run(top, words("generate configs -o out --check --prune"));
    assert_eq!(check.code, Some(2), "{}", check.err);
    assert!(
        check.out.contains("gone: adatum\ngone: adatum.zip\n"),
        "{}",
        check.out
    );
    assert_eq!(everything(&top.join("out")), before);
    let done = run(top, words("generate configs -o out --prune"));
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.out.contains("removed: out/fabrikam\n"), "{}", done.out);
    assert_eq!(names(&top.join("out")), ["contoso", "contoso.zip"]);
    let check = run(top, words("generate configs -o out --check --prune"));
    assert_eq!(check.code, Some(0), "{}", check.err);
}

#[test]
fn the_bundle_of_a_rotation_is_not_gone() {
    let place = place();
    let top = place.path();
    for line in [
        "generate configs -o out --rotation",
        "generate configs -o out",
    ] {
        let done = run(top, words(&format!("{line} --prune")));
        assert_eq!(done.code, Some(0), "{}", done.err);
        assert!(!done.out.contains("removed"), "{}", done.out);
    }
    assert_eq!(names(&top.join("out")).len(), 9);
    fs::remove_file(top.join("configs/adatum.json")).unwrap();
    let done = run(top, words("generate configs -o out --prune"));
    assert!(
        done.out.contains("removed: out/adatum-rotation\n"),
        "{done:?}"
    );
    assert_eq!(names(&top.join("out")).len(), 6);
}

#[test]
fn what_holds_records_or_was_changed_stays() {
    for (file, reason) in [
        ("evidence/02-auth-servers.apply.json", "it holds evidence/"),
        ("handoff/certificate.json", "it holds handoff/"),
        ("state/exo.json", "it holds state/"),
        ("notes.txt", "notes.txt is foreign"),
        ("common.ps1", "common.ps1 is changed"),
    ] {
        let place = place();
        let top = place.path();
        write(&top.join("out/adatum").join(file), "{}");
        fs::remove_file(top.join("configs/adatum.json")).unwrap();
        fs::remove_file(top.join("configs/fabrikam.json")).unwrap();
        let before = everything(&top.join("out/adatum"));
        let done = run(top, words("generate configs -o out --prune"));
        assert_eq!(done.code, Some(0), "{}", done.err);
        assert!(
            done.err
                .contains(&format!("note: out/adatum stays: {reason}")),
            "{}",
            done.err
        );
        assert_eq!(everything(&top.join("out/adatum")), before);
        assert_eq!(
            names(&top.join("out")),
            ["adatum", "contoso", "contoso.zip"]
        );
    }
}

#[test]
fn nothing_is_removed_that_is_not_known_to_be_gone() {
    let place = place();
    let top = place.path();
    write(&top.join("out/mine/notes.txt"), "mine");
    write(&top.join("out/adatum-copy/notes.txt"), "mine");
    // A bundle under another name than its own is somebody's copy.
    fs::rename(top.join("out/adatum"), top.join("out/kept")).unwrap();
    fs::remove_file(top.join("configs/adatum.json")).unwrap();
    write(&top.join("configs/fabrikam.json"), "{");
    let done = run(top, words("generate configs -o out --prune"));
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("nothing was removed"), "{}", done.err);
    assert!(top.join("out/fabrikam").is_dir() && top.join("out/adatum.zip").is_file());
    write_config(&top.join("configs/fabrikam.json"), &config("fabrikam"));
    let done = run(top, words("generate configs -o out --prune"));
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(
        names(&top.join("out")),
        [
            "adatum-copy",
            "contoso",
            "contoso.zip",
            "fabrikam",
            "fabrikam.zip",
            "kept",
            "mine"
        ]
    );
    let done = run(top, words("generate configs missing.json -o out --prune"));
    assert_eq!(done.code, Some(1));
    #[cfg(unix)]
    {
        fs::rename(top.join("out/fabrikam"), top.join("elsewhere")).unwrap();
        std::os::unix::fs::symlink(top.join("elsewhere"), top.join("out/fabrikam")).unwrap();
        fs::remove_file(top.join("configs/fabrikam.json")).unwrap();
        assert_eq!(
            run(top, words("generate configs -o out --prune")).code,
            Some(0)
        );
        assert!(top.join("elsewhere/manifest.json").is_file());
        assert!(top.join("out/fabrikam").is_symlink());
    }
}
