//! The config files that are test cases.

#![allow(dead_code, reason = "each test takes what it needs")]

pub mod shown;

use std::fs;
use std::path::{Path, PathBuf};

/// A path below the top of the repository.
pub fn top(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The `.json` files of a folder, in the order of their names; never none.
pub fn json_files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(top(folder)).expect("the folder is in the repository");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    assert!(!files.is_empty(), "{folder} holds no case");
    files
}

/// The configs without mistakes: the examples and the scenarios.
pub fn valid_configs() -> Vec<PathBuf> {
    [json_files("examples"), json_files("tests/configs")].concat()
}

/// `unknown-key.near` for `.../unknown-key.near.json`.
pub fn stem(path: &Path) -> String {
    path.file_stem()
        .expect("a file")
        .to_string_lossy()
        .into_owned()
}
