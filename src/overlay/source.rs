//! Where the overlay of a config comes from.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{FOLDER, Files, Overlay, Reading, folder, read};
use crate::finding::Finding;
use crate::lint::OVERLAY_FOLDER;
use crate::shown::shown;

/// Where the overlay of a config comes from.
#[derive(Debug, Clone, Default)]
pub enum Source {
    /// Nothing but the bytes of the config is at hand.
    #[default]
    Nowhere,
    /// The config says its folder, relative to this one.
    Beside(PathBuf),
    /// The command line named it; what the config says does not count.
    Named(Arc<Overlay>),
    /// The copy in a bundle, with the path that messages show.
    Copy(String, Files),
}

impl Source {
    /// The overlay of a config, and what there is to say about it in its own files; `named` is what the config says,
    /// with the bytes that do.
    pub fn overlay(
        &self,
        named: Option<(String, Range<usize>)>,
        findings: &mut Vec<Finding>,
    ) -> Overlaid {
        let reading = match (self, named) {
            (Source::Named(overlay), _) => {
                return Overlaid {
                    overlay: Some(overlay.clone()),
                    ..Overlaid::default()
                };
            }
            (Source::Copy(shown, files), _) => read(shown, files.clone()),
            (_, None) => return Overlaid::default(),
            (Source::Nowhere, Some((_, span))) => {
                let message = "the overlay cannot be read: there are no folders here".into();
                let help = "Give the overlay's files with the config (on the page: choose its folder), or take the key out.".into();
                findings.push(Finding::new(
                    &OVERLAY_FOLDER,
                    span,
                    "overlay",
                    message,
                    help,
                ));
                return Overlaid::default();
            }
            (Source::Beside(folder), Some((text, span))) => {
                let folder = resolve(folder, &text);
                let mut reading = read_folder(&folder);
                // That it is not there is a mistake in the config.
                let missing = |finding: &Finding| finding.code == OVERLAY_FOLDER.code;
                if let Some(at) = reading.findings.iter().position(missing) {
                    let Finding { message, help, .. } = reading.findings.remove(at);
                    let message = format!("{}: {message}", shown(&folder));
                    findings.push(Finding::new(
                        &OVERLAY_FOLDER,
                        span,
                        "overlay",
                        message,
                        help,
                    ));
                }
                reading
            }
        };
        Overlaid {
            overlay: reading.overlay.map(Arc::new),
            findings: reading.findings,
            sources: reading.sources,
        }
    }
}

/// The overlay of a config, with what was found in its files.
#[derive(Debug, Default)]
pub struct Overlaid {
    /// None where there is none, or one with errors.
    pub overlay: Option<Arc<Overlay>>,
    /// What was found, with the file.
    pub findings: Vec<Finding>,
    /// The texts of the files.
    pub sources: BTreeMap<String, String>,
}

/// Reads the overlay in a folder.
#[must_use]
pub fn read_folder(path: &Path) -> Reading {
    match folder::read(path) {
        Ok(files) => read(&shown(path), files),
        Err(findings) => Reading {
            findings,
            ..Reading::default()
        },
    }
}

/// The copy of an overlay among the files of a bundle.
#[must_use]
pub fn of_bundle(files: &BTreeMap<String, Vec<u8>>) -> Files {
    let below = files.iter().filter_map(|(path, bytes)| {
        let path = path.strip_prefix(FOLDER)?.strip_prefix('/')?;
        Some((path.to_owned(), bytes.clone()))
    });
    below.collect()
}

/// The folder that a config means, on every system.
#[must_use]
pub fn resolve(beside: &Path, text: &str) -> PathBuf {
    let parts = text
        .split(['/', '\\'])
        .filter(|part| !part.is_empty() && *part != ".");
    parts.fold(beside.to_owned(), |path, part| path.join(part))
}
