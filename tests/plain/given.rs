//! A bundle stands for its config, in a folder and in an archive.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::cli::{run, words};
use crate::customers::{config, folder, write, write_config};

/// `adatum.json`, `out/adatum/` and `out/adatum.zip`.
fn made(more: &str) -> TempDir {
    let folder = folder();
    write_config(&folder.path().join("adatum.json"), &config("adatum"));
    let done = run(
        folder.path(),
        words(format!("generate adatum.json -o out --zip {more}").trim()),
    );
    assert_eq!(done.code, Some(0), "{}", done.err);
    folder
}

const PLACES: [&str; 2] = ["out/adatum", "out/adatum.zip"];

#[test]
fn the_config_is_in_the_bundle_byte_for_byte() {
    let folder = folder();
    // A mark, line ends and an order that no program would write.
    let text = format!(
        "\u{feff}{}\r\n\r\n",
        config("adatum").to_string().replace(",\"", " ,\r\n\t\"")
    );
    write(&folder.path().join("adatum.json"), &text);
    assert_eq!(
        run(folder.path(), words("generate adatum.json -o out")).code,
        Some(0)
    );
    let bundle = folder.path().join("out/adatum");
    assert_eq!(
        fs::read(bundle.join("config.json")).unwrap(),
        text.as_bytes()
    );
    assert_eq!(
        fs::read_to_string(bundle.join("LICENSE")).unwrap(),
        include_str!("../../LICENSE")
    );
    let manifest: Value =
        serde_json::from_slice(&fs::read(bundle.join("manifest.json")).unwrap()).unwrap();
    let listed = manifest["files"].as_array().unwrap();
    for name in ["config.json", "LICENSE"] {
        assert!(listed.iter().any(|file| file["path"] == name), "{name}");
    }
    // Again, from what it says itself.
    let again = run(folder.path(), words("generate out/adatum -o again"));
    assert_eq!(again.code, Some(0), "{}", again.err);
    let same = run(folder.path(), words("diff out/adatum again/adatum"));
    assert_eq!(same.code, Some(0), "{}", same.out);
}

#[test]
fn it_stands_where_a_config_stands() {
    let folder = made("");
    let state = "tests/states/contoso-done";
    let state = crate::cases::top(state);
    for command in ["check PLACE", "steps PLACE", "explain auth-servers PLACE"] {
        let of = |place: &str| run(folder.path(), words(&command.replace("PLACE", place)));
        let expected = of("adatum.json");
        assert_eq!(expected.code, Some(0), "{command}: {}", expected.err);
        for place in PLACES {
            let found = of(place);
            assert_eq!(
                (found.code, &found.out),
                (Some(0), &expected.out),
                "{command} {place}"
            );
        }
    }
    write(
        &folder.path().join("error.txt"),
        "The remote server returned an error: (401) Unauthorized.",
    );
    for place in PLACES {
        let done = run(
            folder.path(),
            words(&format!("diagnose error.txt --config {place}")),
        );
        assert_eq!(done.code, Some(0), "{}", done.err);
        // It is the state of another organisation, which only the config can tell.
        let state = state.to_string_lossy();
        let done = run(folder.path(), ["plan", place, "--state", &*state]);
        assert!(
            done.code == Some(1) && done.err.contains("the config is for"),
            "{}",
            done.err
        );
        for (old, new) in [
            ("adatum.json", place),
            (place, "adatum.json"),
            (place, PLACES[0]),
        ] {
            let done = run(folder.path(), ["diff", old, new]);
            assert_eq!(done.code, Some(0), "{old} {new}: {}{}", done.out, done.err);
        }
    }
}

#[test]
fn a_plan_takes_the_state_of_the_bundle() {
    let folder = folder();
    let example = crate::cases::top("tests/simulation/scenarios/organisations/contoso.json");
    let done = run(
        folder.path(),
        ["generate", &example.to_string_lossy(), "-o", "out"],
    );
    assert_eq!(done.code, Some(0), "{}", done.err);
    let nothing = run(folder.path(), words("plan out/contoso.com"));
    assert!(
        nothing.code == Some(64) && nothing.err.contains("--state"),
        "{}",
        nothing.err
    );
    for shell in ["exchange-shell", "mggraph", "exo"] {
        let from = format!("tests/states/contoso-half-by-hand/{shell}.json");
        let to = folder
            .path()
            .join(format!("out/contoso.com/state/{shell}.json"));
        write(&to, fs::read(crate::cases::top(&from)).unwrap());
    }
    let own = run(folder.path(), words("plan out/contoso.com"));
    let named = run(
        folder.path(),
        words("plan out/contoso.com --state out/contoso.com/state"),
    );
    assert_eq!(own.code, Some(2), "{}", own.err);
    assert_eq!(own.out, named.out);
}

