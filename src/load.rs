//! A config from wherever somebody has it.

use std::path::Path;
use std::sync::Arc;

use crate::given;
pub use crate::loaded::{Loaded, load, load_with};
use crate::overlay::Overlay;
use crate::overlay::source::Source;
use crate::shown::shown;

/// Reads a config from a file, from standard input where `-` is named, or from a bundle. That it cannot be read
/// is a finding too.
#[must_use]
pub fn load_path(path: &Path) -> Loaded {
    load_path_with(path, None)
}

/// The same with an overlay that goes before the one that the config names.
#[must_use]
pub fn load_path_with(path: &Path, overlay: Option<&Arc<Overlay>>) -> Loaded {
    if let Some(loaded) = given::load_bundle(path, overlay) {
        return loaded;
    }
    let source = match overlay {
        Some(overlay) => Source::Named(overlay.clone()),
        // Of standard input it is the folder that the program runs in.
        None => Source::Beside(path.parent().unwrap_or(Path::new("")).to_owned()),
    };
    match crate::error::read(path) {
        Ok(bytes) => load_with(&shown(path), &bytes, &source),
        Err(error) => Loaded::refused(error.finding(), &error.file),
    }
}
