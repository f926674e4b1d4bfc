//! What is not ours and stays: taken along from the old folder into the new one.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::listing::list_all;
use super::{Refused, at, rename};
use crate::bundle::{MANIFEST, SUMS, WRITTEN_BY_SCRIPTS};

/// The files that the folder's manifest lists, with the lists themselves; none when it has no
/// manifest of ours.
pub(super) fn listed(folder: &Path) -> BTreeSet<PathBuf> {
    let manifest: Value = fs::read(folder.join(MANIFEST))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    if manifest["tool"]["name"] != env!("CARGO_PKG_NAME") {
        return BTreeSet::new();
    }
    let files = manifest["files"].as_array().map_or(&[][..], Vec::as_slice);
    files
        .iter()
        .filter_map(|file| file["path"].as_str())
        .chain([MANIFEST, SUMS])
        .map(PathBuf::from)
        .collect()
}

/// Puts the files to keep into the staged folder as well, so that they are in both when the two
/// change places. A hard link keeps times and rights and costs nothing; where there is none, a copy.
pub(super) fn take_along(from: &Path, to: &Path, keep: &[PathBuf]) -> Result<(), Refused> {
    for path in keep {
        let (source, target) = (from.join(path), to.join(path));
        if target.symlink_metadata().is_ok() {
            continue;
        }
        make_parent(&target)?;
        if fs::hard_link(&source, &target).is_err() {
            copy(&source, &target).map_err(at(&source))?;
        }
    }
    // Empty ones too: somebody made them.
    for top in WRITTEN_BY_SCRIPTS {
        if from.join(top).is_dir() && !to.join(top).exists() {
            fs::create_dir(to.join(top)).map_err(at(to))?;
        }
    }
    Ok(())
}

fn copy(source: &Path, target: &Path) -> io::Result<()> {
    fs::copy(source, target)?;
    let modified = source.metadata()?.modified()?;
    match fs::File::options().write(true).open(target) {
        Ok(file) => file.set_modified(modified),
        // Read-only as its source is; then it has the time of the copy.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        Err(error) => Err(error),
    }
}

/// Moves what the old folder's manifest does not list into the new one, never over a file that is
/// there: what a script wrote while the folders changed places, or what an interruption left.
pub(super) fn bring_back(from: &Path, to: &Path) -> Result<(), Refused> {
    let listed = listed(from);
    for path in list_all(from)?.into_keys() {
        let (source, target) = (from.join(&path), to.join(&path));
        if listed.contains(&path) || target.symlink_metadata().is_ok() {
            continue;
        }
        make_parent(&target)?;
        rename(&source, &target, &source)?;
    }
    Ok(())
}

pub(super) fn make_parent(path: &Path) -> Result<(), Refused> {
    match path.parent() {
        Some(parent) => fs::create_dir_all(parent).map_err(at(parent)),
        None => Ok(()),
    }
}
