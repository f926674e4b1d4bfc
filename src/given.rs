//! A bundle, or an archive of one, in the place of a config: the copy of its config is meant.

use std::io;
use std::path::Path;

use serde_json::Value;

use crate::bundle::{CONFIG, MANIFEST, SUMS};
use crate::files;
use crate::finding::Finding;
use crate::lint::{BUNDLE_CONFIG, FILE_UNREADABLE};
use crate::loaded::load;
use crate::output::{is_archive, unpack};
use crate::rotation;
use crate::shown::shown;
use crate::source::config_sha256;
use crate::tenant::Loaded;

/// Whether the folder is a bundle.
#[must_use]
pub fn is_bundle(folder: &Path) -> bool {
    [MANIFEST, SUMS]
        .iter()
        .all(|list| folder.join(list).is_file())
}

/// What came of the config in a bundle; none where the path names no bundle.
#[must_use]
pub fn load_bundle(path: &Path) -> Option<Loaded> {
    let read = if is_bundle(path) {
        let file = |name: &str| match files::read_no_link(&path.join(name), files::BUNDLE_LIMIT) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            other => other.map(Some),
        };
        file(MANIFEST).and_then(|manifest| Ok((manifest, file(CONFIG)?)))
    } else if is_archive(path) && path.exists() {
        unpack(path).map(|mut files| (files.remove(MANIFEST), files.remove(CONFIG)))
    } else {
        return None;
    };
    let config_path = shown(&path.join(CONFIG));
    Some(match read {
        Ok((manifest, config)) => of(&config_path, manifest.as_deref(), config.as_deref()),
        Err(error) => {
            let message = format!("the bundle cannot be read: {error}");
            let help = "Name the config itself, or get the bundle anew.";
            let finding = Finding::new(&FILE_UNREADABLE, 0..0, "", message, help.into());
            Loaded::refused(finding, &shown(path))
        }
    })
}

fn of(shown: &str, manifest: Option<&[u8]>, config: Option<&[u8]>) -> Loaded {
    let manifest: Value = manifest
        .and_then(|bytes| serde_json::from_slice(bytes).ok())
        .unwrap_or_default();
    let wrong = |message: &str, help: &str| {
        let finding = Finding::new(&BUNDLE_CONFIG, 0..0, "", message.into(), help.into());
        Loaded::refused(finding, shown)
    };
    let Some(config) = config else {
        return wrong(
            "the bundle holds no copy of its config",
            "Name the config itself; bundles of older versions have no copy.",
        );
    };
    if manifest["config_sha256"] != config_sha256(config) {
        return wrong(
            "this is not the config that the bundle was made from",
            "Somebody changed the copy: `hybrid-oauth verify` says what else differs. Name the right config itself.",
        );
    }
    let mut loaded = load(shown, config);
    loaded.tenant = loaded.tenant.map(|tenant| {
        let rotated = rotation::of(&tenant);
        match manifest["name"] == rotated.name {
            true => rotated,
            false => tenant,
        }
    });
    loaded
}
