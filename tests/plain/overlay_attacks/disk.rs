//! What stands in the folder is something else than a file.
#![cfg(unix)]

use super::*;
use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;

fn instead(path: &Path) {
    if path.is_dir() {
        fs::remove_dir_all(path).unwrap();
    } else if path.symlink_metadata().is_ok() {
        fs::remove_file(path).unwrap();
    }
}

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
}

const PLACES: [&str; 8] = [
    "scripts/own.ps1",
    "scripts/own.json",
    "overlay.json",
    "words/en.json",
    "runbook/header.md",
    "logo.svg",
    "style.css",
    "steps/own.json",
];

#[test]
fn nothing_is_followed_and_nothing_waits() {
    for at in PLACES {
        type Make = fn(&Path);
        let attacks: [(&str, Make); 8] = [
            ("a link to a file", |path| {
                symlink("/etc/hostname", path).unwrap()
            }),
            ("a link out of the folder", |path| {
                symlink("../../contoso.json", path).unwrap()
            }),
            ("a link to nothing", |path| {
                symlink("/no/such/file", path).unwrap()
            }),
            ("a link to itself", |path| {
                symlink(path.file_name().unwrap(), path).unwrap()
            }),
            ("a link to a device", |path| {
                symlink("/dev/zero", path).unwrap()
            }),
            ("a pipe", pipe),
            ("a socket", |path| drop(UnixListener::bind(path).unwrap())),
            ("a folder", |path| fs::create_dir(path).unwrap()),
        ];
        for (what, make) in attacks {
            let folder = place();
            let path = folder.path().join("own").join(at);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            instead(&path);
            make(&path);
            refused(&format!("{at} is {what}"), folder.path());
        }
    }
}

#[test]
fn folders_that_are_something_else() {
    for at in ["words", "runbook", "steps", "scripts"] {
        for (what, make) in [
            (
                "a link to a folder",
                (|path| symlink("/etc", path).unwrap()) as fn(&Path),
            ),
            ("a link upwards", |path| symlink("..", path).unwrap()),
            ("a pipe", pipe),
            ("a file", |path| fs::write(path, "x").unwrap()),
        ] {
            let folder = place();
            let path = folder.path().join("own").join(at);
            instead(&path);
            make(&path);
            refused(&format!("{at} is {what}"), folder.path());
        }
    }
}

#[test]
fn names_that_hide_or_are_none() {
    for name in [
        &b"words/e\x1b[31mn.json"[..],
        b"words/en\n.json",
        b"words/\xE2\x80\xAEnosj.ne",
        b"words/\xFF.json",
        b"\xFFoverlay",
        b"runbook/after-\xE2\x80\x8Bpreflight.md",
        b"steps/..json",
        b"steps/...json",
        b"Overlay.json",
        b"style.css ",
        b"logo.svg.exe",
    ] {
        let folder = place();
        let path = folder.path().join("own").join(OsStr::from_bytes(name));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "{}").unwrap();
        if name.starts_with(b"steps/.") {
            // What is hidden is version control's, and never read.
            let checked = run(folder.path(), words("overlay check own"));
            assert_eq!(checked.code, Some(0), "{}", checked.err);
            assert!(
                checked
                    .out
                    .contains(&format!("files     {}", starter::FILES.len()))
            );
            continue;
        }
        refused(&String::from_utf8_lossy(name), folder.path());
    }
}

#[test]
fn sizes_and_numbers() {
    for at in PLACES {
        let folder = place();
        let path = folder.path().join("own").join(at);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        instead(&path);
        File::create(&path).unwrap().set_len(50 << 30).unwrap();
        refused(&format!("{at} has no end"), folder.path());
    }
    let folder = place();
    for number in 0..300 {
        write(
            &folder.path().join(format!("own/steps/a{number}.json")),
            "{}",
        );
    }
    refused("many files", folder.path());
    let folder = place();
    for number in 0..20 {
        write(
            &folder.path().join(format!("own/steps/a{number}.json")),
            " ".repeat(250 << 10),
        );
    }
    refused("much in all", folder.path());
    let folder = place();
    write(&folder.path().join("own/words/deeper/en.json"), "{}");
    refused("a folder in a folder", folder.path());
}

#[test]
fn what_is_no_folder_of_an_overlay() {
    let folder = place();
    let top = folder.path();
    pipe(&top.join("pipe"));
    symlink("loop", top.join("loop")).unwrap();
    fs::create_dir(top.join("empty")).unwrap();
    for named in [
        "missing",
        "contoso.json",
        "pipe",
        "loop",
        "empty",
        "/dev/zero",
        "/",
        "/proc",
        ".",
        "a\u{1b}[31m",
    ] {
        for line in [["check", "contoso.json"], ["overlay", "check"]] {
            let args: Vec<&str> = match line[0] {
                "overlay" => vec!["overlay", "check", named],
                _ => vec!["check", "contoso.json", "--overlay", named],
            };
            let answer = run(top, &args);
            harmless(named, &answer);
            assert_eq!(answer.code, Some(1), "{named}: {}", answer.err);
        }
    }
    // A link to the folder itself is as good as its name.
    symlink("own", top.join("link")).unwrap();
    assert_eq!(run(top, words("overlay check link")).code, Some(0));
}
