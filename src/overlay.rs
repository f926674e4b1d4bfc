//! An overlay: the customer's own steps, words, remarks and looks, in a folder beside the configs.
//!
//! [`folder`] brings its files into memory, [`read()`] understands them without touching a disk, so that
//! the copy in a bundle or an archive is read in the same way. What an overlay says is data: it goes
//! through the same quoting and escaping as a config. The engine, the proof of shell and organisation
//! and the frame of a step have no place in it.

use std::collections::BTreeMap;

use crate::digest::sha256;
use crate::finding::Finding;
use crate::lang::{Lang, Words};

pub mod code;
pub mod file;
pub mod fit;
pub mod folder;
pub mod head;
pub mod logo;
pub mod place;
pub mod read;
pub mod remark;
pub mod scripts;
pub mod source;
pub mod starter;
pub mod style;
pub mod words;

pub use place::Place;
pub use read::read;

pub use crate::own::{Files, Overlay, Remark, Slot};

/// The folder of a bundle that holds the files of its overlay.
pub const FOLDER: &str = "overlay";

/// The file that makes a folder an overlay.
pub const HEAD: &str = "overlay.json";

/// What came of reading an overlay.
#[derive(Debug, Default)]
pub struct Reading {
    /// The overlay; none when any finding is an error.
    pub overlay: Option<Overlay>,
    /// Everything found, with its file.
    pub findings: Vec<Finding>,
    /// The texts the findings point into, by file.
    pub sources: BTreeMap<String, String>,
}

/// The words of a language with those of the overlay in their places.
#[must_use]
pub fn words(overlay: &Overlay, lang: Lang) -> Option<Words> {
    let own = overlay.words.get(&lang)?;
    Some(words::over(own, Words::of(lang)))
}

/// The digest of an overlay: SHA-256 of one line a file, in the order of the paths, digest, two spaces and
/// path, as `sha256sum` prints them.
#[must_use]
pub fn digest(files: &Files) -> String {
    let lines: String = files
        .iter()
        .map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes)))
        .collect();
    sha256(lines.as_bytes())
}
