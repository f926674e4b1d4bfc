//! Change requests: what differs in meaning between two configs or bundles, in which steps and
//! shells, what running the new scripts does about it and what not, and which lines differ.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::visible::visible;

pub mod code;
mod document;
mod effect;
mod files;
mod meaning;
mod notes;
mod risk;
mod sentences;
mod side;
mod text;
mod ticket;
mod words;

pub use crate::risk::{Level, Risk};
pub use document::{html, markdown};
pub use effect::Fact;
pub use files::{FileChange, Status};
pub use meaning::Action;
pub use side::{Overlay, Side, Step as BundleStep, Tool};
pub use text::text;
pub use ticket::{Ticket, What};
pub use words::Words;

use crate::lang::Lang;
use crate::own::Own;
use crate::step::Text;

/// How much of the difference is one of meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// The same bytes.
    Same,
    /// Documents, comments, lists of digests: no script does anything else.
    Text,
    /// The same objects are wanted, but scripts run other lines.
    Scripts,
    /// Other objects, properties, steps or settings.
    Changed,
    /// A bundle does not say which objects it wants.
    Unknown,
}

/// A change request; its serialised form is what `diff --format json` prints.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeRequest {
    /// Layout of this document.
    pub format_version: u32,
    /// Whether nothing differs at all.
    pub same: bool,
    /// How much of the difference is one of meaning.
    pub meaning: Meaning,
    /// The same in a sentence.
    pub summary: String,
    /// The whole on a page.
    pub ticket: Ticket,
    /// What it goes from.
    pub old: About,
    /// What it goes to.
    pub new: About,
    /// What the reader has to know before the rest.
    pub notes: Vec<Fact>,
    /// Values of the config that differ.
    pub settings: Vec<PropertyChange>,
    /// Steps that are new, gone or have another number.
    pub steps: Vec<StepChange>,
    /// Objects that differ, and settings that show in no object.
    pub changes: Vec<Change>,
    /// Files that differ.
    pub files: Vec<FileChange>,
    /// How many scripts run otherwise.
    #[serde(skip)]
    pub scripts: usize,
    /// What either organisation changes about the steps: own ones bring their words.
    #[serde(skip)]
    own: [Arc<Own>; 2],
}

/// How a change request is told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Telling {
    /// The language.
    pub lang: Option<Lang>,
    /// Only how many lines of which files differ.
    pub stat: bool,
    /// Without the lines of the scripts.
    pub no_lines: bool,
}

impl Telling {
    /// The words of the language, with those of own steps.
    fn words(self, request: &ChangeRequest) -> Cow<'static, Words> {
        let lang = self.lang.unwrap_or(Lang::En);
        let own = request.own.iter().flat_map(|own| &own.steps);
        Words::of(lang).with(lang, own)
    }
}

/// One of the two sides, as it says of itself.
#[derive(Debug, Clone, Serialize)]
pub struct About {
    /// As it was named on the command line.
    pub path: String,
    /// `config` or `bundle`.
    pub from: &'static str,
    /// Name of the bundle's folder.
    pub name: String,
    /// The method's id.
    pub method: String,
    /// The cloud's id.
    pub cloud: String,
    /// The program that wrote it, or writes it now.
    pub tool: Tool,
    /// The overlay that it was made with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overlay: Option<Overlay>,
}

impl About {
    /// The program, and the overlay where there is one.
    #[must_use]
    pub fn made_by(&self) -> String {
        match &self.overlay {
            Some(overlay) => format!("{} + {overlay}", self.tool),
            None => self.tool.to_string(),
        }
    }
}

/// A step that is new, gone or has another number.
#[derive(Debug, Clone, Serialize)]
pub struct StepChange {
    /// Whether it is new, gone, or numbered otherwise.
    pub action: Action,
    /// Its id.
    pub id: String,
    /// Folder of its shell.
    pub context: String,
    /// What it does; empty where this program does not know the step.
    pub title: Text,
    /// Path of its script before.
    pub from: Option<String>,
    /// Path of its script after.
    pub to: Option<String>,
}

/// A property or setting with both values; null where there was or is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PropertyChange {
    /// Its name.
    pub name: String,
    /// The value before.
    pub from: Value,
    /// The value after.
    pub to: Value,
}

/// An object, or a setting that shows in no object, that differs.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// Whether it is new, other, or gone.
    pub action: Action,
    /// Kind of the object; `Config` for a setting.
    pub kind: String,
    /// What the object is found by; the setting's name.
    pub key: String,
    /// The step that makes sure of it; null for a setting that acts in documents only.
    pub step: Option<String>,
    /// What differs.
    pub properties: Vec<PropertyChange>,
    /// Folder of the step's shell.
    pub context: Option<String>,
    /// The shell in words.
    pub shell: &'static str,
    /// Path of the script that acts: the new bundle's, or the old one's where the new has none.
    pub script: Option<String>,
    /// What running the new bundle does and does not do.
    pub effect: Vec<Fact>,
    /// How much can go wrong, and what.
    pub risk: Risk,
    /// How it is taken back.
    pub rollback: Vec<Fact>,
    /// Who may run it.
    pub roles: Vec<Text>,
    /// How long until it acts.
    pub acts: Text,
}

/// Compares two sides.
#[must_use]
pub fn compare(old: &Side, new: &Side) -> ChangeRequest {
    let (files, scripts) = match old.is_manifest_alone() {
        // Lines cannot be compared: any of them may run otherwise.
        true => files::against_digests(old, new),
        false => {
            let runs = files::runs_otherwise(old, new);
            (files::compare(old, new, &runs), runs.len())
        }
    };
    let settings = meaning::settings(old, new);
    let steps = meaning::steps(old, new);
    let changes = meaning::changes(old, new, &settings);
    let known = [old, new]
        .iter()
        .all(|side| side.manifest.resources.is_some() && side.manifest.settings.is_some());
    let meaning = match () {
        () if !changes.is_empty() || !settings.is_empty() || !steps.is_empty() => Meaning::Changed,
        () if files.is_empty() => Meaning::Same,
        () if !known => Meaning::Unknown,
        () if scripts == 0 => Meaning::Text,
        () => Meaning::Scripts,
    };
    let mut request = ChangeRequest {
        format_version: 1,
        same: meaning == Meaning::Same,
        meaning,
        summary: String::new(),
        ticket: ticket::ticket(new, &changes),
        scripts,
        old: about(old),
        new: about(new),
        notes: notes::notes(old, new),
        own: [Arc::clone(&old.own), Arc::clone(&new.own)],
        settings,
        steps,
        changes,
        files,
    };
    request.summary = notes::summary(&request, Words::of(Lang::En));
    request
}

fn about(side: &Side) -> About {
    About {
        path: side.path.clone(),
        from: side.kind,
        name: side.manifest.name.clone(),
        method: side.manifest.method.clone(),
        cloud: side.manifest.cloud.clone(),
        tool: side.manifest.tool.clone(),
        overlay: side.manifest.overlay.clone(),
    }
}

/// A value for people: a list with commas, nothing as "(none)".
#[must_use]
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => "(none)".into(),
        Value::String(text) if text.is_empty() => "(empty)".into(),
        Value::String(text) => visible(text),
        Value::Array(items) if items.is_empty() => "(none)".into(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(entries) => {
            let parts = entries
                .iter()
                .map(|(name, value)| format!("{name} {}", shown(value)));
            parts.collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}
