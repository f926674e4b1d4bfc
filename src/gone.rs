//! What lies in an output folder of configs that are gone: bundles and archives of ours.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::output::{
    Output, Refused, at, fold, is_archive_of, is_bundle, is_later, is_reserved, list_all, slashed,
};
use crate::verify;

/// A bundle or an archive that no config makes any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Its name in the output folder.
    pub name: String,
    /// Why it must stay: a record in it, or what was changed since it was written.
    pub keep: Option<String>,
}

/// Everything of ours in `out` but what has one of these names, in order of the names. Names that
/// Windows takes for one are one.
///
/// # Errors
///
/// [`Refused::Io`] when the folder cannot be read.
pub fn gone(out: &Path, names: &BTreeSet<String>) -> Result<Vec<Gone>, Refused> {
    let entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(at(out)(error)),
    };
    let known: BTreeSet<String> = names.iter().map(|name| fold(name)).collect();
    let mut gone = Vec::new();
    for entry in entries {
        let entry = entry.map_err(at(out))?;
        // What this program writes has a name that is text.
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let bundle = name.strip_suffix(".zip").unwrap_or(&name);
        if is_reserved(&name) || known.contains(&fold(&name)) || known.contains(&fold(bundle)) {
            continue;
        }
        let path = entry.path();
        let kind = entry.file_type().map_err(at(&path))?;
        let is_ours = if kind.is_dir() {
            is_bundle(&path)
        } else {
            kind.is_file() && bundle != name && is_archive_of(&path, bundle)
        };
        if is_ours {
            let keep = if kind.is_dir() { reason(&path) } else { None };
            gone.push(Gone { name, keep });
        }
    }
    gone.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(gone)
}

/// Why a bundle cannot be written again as it is, if so.
fn reason(folder: &Path) -> Option<String> {
    let files = match list_all(folder) {
        Ok(files) => files,
        Err(refused) => return Some(refused.to_string()),
    };
    if let Some(record) = files.keys().find(|path| is_later(path)) {
        return Some(format!("it holds {}", slashed(record)));
    }
    match verify::verify(folder) {
        Ok(verified) => verified
            .files
            .first()
            .map(|found| format!("{} is {}", found.path, found.status.word())),
        Err(error) => Some(error.to_string()),
    }
}

/// Takes away a bundle or an archive that is gone; what has to stay since it was looked at, stays, with
/// the reason.
///
/// # Errors
///
/// [`Refused`]; what was there is there still, or lies in the workplace for the next run.
pub fn prune(output: &Output, gone: &Gone) -> Result<Option<String>, Refused> {
    output.prune(&gone.name, reason)
}
