//! A bundle into its place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::archive::Archive;
use super::carry::{listed, make_parent, take_along};
use super::exchange::exchange;
use super::listing::{is_written_by_scripts, list_all, slashed};
use super::workplace::{Workplace, is_reserved};
use super::{Refused, Written, at, compare, rename};
use crate::bundle::Bundle;
use crate::patience;

pub(super) fn refuse_name(root: &Path, name: &str) -> Result<(), Refused> {
    if is_reserved(name) {
        return Err(Refused::Reserved(root.join(name)));
    }
    Ok(())
}

pub(super) fn write(bundle: &Bundle, at_work: &Workplace, force: bool) -> Result<Written, Refused> {
    let folder = at_work.root().join(&bundle.name);
    at_work.put_right(&bundle.name)?;
    let there = match folder.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => true,
        Ok(_) => return Err(Refused::NotAFolder(folder)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(at(&folder)(error)),
    };
    if there && compare(bundle, at_work.root())?.is_empty() {
        return Ok(Written::Unchanged);
    }
    let keep = match there {
        true => to_keep(&folder, force)?,
        false => Vec::new(),
    };
    let half = at_work.half(&bundle.name)?;
    let done = stage(bundle, at_work, &half, &keep).and_then(|()| match there {
        true => {
            swap(&folder, &half, &at_work.whole(&bundle.name))?;
            at_work.retire(&bundle.name)?;
            Ok(Written::Replaced)
        }
        false => {
            rename(&half, &folder, &folder)?;
            Ok(Written::Created)
        }
    });
    if done.is_err() {
        // Its space is given back. The first error counts.
        let _ = fs::remove_dir_all(&half);
    }
    done
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
    let half = at_work.half(&archive.name)?;
    let made = fs::write(&half, &archive.bytes)
        .map_err(at(&half))
        .and_then(|()| rename(&half, &path, &path));
    if made.is_err() {
        let _ = fs::remove_file(&half);
    }
    made.map(|()| match there {
        true => Written::Replaced,
        false => Written::Created,
    })
}

/// The files of the folder that stay: those of the scripts, and with `force` those that are not ours.
fn to_keep(folder: &Path, force: bool) -> Result<Vec<PathBuf>, Refused> {
    let listed = listed(folder);
    let all = list_all(folder)?.into_keys();
    let keep: Vec<PathBuf> = all.filter(|path| !listed.contains(path)).collect();
    let foreign: Vec<String> = keep
        .iter()
        .filter(|path| !is_written_by_scripts(path))
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

fn stage(
    bundle: &Bundle,
    at_work: &Workplace,
    half: &Path,
    keep: &[PathBuf],
) -> Result<(), Refused> {
    fs::create_dir(half).map_err(at(half))?;
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
    take_along(&at_work.root().join(&bundle.name), half, keep)
}

/// The new bundle into the place of the old one, the old one into `whole`.
fn swap(folder: &Path, half: &Path, whole: &Path) -> Result<(), Refused> {
    make_parent(whole)?;
    rename(half, whole, half)?;
    let exchanged = exchange(whole, folder);
    if let Ok(true) = exchanged {
        return Ok(());
    }
    rename(whole, half, whole)?;
    exchanged.map_err(at(folder))?;
    // Two steps; an interruption between them leaves the old one in `whole`, from where it comes back.
    rename(folder, whole, folder)?;
    rename(half, folder, folder).inspect_err(|_| {
        let _ = patience::rename(whole, folder);
    })
}
