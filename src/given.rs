//! A bundle, or an archive of one, in the place of a config: the copy of its config is meant.

use std::io;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use crate::digest::sha256;
use crate::files;
use crate::finding::Finding;
use crate::layout::{CONFIG, MANIFEST, SUMS};
use crate::lint::{BUNDLE_CONFIG, FILE_UNREADABLE};
use crate::loaded::Loaded;
use crate::loaded::load_with;
use crate::output::{is_archive, unpack};
use crate::overlay::source::{self, Source};
use crate::overlay::{self, FOLDER, Files, Overlay, folder};
use crate::rotation;
use crate::shown::shown;

/// Whether the folder is a bundle.
#[must_use]
pub fn is_bundle(folder: &Path) -> bool {
    [MANIFEST, SUMS]
        .iter()
        .all(|list| folder.join(list).is_file())
}

/// What came of the config in a bundle; none where the path names no bundle.
#[must_use]
pub fn load_bundle(path: &Path, overlay: Option<&Arc<Overlay>>) -> Option<Loaded> {
    let read = if is_bundle(path) {
        let file = |name: &str| match files::read_no_link(&path.join(name), files::BUNDLE_LIMIT) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            other => other.map(Some),
        };
        file(MANIFEST).and_then(|manifest| {
            let overlay = match path.join(FOLDER).is_dir() {
                true => folder::read(&path.join(FOLDER)),
                false => Ok(Files::new()),
            };
            Ok((manifest, file(CONFIG)?, overlay))
        })
    } else if is_archive(path) && path.exists() {
        unpack(path).map(|mut files| {
            let overlay = source::of_bundle(&files);
            (files.remove(MANIFEST), files.remove(CONFIG), Ok(overlay))
        })
    } else {
        return None;
    };
    let config_path = shown(&path.join(CONFIG));
    let copy = shown(&path.join(FOLDER));
    Some(match read {
        Ok((manifest, config, files)) => {
            let given = Given {
                shown: &config_path,
                manifest,
                config,
                overlay: (copy, files),
            };
            given.load(overlay)
        }
        Err(error) => {
            let message = format!("the bundle cannot be read: {error}");
            let help = "Name the config itself, or get the bundle anew.";
            let finding = Finding::new(&FILE_UNREADABLE, 0..0, "", message, help.into());
            Loaded::refused(finding, &shown(path))
        }
    })
}

/// What a bundle holds of what it was made from.
struct Given<'a> {
    shown: &'a str,
    manifest: Option<Vec<u8>>,
    config: Option<Vec<u8>>,
    overlay: (String, Result<Files, Vec<Finding>>),
}

impl Given<'_> {
    fn load(self, named: Option<&Arc<Overlay>>) -> Loaded {
        let manifest: Value = self
            .manifest
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        let wrong = |message: &str, help: &str| {
            let finding = Finding::new(&BUNDLE_CONFIG, 0..0, "", message.into(), help.into());
            Loaded::refused(finding, self.shown)
        };
        let Some(config) = &self.config else {
            return wrong(
                "the bundle holds no copy of its config",
                "Name the config itself; bundles of older versions have no copy.",
            );
        };
        if manifest["config_sha256"] != sha256(config) {
            return wrong(
                "this is not the config that the bundle was made from",
                "Somebody changed the copy: `hybrid-oauth verify` says what else differs. Name the right config itself.",
            );
        }
        let (shown, files) = self.overlay;
        let source = match (named, files) {
            (Some(overlay), _) => Source::Named(overlay.clone()),
            (None, _) if manifest[FOLDER].is_null() => Source::Nowhere,
            (None, Ok(files)) if manifest[FOLDER]["sha256"] == overlay::digest(&files) => {
                Source::Copy(shown, files)
            }
            (None, _) => {
                return wrong(
                    "this is not the overlay that the bundle was made with",
                    "Somebody changed the copy in its folder overlay: `hybrid-oauth verify` says what else differs. Name the right one with --overlay.",
                );
            }
        };
        let mut loaded = load_with(self.shown, config, &source);
        loaded.tenant = loaded.tenant.map(|tenant| {
            let rotated = rotation::of(&tenant);
            match manifest["name"] == rotated.name {
                true => rotated,
                false => tenant,
            }
        });
        loaded
    }
}
