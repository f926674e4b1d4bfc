//! An overlay: the customer's own steps, words, remarks and looks, in a folder beside the configs.
//!
//! [`folder`] brings its files into memory, [`read()`] understands them without touching a disk, so that
//! the copy in a bundle or an archive is read in the same way. What an overlay says is data: it goes
//! through the same quoting and escaping as a config. The engine, the proof of shell and organisation
//! and the frame of a step have no place in it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::finding::Finding;
use crate::lang::{Lang, Words};
use crate::own::Own;
use crate::source::config_sha256;

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
pub use remark::Remark;

use words::OwnWords;

/// The folder of a bundle that holds the files of its overlay.
pub const FOLDER: &str = "overlay";

/// The file that makes a folder an overlay.
pub const HEAD: &str = "overlay.json";

/// Files by their paths in the overlay, with forward slashes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// An overlay without errors.
#[derive(Debug, Default)]
pub struct Overlay {
    /// What it is called.
    pub name: String,
    /// Which version it is, in the customer's own counting.
    pub version: String,
    /// SHA-256 over paths and bytes of its files.
    pub sha256: String,
    /// Its steps, what is left out, and the order.
    pub own: Arc<Own>,
    /// Words of its own, by language.
    pub words: BTreeMap<Lang, OwnWords>,
    /// Remarks in the runbook.
    pub remarks: BTreeMap<(Slot, Lang), Remark>,
    /// The picture at the head of the page, as a `data:` address.
    pub logo: Option<String>,
    /// Rules behind those of the page.
    pub style: Option<String>,
    /// Every file, as it is carried in a bundle.
    pub files: Files,
    /// The text and the places of its head, for findings that need a tenant.
    pub head: head::Written,
}

/// A place in the runbook for remarks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Below the title.
    Header,
    /// Before the steps.
    Before,
    /// Behind a step, by its id.
    After(String),
    /// At the end.
    Footer,
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => f.write_str("header"),
            Self::Before => f.write_str("before"),
            Self::After(step) => write!(f, "after-{step}"),
            Self::Footer => f.write_str("footer"),
        }
    }
}

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

impl Overlay {
    /// The name and version, as people say it.
    #[must_use]
    pub fn said(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// What the manifest says of it.
    #[must_use]
    pub fn identity(&self) -> Value {
        json!({ "name": self.name, "version": self.version, "sha256": self.sha256 })
    }

    /// The same with what is left out.
    #[must_use]
    pub fn in_manifest(&self) -> Value {
        let mut all = self.identity();
        let left_out = self.own.left_out.iter();
        let left_out = left_out.map(|one| json!({ "step": one.id, "reason": one.reason }));
        all["left_out"] = left_out.collect();
        all
    }

    /// The remark of a slot, in the language where there is one.
    #[must_use]
    pub fn remark(&self, slot: &Slot, lang: Lang) -> Option<&Remark> {
        let of = |lang| self.remarks.get(&(slot.clone(), lang));
        of(lang).or_else(|| of(Lang::En))
    }

    /// The words of a language with those of the overlay in their places.
    #[must_use]
    pub fn words(&self, lang: Lang) -> Option<Words> {
        self.words.get(&lang).map(|own| own.over(lang.words()))
    }
}

/// The digest of an overlay: SHA-256 of one line a file, in the order of the paths, digest, two spaces and
/// path, as `sha256sum` prints them.
#[must_use]
pub fn digest(files: &Files) -> String {
    let lines: String = files
        .iter()
        .map(|(path, bytes)| format!("{}  {path}\n", config_sha256(bytes)))
        .collect();
    config_sha256(lines.as_bytes())
}
