//! A bundle into its place.

use std::fs;
use std::path::{Path, PathBuf};

use super::archive::Archive;
use super::carry::{listed, take_along};
use super::compare::is_there;
use super::disk::{sync, sync_all};
use super::exchange::exchange;
use super::listing::{Entry, is_later, list_all, slashed};
use super::workplace::{Workplace, is_reserved};
use super::{Refused, Written, at, carried, compare, rename};
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
    let half = at_work.half(&bundle.name);
    if !is_there(&folder)? {
        // Not waited for: where nothing was, a failure of power takes nothing that a run does not make again.
        let made = stage(bundle, at_work, &half, &[]);
        return clean(made, &half, at_work, || {
            rename(&half, &folder, &folder)?;
            Ok(Written::Created)
        });
    }
    if compare(bundle, at_work.root())?.is_empty() {
        return Ok(Written::Unchanged);
    }
    let keep = to_keep(&folder, force)?;
    let whole = at_work.whole(&bundle.name);
    match whole.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => return Err(Refused::Left(whole)),
        Ok(_) => return Err(Refused::NotOurs(whole)),
        Err(_) => {}
    }
    let made =
        stage(bundle, at_work, &half, &keep).and_then(|()| sync_all(&half).map_err(at(&half)));
    clean(made, &half, at_work, || {
        swap(&folder, &half, &whole)?;
        at_work.retire(&bundle.name)?;
        Ok(Written::Replaced)
    })
}

pub(super) fn write_archive(archive: &Archive, at_work: &Workplace) -> Result<Written, Refused> {
    let path = at_work.root().join(&archive.name);
    let there = match path.symlink_metadata() {
        Ok(metadata) if !metadata.is_file() => return Err(Refused::NotOurs(path)),
        other => other.is_ok(),
    };
    let half = at_work.half(&archive.name);
    let made = fs::write(&half, &archive.bytes)
        .and_then(|()| if there { sync(&half) } else { Ok(()) })
        .map_err(at(&half))
        .and_then(|()| rename(&half, &path, &path));
    if made.is_err() {
        at_work.remove(&half);
    }
    made.map(|()| {
        if there {
            Written::Replaced
        } else {
            Written::Created
        }
    })
}

/// By way of `half`: an interruption in the middle of removing leaves nothing that is missed.
pub(super) fn prune(
    name: &str,
    reason: impl Fn(&Path) -> Option<String>,
    at_work: &Workplace,
) -> Result<Option<String>, Refused> {
    let path = at_work.root().join(name);
    let half = at_work.half(name);
    let is_folder = path.symlink_metadata().map_err(at(&path))?.is_dir();
    rename(&path, &half, &path)?;
    // What a script wrote since it was looked at.
    if is_folder && let Some(reason) = reason(&half) {
        rename(&half, &path, &path)?;
        return Ok(Some(reason));
    }
    let removed = if is_folder {
        fs::remove_dir_all(&half)
    } else {
        fs::remove_file(&half)
    };
    removed.map_err(at(&half))?;
    Ok(None)
}

/// Goes on with a staged bundle; when that fails, gives its space back. The first error counts.
fn clean(
    made: Result<(), Refused>,
    half: &Path,
    at_work: &Workplace,
    go_on: impl FnOnce() -> Result<Written, Refused>,
) -> Result<Written, Refused> {
    let done = made.and_then(|()| go_on());
    if done.is_err() {
        at_work.remove(half);
    }
    done
}

/// The files of the folder that stay: those of the scripts, and with `force` those that are not ours.
fn to_keep(folder: &Path, force: bool) -> Result<Vec<PathBuf>, Refused> {
    let listed = listed(folder);
    let all = list_all(folder)?;
    if let Some((path, _)) = all.iter().find(|(_, entry)| entry.is_mount) {
        return Err(Refused::Mount(folder.join(path)));
    }
    // Scripts write files, no links and no pipes.
    let is_foreign = |path: &Path, entry: &Entry| match is_later(path) {
        true => !entry.is_file,
        false => !listed.contains(path),
    };
    let foreign = all.iter().filter(|(path, entry)| is_foreign(path, entry));
    let foreign: Vec<String> = foreign.map(|(path, _)| slashed(path)).collect();
    if !foreign.is_empty() && !force {
        return Err(Refused::Foreign {
            folder: folder.to_owned(),
            files: foreign,
        });
    }
    let all = all.into_keys();
    Ok(all.filter(|path| !listed.contains(path)).collect())
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
    let folder = at_work.root().join(&bundle.name);
    take_along(&folder, half, keep)?;
    if !keep.is_empty() {
        sync_all(half).map_err(at(half))?;
    }
    at_work.carry(&bundle.name, &carried::of(&folder, half, keep))
}

/// The new bundle into the place of the old one, the old one into `whole`.
fn swap(folder: &Path, half: &Path, whole: &Path) -> Result<(), Refused> {
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
