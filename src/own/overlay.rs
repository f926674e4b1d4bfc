//! An overlay once it is read.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Own;
use crate::domain::Lang;
use crate::places::Places;

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
    pub head: Written,
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
}

/// Where things stand in the file, for what is found later.
#[derive(Debug, Default)]
pub struct Written {
    /// As findings name the file.
    pub shown: String,
    /// Where its values stand.
    pub places: Places,
}

/// A remark as both kinds of document hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// For `RUNBOOK.md`; nothing in it is HTML.
    pub markdown: String,
    /// For `runbook.html`.
    pub html: String,
}

/// The texts of an overlay in one language.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OwnWords {
    /// By section and key.
    pub messages: BTreeMap<String, BTreeMap<String, String>>,
    /// By id of the step and name of the text.
    pub steps: BTreeMap<String, BTreeMap<String, String>>,
}

impl OwnWords {
    /// How many texts there are.
    #[must_use]
    pub fn count(&self) -> usize {
        let all = self.messages.values().chain(self.steps.values());
        all.map(BTreeMap::len).sum()
    }
}
