//! A bundle into its place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::archive::Archive;
use super::carry::{listed, make_parent, take_along};
use super::exchange::exchange;
use super::listing::{is_later, list_all, slashed};
use super::workplace::{Workplace, is_reserved};
use super::{Refused, Written, at, compare};
use crate::bundle::Bundle;

pub(super) fn refuse_name(root: &Path, name: &str) -> Result<(), Refused> {
    if is_reserved(name) {
        return Err(Refused::Reserved(root.join(name)));
    }
    Ok(())
}

pub(super) fn write(bundle: &Bundle, at_work: &Workplace, force: bool) -> Result<Written, Refused> {
    let folder = at_work.root().join(&bundle.name);
    let there = match folder.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => true,
        Ok(_) => return Err(Refused::NotAFolder(folder)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(at(&folder)(error)),
    };
    if !there {
        let made = stage(bundle, at_work, &[]);
        return clean(made, bundle, at_work, |half| {
            fs::rename(half, &folder).map_err(at(&folder))?;
            Ok(Written::Created)
        });
    }
    if compare(bundle, at_work.root())?.is_empty() {
        return Ok(Written::Unchanged);
    }
    let keep = to_keep(&folder, force)?;
    let made = stage(bundle, at_work, &keep);
    clean(made, bundle, at_work, |half| {
        swap(&folder, half, &at_work.whole(&bundle.name))?;
        at_work.retire(&bundle.name)?;
        Ok(Written::Replaced)
    })
}

pub(super) fn write_archive(archive: &Archive, at_work: &Workplace) -> Result<Written, Refused> {
    let path = at_work.root().join(&archive.name);
    let there = match path.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => {
            return Err(Refused::Foreign {
                folder: path,
                files: Vec::new(),
            });
        }
        other => other.is_ok(),
    };
    let half = at_work.half(&archive.name);
    let made = fs::write(&half, &archive.bytes)
        .map_err(at(&half))
        .and_then(|()| fs::rename(&half, &path).map_err(at(&path)));
    if made.is_err() {
        let _ = fs::remove_file(&half);
    }
    made.map(|()| {
        if there {
            Written::Replaced
        } else {
            Written::Created
        }
    })
}

/// Goes on with a staged bundle; when that fails, gives its space back. The first error counts.
fn clean(
    made: Result<PathBuf, Refused>,
    bundle: &Bundle,
    at_work: &Workplace,
    go_on: impl FnOnce(&Path) -> Result<Written, Refused>,
) -> Result<Written, Refused> {
    let done = made.and_then(|half| go_on(&half));
    if done.is_err() {
        let _ = fs::remove_dir_all(at_work.half(&bundle.name));
    }
    done
}

/// The files of the folder that stay: those of the scripts, and with `force` those that are not ours.
fn to_keep(folder: &Path, force: bool) -> Result<Vec<PathBuf>, Refused> {
    let listed = listed(folder);
    let all = list_all(folder)?.into_keys();
    let keep: Vec<PathBuf> = all.filter(|path| !listed.contains(path)).collect();
    let foreign: Vec<String> = keep
        .iter()
        .filter(|path| !is_later(path))
        .map(|path| slashed(path))
        .collect();
    if !foreign.is_empty() && !force {
        return Err(Refused::Foreign {
            folder: folder.to_owned(),
            files: foreign,
        });
    }
    Ok(keep)
}

fn stage(bundle: &Bundle, at_work: &Workplace, keep: &[PathBuf]) -> Result<PathBuf, Refused> {
    let half = at_work.half(&bundle.name);
    fs::create_dir(&half).map_err(at(&half))?;
    let mut made = "";
    for file in &bundle.files {
        let path = half.join(&file.path);
        if let Some((parent, _)) = file.path.rsplit_once('/')
            && parent != made
        {
            let parent_path = half.join(parent);
            fs::create_dir_all(&parent_path).map_err(at(&parent_path))?;
            made = parent;
        }
        fs::write(&path, &file.bytes).map_err(at(&path))?;
    }
    take_along(&at_work.root().join(&bundle.name), &half, keep)?;
    Ok(half)
}

/// The new bundle into the place of the old one, the old one into `whole`.
fn swap(folder: &Path, half: &Path, whole: &Path) -> Result<(), Refused> {
    make_parent(whole)?;
    fs::rename(half, whole).map_err(at(half))?;
    let exchanged = exchange(whole, folder);
    if let Ok(true) = exchanged {
        return Ok(());
    }
    fs::rename(whole, half).map_err(at(whole))?;
    exchanged.map_err(at(folder))?;
    // Two steps; an interruption between them leaves the old one in `whole`, from where it comes back.
    fs::rename(folder, whole).map_err(at(folder))?;
    fs::rename(half, folder).map_err(|error| {
        let _ = fs::rename(whole, folder);
        at(folder)(error)
    })
}
