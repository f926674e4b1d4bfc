//! A small overlay to start from, which works as it is.

use std::fs;
use std::path::{Path, PathBuf};

use crate::odd_name::refuse_odd;
use crate::{patience, visible};

/// Its files.
pub const FILES: &[(&str, &str)] = &[
    (
        "overlay.json",
        include_str!("../../templates/overlay/overlay.json"),
    ),
    (
        "words/en.json",
        include_str!("../../templates/overlay/words/en.json"),
    ),
    (
        "words/ko.json",
        include_str!("../../templates/overlay/words/ko.json"),
    ),
    (
        "steps/mail-tips.json",
        include_str!("../../templates/overlay/steps/mail-tips.json"),
    ),
    (
        "runbook/header.md",
        include_str!("../../templates/overlay/runbook/header.md"),
    ),
    (
        "runbook/header.ko.md",
        include_str!("../../templates/overlay/runbook/header.ko.md"),
    ),
    (
        "runbook/after-preflight.md",
        include_str!("../../templates/overlay/runbook/after-preflight.md"),
    ),
    ("logo.svg", include_str!("../../templates/overlay/logo.svg")),
    (
        "style.css",
        include_str!("../../templates/overlay/style.css"),
    ),
];

/// Writes it, whole or not at all; what it wrote.
///
/// # Errors
/// When something is there already, or cannot be written: what, and what to do.
pub fn write(folder: &Path) -> Result<Vec<&'static str>, String> {
    refuse_odd(folder)?;
    let name = visible::path(folder);
    let empty = match fs::symlink_metadata(folder) {
        Err(_) => false,
        Ok(_) if fs::read_dir(folder).is_ok_and(|mut all| all.next().is_none()) => true,
        Ok(_) => {
            return Err(format!(
                "{name} is there already\n  help: name a folder that is not there yet; nothing was written"
            ));
        }
    };
    let Some(last) = folder.file_name() else {
        return Err(format!(
            "{name} names no folder\n  help: name the folder to write"
        ));
    };
    let mut aside = last.to_owned();
    aside.push(format!(".{}.tmp", std::process::id()));
    let aside = folder.with_file_name(aside);
    let done = write_all(&aside)
        .and_then(|()| {
            if empty {
                fs::remove_dir(folder)
            } else {
                Ok(())
            }
        })
        .and_then(|()| patience::rename(&aside, folder));
    match done {
        Ok(()) => Ok(FILES.iter().map(|(path, _)| *path).collect()),
        Err(error) => {
            let _ = fs::remove_dir_all(&aside);
            Err(format!(
                "{name} cannot be written: {error}\n  help: look at the path and its permissions"
            ))
        }
    }
}

fn write_all(folder: &Path) -> std::io::Result<()> {
    fs::create_dir(folder)?;
    for (path, text) in FILES {
        let path: PathBuf = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}