#[test]
fn a_rotation_stays_one() {
    let folder = made("--rotation");
    let of = |place: &str| run(folder.path(), words(&format!("steps {place}"))).out;
    let (rotation, set_up) = (of("out/adatum-rotation"), of("adatum.json"));
    assert!(rotation.contains("publish-certificate") && !set_up.contains("publish-certificate"));
    for more in ["", " --rotation"] {
        let again = format!("generate out/adatum-rotation.zip -o out --check{more}");
        assert_eq!(run(folder.path(), words(&again)).code, Some(0));
    }
}

#[test]
fn a_copy_that_was_changed_or_lost_says_nothing() {
    let folder = made("");
    let copy = folder.path().join("out/adatum/config.json");
    let text = fs::read_to_string(&copy).unwrap();
    write(&copy, text.replace("mail.adatum", "evil.adatum"));
    for command in ["check", "plan --state x", "steps", "generate -o y"] {
        let done = run(folder.path(), words(&format!("{command} out/adatum")));
        assert_eq!(done.code, Some(1), "{command}: {}", done.out);
        assert!(
            done.err.contains("bundle-config"),
            "{command}: {}",
            done.err
        );
    }
    fs::remove_file(&copy).unwrap();
    let done = run(folder.path(), words("check out/adatum"));
    assert!(done.err.contains("holds no copy"), "{}", done.err);
}

#[test]
fn bundles_below_a_folder_of_configs_are_no_configs() {
    let folder = made("");
    fs::rename(
        folder.path().join("adatum.json"),
        folder.path().join("out/adatum.json"),
    )
    .unwrap();
    let done = run(folder.path(), words("check out"));
    assert!(done.err.contains("1 config checked"), "{}", done.err);
    fs::remove_file(folder.path().join("out/adatum.json")).unwrap();
    let done = run(folder.path(), words("check out"));
    assert!(done.err.contains("1 config checked"), "{}", done.err);
}

/// The archive with its entries changed.
fn repack(path: &Path, change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>)) {
    let mut archive = ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    change(&mut files);
    let mut zip = ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in files {
        let options = SimpleFileOptions::default();
        match name.strip_prefix("link:") {
            Some(name) => zip.add_symlink(name, "/etc/passwd", options).unwrap(),
            None => {
                zip.start_file(name, options).unwrap();
                zip.write_all(&bytes).unwrap();
            }
        }
    }
    zip.finish().unwrap();
}

#[test]
fn archives_are_verified_like_folders() {
    let folder = made("");
    let zip = folder.path().join("out/adatum.zip");
    let verify = || run(folder.path(), words("verify out/adatum.zip"));
    let sums = |text: &str| text.lines().last().map(str::to_owned);
    let whole = verify();
    assert_eq!(whole.code, Some(0), "{}", whole.err);
    assert_eq!(
        sums(&whole.out),
        sums(&run(folder.path(), words("verify out/adatum")).out)
    );

    repack(&zip, |files| {
        files.insert("adatum/evidence/x.json".into(), b"{}".to_vec());
    });
    assert_eq!(verify().code, Some(0), "what scripts wrote is left out");

    repack(&zip, |files| {
        files.get_mut("adatum/common.ps1").unwrap().push(b'#');
        files.remove("adatum/RUNBOOK.md");
        files.insert("adatum/exo/99-own.ps1".into(), b"x".to_vec());
        files.insert("beside.txt".into(), b"x".to_vec());
    });
    let differs = verify();
    assert_eq!(differs.code, Some(2), "{}", differs.err);
    for line in [
        "changed: common.ps1",
        "missing: RUNBOOK.md",
        "foreign: exo/99-own.ps1",
        "foreign: beside.txt",
    ] {
        assert!(differs.out.contains(line), "{line}\n{}", differs.out);
    }
    let shown = run(
        folder.path(),
        words("diff out/adatum out/adatum.zip --format json"),
    );
    let shown: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(shown["files"].as_array().unwrap().len(), 4, "{shown:#}");
}

#[test]
fn archives_that_tools_unpack_differently_are_refused() {
    for name in [
        "adatum/../../evil.ps1",
        "/etc/evil.ps1",
        "adatum\\evil.ps1",
        "C:/evil.ps1",
        "adatum/COMMON.ps1",
        "link:adatum/evil.ps1",
    ] {
        let folder = made("");
        repack(&folder.path().join("out/adatum.zip"), |files| {
            files.insert(name.to_owned(), b"x".to_vec());
        });
        for command in ["verify", "check", "diff adatum.json"] {
            let done = run(folder.path(), words(&format!("{command} out/adatum.zip")));
            assert_eq!(done.code, Some(1), "{command} {name}: {}", done.out);
            assert!(done.err.contains("the archive is refused"), "{}", done.err);
        }
    }
    let folder = folder();
    write(&folder.path().join("x.zip"), "no archive");
    for command in ["verify", "check", "diff x.zip"] {
        let done = run(folder.path(), words(&format!("{command} x.zip")));
        assert_eq!(done.code, Some(1), "{command}");
        assert!(done.err.contains("error"), "{}", done.err);
    }
}
