//! What is waited for before a bundle takes the place of another, as the system calls show it.

use std::fs;
use std::process::Command;

use libtest_mimic::Trial;

use crate::changed::{PROGRAM, change};
use crate::cli::{run, words};
use crate::customers::{everything, folder, write_configs};
use crate::tools::{trial, works};

pub fn trials() -> Vec<Trial> {
    // There are systems that have it and let nobody use it.
    let there = works("strace", &["-f", "-o", "/dev/null", "true"]);
    vec![trial(
        "synced::what_replaces_another_is_on_the_disk_before_it_is_renamed",
        there,
        synced,
    )]
}

/// Every file and folder of a bundle, and an archive, is on the disk before it takes the place of another.
fn synced() {
    let place = folder();
    write_configs(place.path(), &["contoso"]);
    run(place.path(), words("generate configs -o out --zip -q"));
    change(place.path(), "contoso", "owa");
    let traced = Command::new("strace")
        .current_dir(place.path())
        .args([
            "-f",
            "-y",
            "-o",
            "trace",
            "-e",
            "trace=fsync,fdatasync,rename,renameat,renameat2",
        ])
        .args([PROGRAM, "generate", "configs", "-o", "out", "--zip", "-q"])
        .output();
    assert!(traced.is_ok_and(|done| done.status.success()));
    let trace = fs::read_to_string(place.path().join("trace")).unwrap();
    let mut synced = Vec::new();
    let mut renamed = Vec::new();
    for line in trace.lines() {
        let path = |after: &str| line.split_once(after).map(|(_, path)| path);
        if line.contains("sync(") {
            let name = path("/.hybrid-oauth/half/").and_then(|path| path.split('>').next());
            synced.extend(name.map(str::to_owned));
        } else if let Some(name) =
            path("/.hybrid-oauth/half/").and_then(|path| path.split('"').next())
        {
            renamed.push((name.to_owned(), synced.clone()));
        }
    }
    // The old one, on its way out, comes between.
    let [(bundle, before), .., (archive, later)] = &renamed[..] else {
        panic!("{trace}")
    };
    assert_eq!(
        (bundle.as_str(), archive.as_str()),
        ("contoso", "contoso.zip")
    );
    assert!(later.contains(&"contoso.zip".to_owned()), "{trace}");
    let out = place.path().join("out");
    for path in everything(&out.join("contoso")).into_keys() {
        let name = path
            .strip_prefix(&out)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        assert!(before.contains(&name), "{name} is not synced: {trace}");
    }
}
