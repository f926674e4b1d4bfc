//! `words/<lang>.json`: texts in the place of those of documents; only keys that are there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::file::{DESCRIBED, Open};
use crate::domain::plain_text;
use crate::finding::Finding;
use crate::lang::{Lang, Words, message};
use crate::lint::OVERLAY_WORDS;
use crate::own::OwnWords;
use crate::places::Places;
use crate::step::StepWords;
use crate::structure::{self, Structure};
use crate::{steps, syntax};

/// The section of the messages that says what is the overlay's: nobody else's to say.
const OURS: &str = "overlay";

/// The texts of a step.
const OF_STEP: [&str; 5] = ["title", "summary", "undo", "acts", "meanwhile"];

/// Those of the language with these in their places.
#[must_use]
pub(super) fn over(own: &OwnWords, words: &Words) -> Words {
    let mut words = words.clone();
    for (section, texts) in &own.messages {
        for (key, text) in texts {
            words.messages[section][key] = json!(text);
        }
    }
    for (id, texts) in &own.steps {
        let english = steps::known().find(|step| step.id == *id);
        if let Some(step) = english {
            let mut replaced = owned(words.step(step));
            replace(&mut replaced, texts);
            words.steps.insert(id.clone(), replaced);
        }
    }
    words
}

fn owned(words: StepWords<'_>) -> StepWords<'static> {
    let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
    StepWords {
        title: own(words.title),
        summary: own(words.summary),
        undo: own(words.undo),
        acts: own(words.acts),
        meanwhile: own(words.meanwhile),
        risk: own(words.risk),
    }
}

/// The same with some texts in the places of others.
fn replace(words: &mut StepWords<'_>, texts: &BTreeMap<String, String>) {
    for (name, text) in texts {
        let text = text.clone().into();
        match name.as_str() {
            "title" => words.title = text,
            "summary" => words.summary = text,
            "undo" => words.undo = text,
            "acts" => words.acts = text,
            _ => words.meanwhile = text,
        }
    }
}

/// What can stand in the file of a language.
fn schema(lang: Lang) -> Value {
    let object =
        |properties: Map<String, Value>| json!({ "type": "object", "properties": properties });
    let text = json!({ "type": "string" });
    let sections = Words::of(lang).messages.as_object().into_iter().flatten();
    let sections = sections
        .filter(|(section, _)| *section != OURS)
        .map(|(section, texts)| {
            let keys = texts.as_object().into_iter().flatten();
            (
                section.clone(),
                object(keys.map(|(key, _)| (key.clone(), text.clone())).collect()),
            )
        });
    let of_step = object(
        OF_STEP
            .map(|name| (name.to_owned(), text.clone()))
            .into_iter()
            .collect(),
    );
    let steps = steps::known().map(|step| (step.id.to_string(), of_step.clone()));
    let (messages, steps) = (object(sections.collect()), object(steps.collect()));
    json!({ "type": "object", "properties": { "messages": messages, "steps": steps } })
}

/// Reads a file.
pub fn read(open: &mut Open<'_>, lang: Lang) -> OwnWords {
    if !open.is_usable() {
        return OwnWords::default();
    }
    let text = open.text.clone();
    let read = syntax::parse(&text)
        .map_err(|finding| vec![*finding])
        .and_then(|tree| structure::read_as::<OwnWords>(&tree, &schema(lang), DESCRIBED));
    match read {
        Err(findings) => {
            open.findings.extend(findings);
            OwnWords::default()
        }
        Ok(Structure {
            config,
            places,
            findings,
        }) => {
            open.findings.extend(findings);
            check(open, &places, &config, lang);
            config
        }
    }
}

fn check(open: &mut Open<'_>, places: &Places, own: &OwnWords, lang: Lang) {
    let mut refuse = |path: &str, message: String, help: String| {
        let finding = Finding::new(&OVERLAY_WORDS, places.span(path), path, message, help);
        open.findings.push(finding);
    };
    let of = |group: &str, all: &BTreeMap<String, BTreeMap<String, String>>| {
        let texts = all.iter().flat_map(|(section, texts)| {
            texts
                .iter()
                .map(move |(key, text)| (section.clone(), key.clone(), text.clone()))
        });
        let group = group.to_owned();
        texts
            .map(move |(section, key, text)| {
                (format!("{group}.{section}.{key}"), section, key, text)
            })
            .collect::<Vec<_>>()
    };
    for (path, section, key, text) in of("messages", &own.messages) {
        if let Err(refusal) = plain_text::check(&text) {
            refuse(&path, refusal.message, refusal.help);
            continue;
        }
        let ours = Words::of(lang).messages[&section][&key]
            .as_str()
            .unwrap_or_default();
        if let Some((message, help)) = differs(ours, &text) {
            refuse(&path, message, help);
        }
    }
    for (path, _, _, text) in of("steps", &own.steps) {
        if let Err(refusal) = plain_text::check(&text) {
            refuse(&path, refusal.message, refusal.help);
        }
    }
}

/// What a text lacks, or has too much, of what the documents put into it.
fn differs(ours: &str, theirs: &str) -> Option<(String, String)> {
    let said = |names: &[String]| match names {
        [] => "This text has no values: leave braces out.".to_owned(),
        names => {
            let names: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
            format!("Its values are {}.", names.join(", "))
        }
    };
    let wanted = values(ours).unwrap_or_default();
    let Some(found) = values(theirs) else {
        return Some(("a brace is not closed in the text".into(), said(&wanted)));
    };
    if let Some(name) = found.iter().find(|name| !wanted.contains(name)) {
        let name = plain_text::quoted(name);
        return Some((
            format!("there is no value {name} for this text"),
            said(&wanted),
        ));
    }
    if let Some(name) = wanted.iter().find(|name| !found.contains(name)) {
        return Some((
            format!("the text leaves {{{name}}} out, which people need"),
            said(&wanted),
        ));
    }
    (theirs.matches('`').count() % 2 == 1).then(|| {
        let help = "Backticks stand around what is typed: `Get-Help`.";
        ("a backtick is not closed in the text".into(), help.into())
    })
}

/// The names in braces, each once; none where a brace is not closed.
fn values(text: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    message::pieces(text, |name| {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        Some(String::new())
    })
    .ok()?;
    Some(names)
}
