//! An output folder of two bundles, whose configs then mean others.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::path::Path;

use tempfile::TempDir;

use crate::cli::{Answer, run, words};
use crate::customers::{config, folder, names, write, write_config, write_configs};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_hybrid-oauth");

/// Two bundles, whose configs then mean others.
pub fn place() -> TempDir {
    let folder = folder();
    write_configs(folder.path(), &["adatum", "contoso"]);
    let done = run(folder.path(), words("generate configs -o out -q"));
    assert_eq!(done.code, Some(0), "{}", done.err);
    write(&folder.path().join("elsewhere/precious.txt"), "mine");
    folder
}

pub fn change(folder: &Path, name: &str, host: &str) {
    let mut changed = config(name);
    changed["on_premises"]["hosts"]["mail"] = format!("{host}.{name}.example").into();
    write_config(&folder.join(format!("configs/{name}.json")), &changed);
}

pub fn changed() -> TempDir {
    let place = place();
    for name in ["adatum", "contoso"] {
        change(place.path(), name, "owa");
    }
    place
}

pub fn generate(folder: &Path) -> Answer {
    run(folder, words("generate configs -o out"))
}

/// It is refused by name, and nothing behind the link was touched.
#[track_caller]
pub fn refused(place: &TempDir, done: &Answer, named: &str) {
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.err.contains(named), "{named}: {}", done.err);
    let precious = place.path().join("elsewhere");
    assert_eq!(names(&precious), ["precious.txt"], "{named}");
}
