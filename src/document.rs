//! Documents that go to a file instead of standard output.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::odd_name::refuse_odd;
use crate::patience;
use crate::visible;

/// Refuses a file that could not be written, before any work is done for it.
///
/// # Errors
/// When it is a folder, or its folder is not there: what, where, what to do.
pub fn refuse(file: &Path) -> Result<(), String> {
    if is_nul(file) {
        return Ok(());
    }
    refuse_odd(file)?;
    if file.is_dir() || file.file_name().is_none() {
        return Err(format!(
            "{} is a folder\n  help: -o names the file to write",
            visible::path(file)
        ));
    }
    let folder = folder_of(file);
    if !folder.is_dir() {
        return Err(format!(
            "{} cannot be written: there is no folder {}\n  help: make the folder first",
            visible::path(file),
            visible::path(&folder)
        ));
    }
    Ok(())
}

/// Writes the whole file or leaves the old one as it is.
///
/// # Errors
/// When it cannot be written: what, where, what the system said.
pub fn write(file: &Path, text: &[u8]) -> Result<(), String> {
    if is_nul(file) {
        return Ok(());
    }
    // A link keeps leading where it leads.
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let explain = |error: std::io::Error| {
        let help = match patience::is_in_use(&error) {
            true => "\n  help: close the program that has it open, then run again",
            false => "",
        };
        format!("{} cannot be written: {error}{help}", visible::path(file))
    };
    if target.exists() && !target.is_file() {
        // A pipe or a device has no other name to be written under first.
        return fs::write(&target, text).map_err(explain);
    }
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let aside = target.with_file_name(name);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&aside)
        .and_then(|mut open| {
            let done = open.write_all(text).and_then(|()| open.sync_all());
            drop(open);
            let done = done.and_then(|()| patience::rename(&aside, &target));
            if done.is_err() {
                let _ = fs::remove_file(&aside);
            }
            done
        });
    written.map_err(explain)
}

/// On Windows `NUL` takes a document and forgets it, like `/dev/null`.
fn is_nul(file: &Path) -> bool {
    cfg!(windows) && file.as_os_str().eq_ignore_ascii_case("NUL")
}

fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
