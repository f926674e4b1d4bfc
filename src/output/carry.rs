//! What is not ours and stays: taken along from the old folder into the new one.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::carried::Carried;
use super::disk::identity;
use super::listing::{is_later, list_all};
use super::{Refused, at, rename, slashed};
use crate::files;
use crate::layout::{MANIFEST, SUMS, WRITTEN_BY_SCRIPTS};

/// What the folder's manifest says; nothing when it has none of ours.
fn manifest(folder: &Path) -> Value {
    files::read_no_link(&folder.join(MANIFEST), files::BUNDLE_LIMIT)
        .map(|bytes| ours(&bytes))
        .unwrap_or_default()
}

/// A manifest, if this program wrote it.
pub(super) fn ours(bytes: &[u8]) -> Value {
    let manifest: Value = serde_json::from_slice(bytes).unwrap_or_default();
    match manifest["tool"]["name"] == env!("CARGO_PKG_NAME") {
        true => manifest,
        false => Value::Null,
    }
}

/// Whether a folder is a bundle that this program wrote under the name it has.
pub(crate) fn is_bundle(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default();
    manifest(folder)["name"]
        .as_str()
        .is_some_and(|named| named == name)
}

/// The files that the folder's manifest lists, with the lists themselves; none when it has no
/// manifest of ours.
pub(super) fn listed(folder: &Path) -> BTreeSet<PathBuf> {
    let manifest = manifest(folder);
    if manifest.is_null() {
        return BTreeSet::new();
    }
    let files = manifest["files"].as_array().map_or(&[][..], Vec::as_slice);
    files
        .iter()
        .filter_map(|file| file["path"].as_str())
        .chain([MANIFEST, SUMS])
        .map(PathBuf::from)
        // Whatever it says: records are none of a bundle's files.
        .filter(|path| !is_later(path))
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
        make_parent(to, path)?;
        if fs::hard_link(&source, &target).is_err() {
            copy(&source, &target).map_err(at(&source))?;
        }
    }
    // Empty ones too: somebody made them.
    for top in WRITTEN_BY_SCRIPTS {
        let is_folder = |path: PathBuf| path.symlink_metadata().is_ok_and(|one| one.is_dir());
        if is_folder(from.join(top)) && to.join(top).symlink_metadata().is_err() {
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

/// Moves what the old folder's manifest does not list into the new one: what a script wrote while
/// the folders changed places, or what an interruption left. What was taken along is in the new
/// one, or somebody took it away there; only what was written anew in the old one since is newer.
pub(super) fn bring_back(from: &Path, to: &Path, carried: &Carried) -> Result<(), Refused> {
    let listed = listed(from);
    for path in list_all(from)?.into_keys() {
        let (source, target) = (from.join(&path), to.join(&path));
        if listed.contains(&path) {
            continue;
        }
        let is = |path: &Path, known: &str| {
            path.symlink_metadata()
                .is_ok_and(|metadata| identity(&metadata) == known)
        };
        let goes = match carried.get(&slashed(&path)) {
            Some([old, _]) if is(&source, old) => false,
            Some([_, new]) if is(&target, new) => true,
            _ => target.symlink_metadata().is_err(),
        };
        if goes {
            make_parent(to, &path)?;
            rename(&source, &target, &source)?;
        }
    }
    Ok(())
}

/// Makes the folders above a path in `base`; a link among them is not followed.
pub(super) fn make_parent(base: &Path, path: &Path) -> Result<(), Refused> {
    let mut folder = base.to_owned();
    for part in path.parent().into_iter().flat_map(Path::components) {
        folder.push(part);
        match folder.symlink_metadata() {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(Refused::NotOurs(folder)),
            Err(_) => fs::create_dir(&folder).map_err(at(&folder))?,
        }
    }
    Ok(())
}
