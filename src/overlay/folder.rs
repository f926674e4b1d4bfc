//! The files of an overlay, from its folder: no link followed, nothing but plain files, never more than agreed.

use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

use super::file::whole;
use super::place::FOLDERS;
use super::{Files, HEAD};
use crate::files;
use crate::finding::Finding;
use crate::lint::{FILE_UNREADABLE, OVERLAY_FOLDER};
use crate::odd_name::odd;
use crate::shown::shown;
use crate::visible::visible;

/// Largest file, in bytes.
pub const FILE_LIMIT: usize = 256 * 1024;

/// Most bytes of all files.
pub const LIMIT: usize = 4 * 1024 * 1024;

/// Most files.
pub const MOST: usize = 256;

/// Reads a folder.
///
/// # Errors
/// Everything in it that is refused, with its path.
pub fn read(folder: &Path) -> Result<Files, Vec<Finding>> {
    if let Some(finding) = refused(folder) {
        return Err(vec![finding]);
    }
    let mut walk = Walk::default();
    walk.folder(folder, "");
    if walk.files.len() > MOST {
        let message = format!("the overlay has more than {MOST} files");
        walk.refuse(folder, message, "Take out what does not belong to it.");
    }
    if walk.bytes > LIMIT {
        let message = "the overlay is larger than 4 MiB";
        walk.refuse(folder, message, "Take out what does not belong to it.");
    }
    match walk.findings.is_empty() {
        true => Ok(walk.files),
        false => Err(walk.findings),
    }
}

/// Why the folder is no overlay.
fn refused(folder: &Path) -> Option<Finding> {
    let finding = |message: String, help: &str| {
        let mut finding = Finding::new(&OVERLAY_FOLDER, 0..0, "", message, help.into());
        finding.file = shown(folder);
        finding
    };
    if let Some(what) = odd(&folder.to_string_lossy(), cfg!(windows)) {
        return Some(finding(format!("it {what}"), "Name a folder."));
    }
    let start = "Name the folder of an overlay; `hybrid-oauth overlay init DIR` writes one.";
    match fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Some(finding("there is no such folder".into(), start))
        }
        Err(error) => Some(finding(
            format!("the folder cannot be read: {error}"),
            start,
        )),
        Ok(metadata) if !metadata.is_dir() => Some(finding(
            "this is not a folder, and an overlay is one".into(),
            start,
        )),
        Ok(_) if folder.join(HEAD).symlink_metadata().is_err() => Some(finding(
            format!("the folder has no {HEAD}, so it is no overlay"),
            start,
        )),
        Ok(_) => None,
    }
}

#[derive(Default)]
struct Walk {
    files: Files,
    bytes: usize,
    findings: Vec<Finding>,
}

impl Walk {
    fn refuse(&mut self, path: &Path, message: impl Into<String>, help: &str) {
        if self.findings.len() < MOST {
            self.findings.push(whole(&shown(path), message, help));
        }
    }

    fn folder(&mut self, folder: &Path, prefix: &str) {
        let entries = fs::read_dir(folder).and_then(|all| {
            // One more than may be there is enough to say that there are too many.
            all.take(2 * MOST).collect::<io::Result<Vec<DirEntry>>>()
        });
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                let message = format!("the folder cannot be read: {error}");
                return self.refuse(folder, message, "Look at its permissions.");
            }
        };
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries {
            // What version control and desktops leave is theirs.
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            self.entry(&entry, prefix);
            if self.files.len() > MOST || self.bytes > LIMIT {
                return;
            }
        }
    }

    fn entry(&mut self, entry: &DirEntry, prefix: &str) {
        let path = entry.path();
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            let message = format!(
                "the name {} is no Unicode",
                visible(&path.to_string_lossy())
            );
            return self.refuse(&path, message, "Give the file another name.");
        };
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => {
                return self.refuse(&path, format!("it cannot be read: {error}"), "Look at it.");
            }
        };
        let name = format!("{prefix}{name}");
        if kind.is_symlink() {
            let help = "Put the file itself there: links are not followed, so that nothing leaves the folder.";
            self.refuse(&path, "it is a link, not a file", help);
        } else if kind.is_dir() && FOLDERS.contains(&name.as_str()) {
            self.folder(&path, &format!("{name}/"));
        } else if kind.is_dir() {
            let help = format!(
                "It can have {}, and no folders in them.",
                FOLDERS.join(", ")
            );
            self.refuse(&path, "an overlay has no such folder", &help);
        } else {
            self.file(&path, name);
        }
    }

    fn file(&mut self, path: &Path, name: String) {
        let read = files::open_no_link(path).and_then(|file| files::up_to(file, FILE_LIMIT as u64));
        match read {
            Ok(bytes) => {
                self.bytes += bytes.len();
                self.files.insert(name, bytes);
            }
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                let help = "Files of an overlay are a few kilobytes. Is this the right one?";
                self.refuse(path, "the file is larger than 256 KiB", help);
            }
            Err(error) => {
                let mut finding = Finding::new(
                    &FILE_UNREADABLE,
                    0..0,
                    "",
                    format!("the file cannot be read: {error}"),
                    "Only plain files stand in an overlay.".into(),
                );
                finding.file = shown(path);
                self.findings.push(finding);
            }
        }
    }
}
