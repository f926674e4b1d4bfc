//! Kinds of objects: `templates/kinds.json`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A kind of object in a shell, and the documented cmdlets that read, make, change and remove one. Which parameters
/// they take, in which parameter set, and which of them are lists, the [catalogue](crate::catalogue) says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// `AuthServer`
    pub name: &'static str,
    /// In words, for messages.
    pub label: &'static str,
    /// The property that names an object; also the key of evidence.
    #[serde(default = "name")]
    pub key: &'static str,
    /// The cmdlet that reads all of them.
    pub read: &'static str,
    /// Where the proof of the organisation has put all of them already.
    #[serde(default)]
    pub at_hand: Option<&'static str>,
    /// The cmdlet that makes one; empty where none is documented or wanted.
    #[serde(default)]
    pub new: &'static str,
    /// The cmdlet that changes one.
    #[serde(default)]
    pub set: &'static str,
    /// The cmdlet that removes one.
    #[serde(default)]
    pub remove: &'static str,
    /// Whether there is exactly one, which cmdlets take without `-Identity`.
    #[serde(default)]
    pub single: bool,
    /// Properties whose setter wants another argument beside them, which selects the parameter set: the one of a
    /// property that the step wants too. Only a step with code has its value.
    #[serde(default)]
    pub beside: BTreeMap<&'static str, Vec<&'static str>>,
    /// Whether each server keeps its own and is asked by itself.
    #[serde(default)]
    pub each_server: bool,
    /// What the service itself sets on a new one.
    #[serde(default)]
    pub defaults: BTreeMap<&'static str, bool>,
    /// Documented properties that can be read in every shell and that no parameter there has.
    #[serde(default)]
    pub properties: Vec<&'static str>,
}

fn name() -> &'static str {
    "Name"
}

/// Every kind that steps want as data.
///
/// # Panics
///
/// Never in a build that passed its tests: the table is compiled in and a test reads it.
pub static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../templates/kinds.json"))
        .expect("the kinds are compiled in and tested")
});

impl Kind {
    /// The cmdlets that there are, in the order of a life: read, made, changed, removed.
    pub fn cmdlets(&self) -> impl Iterator<Item = &'static str> {
        let all = [self.read, self.new, self.set, self.remove];
        all.into_iter().filter(|cmdlet| !cmdlet.is_empty())
    }
}

/// The kind of that name, where there is one.
#[must_use]
pub fn find(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// The kind of that name.
///
/// # Panics
/// Where there is none, which the loader has refused before.
#[must_use]
pub fn kind(name: &str) -> &'static Kind {
    find(name).unwrap_or_else(|| panic!("no kind {name}"))
}
