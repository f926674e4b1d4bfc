//! `generate --zip`.

use crate::{cli, customers};
use std::fs::{self, File};
use std::io::Read;

use cli::{run, words};
use customers::{folder, names, write, write_configs};
use hybrid_oauth::digest::sha256;
use zip::ZipArchive;

#[test]
fn the_archive_holds_the_bundle_and_nothing_that_changes() {
    let folder = folder();
    write_configs(folder.path(), &["contoso"]);
    let done = run(folder.path(), words("generate configs -o out --zip")).portable();
    assert_eq!(done.code, Some(0), "{}", done.err);
    let path = folder.path().join("out/contoso.zip");
    let digest = sha256(&fs::read(&path).unwrap());
    assert!(
        done.out
            .ends_with(&format!("written: out/contoso.zip (sha256 {digest})\n"))
    );

    let mut archive = ZipArchive::new(File::open(&path).unwrap()).unwrap();
    let mut paths = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let time = file.last_modified().unwrap();
        assert_eq!(
            (time.year(), time.month(), time.day(), time.hour()),
            (1980, 1, 1, 0)
        );
        assert_eq!(file.unix_mode(), Some(0o100_644));
        let name = file.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert_eq!(
            bytes,
            fs::read(folder.path().join("out").join(&name)).unwrap()
        );
        paths.push(name);
    }
    let there = walkdir::WalkDir::new(folder.path().join("out/contoso"))
        .into_iter()
        .filter(|entry| entry.as_ref().unwrap().file_type().is_file())
        .count();
    assert_eq!(paths.len(), there);
    assert!(
        paths
            .iter()
            .all(|path| path.starts_with("contoso/") && path.is_ascii())
    );
}

#[test]
fn it_is_the_same_elsewhere_and_left_alone_when_it_is_there() {
    let folder = folder();
    write_configs(folder.path(), &["contoso"]);
    for out in ["one", "two"] {
        let line = format!("generate configs -o {out} --zip -q");
        assert_eq!(run(folder.path(), words(&line)).code, Some(0));
    }
    let one = folder.path().join("one/contoso.zip");
    assert_eq!(
        fs::read(&one).unwrap(),
        fs::read(folder.path().join("two/contoso.zip")).unwrap()
    );
    assert_eq!(
        names(&folder.path().join("one")),
        ["contoso", "contoso.zip"]
    );

    write(&one, "broken");
    let line = "generate configs -o one --zip";
    let check = run(folder.path(), words(&format!("{line} --check")));
    assert_eq!(
        (check.code, check.out.as_str()),
        (Some(2), "changed: contoso.zip\n")
    );
    let mended = run(folder.path(), words(line)).portable();
    assert!(
        mended.out.contains("unchanged: one/contoso ("),
        "{}",
        mended.out
    );
    assert!(
        mended.out.contains("replaced: one/contoso.zip"),
        "{}",
        mended.out
    );
    assert_eq!(
        run(folder.path(), words(&format!("{line} --check"))).code,
        Some(0)
    );
}
