//! What was taken along into a new bundle, written down before it changes places with the old one.
//!
//! After an interruption the old one shows which files nobody has in the new one. Without this
//! list a record that was rolled back meanwhile would look like one that got lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::disk::{identity, sync};
use super::{Refused, at, slashed};
use crate::files;

/// By path: the file in the old folder and the one in the new folder.
pub(super) type Carried = BTreeMap<String, [String; 2]>;

/// The list of these files, which are in both folders.
pub(super) fn of(from: &Path, to: &Path, keep: &[std::path::PathBuf]) -> Carried {
    let known = |path: std::path::PathBuf| path.symlink_metadata().ok().map(|it| identity(&it));
    let both = |path: &std::path::PathBuf| {
        let pair = [known(from.join(path))?, known(to.join(path))?];
        Some((slashed(path), pair))
    };
    keep.iter().filter_map(both).collect()
}

/// Writes the list.
pub(super) fn write(carried: &Carried, path: &Path) -> Result<(), Refused> {
    let bytes = serde_json::to_vec(carried).expect("plain data");
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(at(folder))?;
    fs::write(path, bytes).map_err(at(path))?;
    sync(path).and_then(|()| sync(folder)).map_err(at(path))
}

/// Reads the list; empty where there is none.
pub(super) fn read(path: &Path) -> Carried {
    let bytes = files::read_no_link(path, files::STATE_LIMIT).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}
