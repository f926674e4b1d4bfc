//! The bundle in an archive: read into memory, written nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::files;
use crate::layout::MANIFEST;
use crate::visible::visible;

/// Most bytes that an archive may hold; a bundle with its evidence has a few million.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Most files that it may hold.
const MOST_FILES: usize = 10_000;

/// Files by their paths in a bundle.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Whether the path names an archive.
#[must_use]
pub fn is_archive(path: &Path) -> bool {
    let extension = path.extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) && !path.is_dir()
}

/// The files of an archive, without the one folder that they stand in. What one tool would unpack and another would
/// not is refused as a whole: names that leave the folder, names that stand twice, links.
///
/// # Errors
/// What the system or the archive says, or what is wrong with it.
pub fn unpack(path: &Path) -> io::Result<Files> {
    let archive = ZipArchive::new(files::open(path)?).map_err(broken)?;
    let files = read_all(archive)?;
    let Some(folder) = folder(&files) else {
        return Ok(files);
    };
    // What stands beside the folder keeps its name, and so belongs to no bundle.
    let inside = |path: String| match path.strip_prefix(&folder) {
        Some(rest) => rest.to_owned(),
        None => path,
    };
    let files = files.into_iter();
    Ok(files.map(|(path, bytes)| (inside(path), bytes)).collect())
}

fn read_all(mut archive: ZipArchive<File>) -> io::Result<Files> {
    if archive.has_duplicate_names() {
        return Err(refused("a name stands twice in it"));
    }
    if archive.len() > MOST_FILES {
        return Err(refused("it holds more than 10,000 files"));
    }
    let (mut files, mut folded, mut left) = (Files::new(), BTreeSet::new(), MOST_BYTES);
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(broken)?;
        if file.is_dir() {
            continue;
        }
        let name = file.name().map_err(broken)?.into_owned();
        if file.is_symlink() {
            return Err(refused(&format!("{name} is a link")));
        }
        if !is_inside(&name) {
            return Err(refused(&format!("the name {name:?} leaves its folder")));
        }
        if !folded.insert(name.to_lowercase()) {
            return Err(refused(&format!("{name} stands twice in it for Windows")));
        }
        let mut bytes = Vec::new();
        file.take(left + 1).read_to_end(&mut bytes)?;
        left = left
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| refused("it holds more than 256 MiB"))?;
        files.insert(name, bytes);
    }
    Ok(files)
}

/// The one folder that holds a bundle, with its slash; none where the files stand at the top.
fn folder(files: &Files) -> Option<String> {
    if files.contains_key(MANIFEST) {
        return None;
    }
    let mut folders = files.keys().filter_map(|path| {
        let (folder, name) = path.split_once('/')?;
        (name == MANIFEST).then(|| format!("{folder}/"))
    });
    folders.next().filter(|_| folders.next().is_none())
}

/// A path that means the same everywhere.
fn is_inside(name: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part != "." && part != "..";
    !name.contains(['\\', ':', '\0']) && name.split('/').all(part)
}

fn broken(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        other => refused(&other.to_string()),
    }
}

fn refused(why: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("the archive is refused: {}", visible(why)),
    )
}
