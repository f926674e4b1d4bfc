//! Two configs side by side, for the tests of `diff`.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const CONTOSO: &str = include_str!("../../examples/contoso.json");
pub(crate) const HBNA: &str = include_str!("../../examples/hbna.co.kr.json");

/// A folder with `old.json` and `new.json`, the latter changed.
pub(crate) fn pair(old: &str, change: impl FnOnce(&mut Value)) -> TempDir {
    let folder = TempDir::new().unwrap();
    let mut new: Value = serde_json::from_str(old).unwrap();
    change(&mut new);
    fs::write(folder.path().join("old.json"), old).unwrap();
    fs::write(folder.path().join("new.json"), format!("{new:#}")).unwrap();
    folder
}
