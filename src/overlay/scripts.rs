//! Steps of own code: `scripts/<id>.json` says what the step is, `scripts/<id>.ps1` what it does.

use std::collections::BTreeMap;

use super::file::Open;
use super::place::Place;
use super::{Files, code};
use crate::finding::{Finding, locate};
use crate::lint::OVERLAY_SCRIPT;
use crate::step::{Does, Step};

/// What was read of them.
#[derive(Debug, Default)]
pub struct Scripts {
    /// What the steps are, without their code.
    pub heads: Vec<Step>,
    codes: BTreeMap<String, (String, String)>,
}

impl Scripts {
    /// Reads the code of a step.
    pub fn read(&mut self, open: &mut Open<'_>, id: String) {
        if let Some(text) = code::read(open) {
            self.codes.insert(id, (open.shown.clone(), text));
        }
    }

    /// Files that lack the other one of the two: path, what is wrong, what to do.
    pub fn unpaired(&self, files: &Files) -> Vec<(String, &'static str, String)> {
        let lacking = files.keys().filter_map(|path| {
            let (other, message) = match Place::of(path, &[]).ok()? {
                Place::Script(id) => (
                    format!("scripts/{id}.json"),
                    "nothing says what this step is",
                ),
                Place::ScriptHead(id) => (format!("scripts/{id}.ps1"), "the step has no code"),
                _ => return None,
            };
            let help = format!("Write {other} beside it.");
            (!files.contains_key(&other)).then(|| (path.clone(), message, help))
        });
        lacking.collect()
    }

    /// The steps with their code, and what of the code does not fit what the step says of itself.
    pub fn steps(mut self, sources: &BTreeMap<String, String>) -> (Vec<Step>, Vec<Finding>) {
        let mut findings = Vec::new();
        for step in &mut self.heads {
            let Some((shown, text)) = self.codes.remove(step.id.as_ref()) else {
                continue;
            };
            let source = sources.get(&shown).map_or(text.as_str(), String::as_str);
            let mut found: Vec<Finding> = code::unlisted(source, step)
                .into_iter()
                .map(|(span, message)| {
                    let help = "Add it to `cmdlets` beside the script: reviewers read what it calls there.";
                    Finding::new(&OVERLAY_SCRIPT, span, "", message, help.into())
                })
                .collect();
            locate(&mut found, &shown, source);
            findings.extend(found);
            if let Does::Own(own) = &mut step.does {
                own.code = text;
            }
        }
        (self.heads, findings)
    }
}
