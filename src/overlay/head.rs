//! `overlay.json`: what the overlay is called, the order of its steps, and what is left out.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::file::{DESCRIBED, Open};
use super::place::nearest;
use crate::domain::Invalid;
use crate::domain::plain_text::{self, quoted};
use crate::finding::Finding;
use crate::lint::{DUPLICATE_ITEM, OVERLAY_STEP, OVERLAY_VERSION};
use crate::own::{LeftOut, Overlay, Own};
use crate::places::Places;
use crate::structure::{self, Structure};
use crate::{schema, steps, syntax};

/// What the schema asks of a version.
const VERSION: &str = r"^[0-9A-Za-z][0-9A-Za-z.+_-]{0,39}$";

/// An overlay of hybrid-oauth: own steps, words, remarks and looks, in the folder of this file.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "hybrid-oauth overlay")]
pub struct Section {
    /// Address of this schema, for editors; ignored.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Name of the overlay, in any script; stands in manifest, runbook and change request.
    #[schemars(regex(pattern = plain_text::PATTERN), extend("examples" = ["contoso-standard"]))]
    pub name: String,
    /// Version of the overlay, in your own counting.
    #[schemars(regex(pattern = VERSION), extend("examples" = ["1.0.0"]))]
    pub version: String,
    /// Ids of steps: each own step stands behind the one before it in this list. Steps that are not own keep the order of the procedure. An own step that is not named comes last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true, "examples" = [["preflight", "mail-tips"]]))]
    pub order: Vec<String>,
    /// Steps that bundles do without, each with the reason, which the runbook shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOutSection>,
}

/// A step that bundles do without.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftOutSection {
    /// Id of the step.
    #[schemars(extend("examples" = ["ews-allow-list"]))]
    pub step: String,
    /// Why it is left out, in one line of any script.
    #[schemars(regex(pattern = plain_text::PATTERN), extend("examples" = ["The messaging team keeps the list itself."]))]
    pub reason: String,
}

/// The schema of `overlay.json`.
pub static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<Section>);

/// Reads the file into the overlay; `own` are the ids of its steps.
pub fn read(open: &mut Open<'_>, overlay: &mut Overlay, steps: &mut Own, own: &[&str]) {
    overlay.head.shown = open.shown.clone();
    if !open.is_usable() {
        return;
    }
    let text = open.text.clone();
    let read = syntax::parse(&text)
        .map_err(|finding| vec![*finding])
        .and_then(|tree| structure::read_as::<Section>(&tree, &SCHEMA, DESCRIBED));
    let Structure {
        config,
        places,
        findings,
    } = match read {
        Ok(read) => read,
        Err(findings) => return open.findings.extend(findings),
    };
    open.findings.extend(findings);
    let mut notes = Notes { open, places };
    notes.plain("name", &config.name, 60);
    notes.version(&config.version);
    let ids: Vec<&str> = config
        .left_out
        .iter()
        .map(|one| one.step.as_str())
        .collect();
    for (at, one) in config.left_out.iter().enumerate() {
        notes.left_out(&format!("left_out[{at}].step"), &ids[..at], &one.step, own);
        notes.plain(&format!("left_out[{at}].reason"), &one.reason, 300);
    }
    let mut seen = HashSet::new();
    for (at, id) in config.order.iter().enumerate() {
        notes.ordered(&format!("order[{at}]"), id, own);
        if !seen.insert(id) {
            let message = format!("{} stands twice in the order", quoted(id));
            notes.report(
                &DUPLICATE_ITEM,
                &format!("order[{at}]"),
                message,
                "Keep one of the two.",
            );
        }
    }
    overlay.name = config.name;
    overlay.version = config.version;
    steps.order = config.order;
    steps.left_out = config
        .left_out
        .into_iter()
        .map(|one| LeftOut {
            id: one.step,
            reason: one.reason,
        })
        .collect();
    overlay.head.places = notes.places;
}

struct Notes<'a, 'b> {
    open: &'a mut Open<'b>,
    places: Places,
}

impl Notes<'_, '_> {
    fn report(
        &mut self,
        lint: &'static crate::lint::Lint,
        path: &str,
        message: String,
        help: impl Into<String>,
    ) {
        if !self.places.is_unusable(path) {
            let finding = Finding::new(lint, self.places.span(path), path, message, help.into());
            self.open.findings.push(finding);
        }
    }

    fn invalid(&mut self, path: &str, refusal: Invalid) {
        self.report(refusal.lint, path, refusal.message, refusal.help);
    }

    /// A line that people read.
    fn plain(&mut self, path: &str, text: &str, longest: usize) {
        if let Err(refusal) = plain_text::check(text) {
            self.invalid(path, refusal);
        } else if text.chars().count() > longest {
            let message = format!("the text is longer than {longest} characters");
            self.report(
                &OVERLAY_VERSION,
                path,
                message,
                "Write less; it stands in tables.",
            );
        }
    }

    fn version(&mut self, text: &str) {
        static FORM: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(VERSION).expect("the form is compiled in and tested"));
        if !FORM.is_match(text) {
            let message = format!("{} is no version", quoted(text));
            let help = "Write letters, digits, dots, hyphens, plus signs or underscores: 1.0.0.";
            self.report(&OVERLAY_VERSION, "version", message, help);
        }
    }

    fn left_out(&mut self, path: &str, before: &[&str], id: &str, own: &[&str]) {
        if before.contains(&id) {
            let message = format!("{} is left out twice", quoted(id));
            self.report(&DUPLICATE_ITEM, path, message, "Keep one of the two.");
        } else if own.contains(&id) {
            let message = format!("{} is a step of this overlay", quoted(id));
            self.report(
                &OVERLAY_STEP,
                path,
                message,
                "Take its file out of the overlay.",
            );
        } else {
            self.known(path, id, &[]);
        }
    }

    fn ordered(&mut self, path: &str, id: &str, own: &[&str]) {
        self.known(path, id, own);
    }

    fn known(&mut self, path: &str, id: &str, own: &[&str]) {
        if own.contains(&id) || steps::known().any(|step| step.id == id) {
            return;
        }
        let message = format!("there is no step {}", quoted(id));
        let near = match nearest(id, own) {
            _ if id == "collect" => {
                "It only reads, and `plan` needs it: it is in every bundle. ".to_owned()
            }
            Some(id) => format!("Did you mean `{id}`? "),
            None => String::new(),
        };
        self.report(
            &OVERLAY_STEP,
            path,
            message,
            format!("{near}`hybrid-oauth steps` lists the steps."),
        );
    }
}
