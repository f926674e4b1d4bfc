//! Bundles on disk: staged beside their destination, compared, renamed into place.
//!
//! A reader never sees half a bundle. Leftovers of a run that was killed are found and put right by
//! the next run: `.NAME.staged` is thrown away, `.NAME.replaced` gives back what it still holds.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::bundle::{Bundle, MANIFEST, SUMS, WRITTEN_BY_SCRIPTS};

/// What became of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It was not there.
    Created,
    /// It was there and different.
    Replaced,
    /// The same bytes were there already; nothing was touched.
    Unchanged,
}

/// A difference between a bundle and its folder on disk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// The bundle has the file, the folder does not.
    Missing(String),
    /// Both have it, with other bytes.
    Changed(String),
    /// The folder has it, the bundle does not.
    Foreign(String),
}

impl Difference {
    /// The file, relative to the bundle's folder, with forward slashes.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Missing(path) | Self::Changed(path) | Self::Foreign(path) => path,
        }
    }
}

/// Why a bundle was not written.
#[derive(Debug)]
pub enum Refused {
    /// The folder holds files that no manifest of this program lists.
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// The files, relative to it.
        files: Vec<String>,
    },
    /// Reading or writing failed.
    Io {
        /// What was being read or written.
        path: PathBuf,
        /// The reason.
        error: io::Error,
    },
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Refused + '_ {
    move |error| Refused::Io {
        path: path.to_owned(),
        error,
    }
}

/// Compares a bundle with `out/<name>`; empty when they are the same.
///
/// # Errors
///
/// [`Refused::Io`] when the folder cannot be read.
pub fn compare(bundle: &Bundle, out: &Path) -> Result<Vec<Difference>, Refused> {
    let folder = out.join(&bundle.name);
    let mut there = list(&folder)?;
    let mut differences = Vec::new();
    for file in &bundle.files {
        let path = folder.join(&file.path);
        let Some(size) = there.remove(&file.path) else {
            differences.push(Difference::Missing(file.path.clone()));
            continue;
        };
        if size != file.bytes.len() as u64 || fs::read(&path).map_err(at(&path))? != file.bytes {
            differences.push(Difference::Changed(file.path.clone()));
        }
    }
    differences.extend(there.into_keys().map(Difference::Foreign));
    differences.sort_by(|a, b| a.path().cmp(b.path()));
    Ok(differences)
}

/// Writes a bundle to `out/<name>`.
///
/// Folders that scripts write (`handoff`, `evidence`, `state`) stay. With `force`, files that are
/// not ours stay as well, except where the bundle has a file of that name.
///
/// # Errors
///
/// [`Refused::Foreign`] without `force` when the folder holds anything that no manifest of ours
/// lists; [`Refused::Io`] when the disk does not play along. What was there is there still.
pub fn write(bundle: &Bundle, out: &Path, force: bool) -> Result<Written, Refused> {
    let folder = out.join(&bundle.name);
    let replaced = out.join(format!(".{}.replaced", bundle.name));
    let staged = out.join(format!(".{}.staged", bundle.name));
    recover(&folder, &replaced, &staged)?;
    let there = folder.symlink_metadata().is_ok();
    let mut keep: Vec<String> = WRITTEN_BY_SCRIPTS.iter().map(ToString::to_string).collect();
    if there {
        let differences = compare(bundle, out)?;
        if differences.is_empty() {
            return Ok(Written::Unchanged);
        }
        let foreign = foreign(&folder, &differences)?;
        if !foreign.is_empty() && !force {
            return Err(Refused::Foreign {
                folder,
                files: foreign,
            });
        }
        keep.extend(foreign);
    }
    stage(bundle, &staged)?;
    if there {
        fs::rename(&folder, &replaced).map_err(at(&folder))?;
    }
    fs::rename(&staged, &folder).map_err(at(&staged))?;
    if there {
        bring_back(&replaced, &folder, &keep)?;
        fs::remove_dir_all(&replaced).map_err(at(&replaced))?;
        return Ok(Written::Replaced);
    }
    Ok(Written::Created)
}

