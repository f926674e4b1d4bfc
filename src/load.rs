//! A config from wherever somebody has it.

use std::path::Path;

use crate::given;
pub use crate::loaded::load;
use crate::shown::shown;
use crate::tenant::Loaded;

/// Reads a config from a file, from standard input where `-` is named, or from a bundle. That it cannot be read
/// is a finding too.
#[must_use]
pub fn load_path(path: &Path) -> Loaded {
    if let Some(loaded) = given::load_bundle(path) {
        return loaded;
    }
    match crate::error::read(path) {
        Ok(bytes) => load(&shown(path), &bytes),
        Err(error) => Loaded::refused(error.finding(), &error.file),
    }
}
