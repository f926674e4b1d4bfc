//! Files of two bundles: which differ, and the lines of the scripts.

use std::collections::BTreeSet;

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::code::running;
use super::side::Side;
use crate::digest::sha256;
use crate::layout::{CONFIG, SUMS};
use crate::verify::unsigned;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Only the new one has it.
    Added,
    /// Both have it, with other bytes.
    Changed,
    /// Only the old one has it.
    Removed,
}

impl Status {
    /// The key of its word.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed_file",
            Self::Removed => "removed",
        }
    }
}

/// A file that differs.
#[derive(Debug, Clone, Serialize)]
pub struct FileChange {
    /// Relative to the bundle, with forward slashes.
    pub path: String,
    /// What became of it.
    pub status: Status,
    /// Of a script that runs otherwise: the lines that differ as a unified diff. A script that only got another number
    /// is compared with its former self.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<String>,
    /// Lines that only the new one has; none where it is no text.
    pub added: usize,
    /// Lines that only the old one has.
    pub removed: usize,
}

/// Files that differ, by path, but for the copy of the config.
pub(super) fn compare(old: &Side, new: &Side, runs: &[&str]) -> Vec<FileChange> {
    let paths: BTreeSet<&String> = old.files.keys().chain(new.files.keys()).collect();
    paths
        .into_iter()
        // What was put in is compared setting by setting, unless only the copy was changed.
        .filter(|path| *path != CONFIG || old.files.get(SUMS) == new.files.get(SUMS))
        .filter_map(|path| {
            let status = match (old.files.get(path), new.files.get(path)) {
                (None, _) => Status::Added,
                (Some(_), None) => Status::Removed,
                (Some(from), Some(to)) if from != to => Status::Changed,
                _ => return None,
            };
            let (added, removed) = counts(old.files.get(path), new.files.get(path));
            let runs = runs.contains(&path.as_str());
            Some(FileChange {
                path: path.clone(),
                status,
                lines: lines(old, new, path, status).filter(|_| runs),
                added,
                removed,
            })
        })
        .collect()
}

/// The same where of the old side only digests are known, with the number of scripts among them; a
/// signature is no difference.
pub(super) fn against_digests(old: &Side, new: &Side) -> (Vec<FileChange>, usize) {
    let (before, after) = (old.paths(), new.paths());
    let all: BTreeSet<&str> = before.union(&after).copied().collect();
    let status = |path: &str| match (old.listed(path), new.files.get(path)) {
        (None, _) => Some(Status::Added),
        (_, None) => Some(Status::Removed),
        (Some(digest), Some(bytes)) => {
            let is = |bytes: &[u8]| sha256(bytes) == digest;
            let same = is(bytes) || is_script(path) && unsigned(bytes).any(is);
            (!same).then_some(Status::Changed)
        }
    };
    let one = |path: &str| {
        Some(FileChange {
            path: path.to_owned(),
            status: status(path)?,
            lines: None,
            added: 0,
            removed: 0,
        })
    };
    let files: Vec<FileChange> = all
        .into_iter()
        .filter(|path| *path != CONFIG)
        .filter_map(one)
        .collect();
    let scripts = files.iter().filter(|file| is_script(&file.path)).count();
    (files, scripts)
}

fn counts(old: Option<&Vec<u8>>, new: Option<&Vec<u8>>) -> (usize, usize) {
    let text = |bytes: Option<&Vec<u8>>| {
        let bytes = bytes.map_or(&[][..], Vec::as_slice);
        String::from_utf8_lossy(bytes).replace("\r\n", "\n")
    };
    let (old, new) = (text(old), text(new));
    let diff = TextDiff::from_lines(&old, &new);
    let count = |tag| {
        diff.iter_all_changes()
            .filter(|line| line.tag() == tag)
            .count()
    };
    (count(ChangeTag::Insert), count(ChangeTag::Delete))
}

fn is_script(path: &str) -> bool {
    path.ends_with(".ps1")
}

/// The path of the same step's script on another side, where its number differs.
fn renumbered<'a>(from: &Side, to: &'a Side, path: &str) -> Option<&'a str> {
    let mut steps = from.manifest.steps.iter();
    let step = steps.find(|step| step.file == path)?;
    let mut steps = to.manifest.steps.iter();
    let other = steps.find(|other| other.id == step.id && other.context == step.context)?;
    (other.file != path && to.files.contains_key(&other.file)).then_some(&other.file)
}

fn lines(old: &Side, new: &Side, path: &str, status: Status) -> Option<String> {
    if !is_script(path) {
        return None;
    }
    let former = renumbered(new, old, path);
    let (from, to) = match status {
        Status::Changed => (Some(path), Some(path)),
        Status::Added => (former, Some(path)),
        // Its lines stand with the script that it became.
        Status::Removed if renumbered(old, new, path).is_some() => return None,
        Status::Removed => (Some(path), None),
    };
    let text = |side: &Side, path: Option<&str>| {
        let bytes = path.and_then(|path| side.files.get(path));
        let text = String::from_utf8_lossy(bytes.map_or(&[], Vec::as_slice));
        text.replace("\r\n", "\n")
    };
    let name = |side: &str, path: Option<&str>| match path {
        Some(path) => format!("{side}/{path}"),
        None => "/dev/null".to_owned(),
    };
    let (before, after) = (text(old, from), text(new, to));
    let diff = TextDiff::from_lines(&before, &after);
    let mut unified = diff.unified_diff();
    Some(
        unified
            .header(&name("old", from), &name("new", to))
            .to_string(),
    )
}

/// Scripts that do not run the same: what is left without comments differs.
pub(super) fn runs_otherwise<'a>(old: &'a Side, new: &'a Side) -> Vec<&'a str> {
    let paths: BTreeSet<&String> = old.files.keys().chain(new.files.keys()).collect();
    let runs_so = |path: &str, side: &Side| {
        let bytes = side.files.get(path)?;
        let text = String::from_utf8_lossy(bytes).into_owned();
        running(&text).or(Some(text))
    };
    paths
        .into_iter()
        .map(String::as_str)
        .filter(|path| {
            is_script(path)
                && old.files.get(*path) != new.files.get(*path)
                && runs_so(path, old) != runs_so(path, new)
        })
        .collect()
}