/// Puts right what a killed run left.
fn recover(folder: &Path, replaced: &Path, staged: &Path) -> Result<(), Refused> {
    if replaced.is_dir() {
        if folder.symlink_metadata().is_err() {
            fs::rename(replaced, folder).map_err(at(replaced))?;
        } else {
            // The new bundle stands; whatever the old one still holds beside its listed files is not ours to lose.
            let listed = manifest_paths(replaced);
            let keep: Vec<String> = list_all(replaced)?
                .into_keys()
                .filter(|path| !listed.contains(path))
                .collect();
            bring_back(replaced, folder, &keep)?;
            fs::remove_dir_all(replaced).map_err(at(replaced))?;
        }
    }
    if staged.is_dir() {
        fs::remove_dir_all(staged).map_err(at(staged))?;
    }
    Ok(())
}

fn stage(bundle: &Bundle, staged: &Path) -> Result<(), Refused> {
    fs::create_dir_all(staged).map_err(at(staged))?;
    let mut made = "";
    for file in &bundle.files {
        let path = staged.join(&file.path);
        if let Some((parent, _)) = file.path.rsplit_once('/')
            && parent != made
        {
            let parent_path = staged.join(parent);
            fs::create_dir_all(&parent_path).map_err(at(&parent_path))?;
            made = parent;
        }
        fs::write(&path, &file.bytes).map_err(at(&path))?;
    }
    Ok(())
}

/// Moves the entries to keep from the old folder into the new one; never over a file that is there.
fn bring_back(from: &Path, to: &Path, keep: &[String]) -> Result<(), Refused> {
    for path in keep {
        let source = from.join(path);
        let target = to.join(path);
        if source.symlink_metadata().is_err() || target.symlink_metadata().is_ok() {
            continue;
        }
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(at(parent))?;
        }
        fs::rename(&source, &target).map_err(at(&source))?;
    }
    Ok(())
}

/// What of the differences is neither the bundle's nor listed in the folder's own manifest.
fn foreign(folder: &Path, differences: &[Difference]) -> Result<Vec<String>, Refused> {
    if !folder.is_dir() {
        return Ok(vec![".".to_owned()]);
    }
    let mut listed = manifest_paths(folder);
    if !listed.is_empty() {
        listed.push(MANIFEST.to_owned());
        listed.push(SUMS.to_owned());
    }
    let known = |difference: &&Difference| match difference {
        Difference::Missing(_) => false,
        Difference::Changed(path) | Difference::Foreign(path) => !listed.contains(path),
    };
    Ok(differences
        .iter()
        .filter(known)
        .map(|difference| difference.path().to_owned())
        .collect())
}

/// The paths that the folder's manifest lists; empty when it has none of ours.
fn manifest_paths(folder: &Path) -> Vec<String> {
    let manifest: Value = fs::read(folder.join(MANIFEST))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    if manifest["tool"]["name"] != env!("CARGO_PKG_NAME") {
        return Vec::new();
    }
    let files = manifest["files"].as_array().cloned().unwrap_or_default();
    files
        .iter()
        .filter_map(|file| file["path"].as_str().map(str::to_owned))
        .collect()
}

/// The files below a folder with their sizes, without those that scripts write.
fn list(folder: &Path) -> Result<BTreeMap<String, u64>, Refused> {
    let mut files = list_all(folder)?;
    files.retain(|path, _| {
        let top = path.split('/').next().unwrap_or_default();
        !WRITTEN_BY_SCRIPTS.contains(&top)
    });
    Ok(files)
}

/// All files below a folder with their sizes; empty when it is not there.
fn list_all(folder: &Path) -> Result<BTreeMap<String, u64>, Refused> {
    let mut files = BTreeMap::new();
    let mut folders = vec![String::new()];
    while let Some(prefix) = folders.pop() {
        let path = folder.join(&prefix);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if prefix.is_empty() && not_there(&error) => return Ok(files),
            Err(error) => return Err(at(&path)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(at(&path))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let below = if prefix.is_empty() {
                name
            } else {
                format!("{prefix}/{name}")
            };
            let metadata = entry.path().symlink_metadata().map_err(at(&path))?;
            if metadata.is_dir() {
                folders.push(below);
            } else {
                files.insert(below, metadata.len());
            }
        }
    }
    Ok(files)
}

fn not_there(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
