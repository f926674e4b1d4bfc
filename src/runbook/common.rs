//! The part of a runbook that organisations with the same steps have in common, from the sections of the steps to the
//! appendices. That of the last organisation is kept.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use super::engine::{self, Document, Engines, Format};
use super::failures::{self, Failure};
use super::own::Own;
use super::references::Sources;
use super::signing;
use super::step::{self, Step};
use crate::lang::{Lang, Words};
use crate::layout::{BUNDLE_STATUS, File};
use crate::step::Numbered;
use crate::tenant::Tenant;

/// The facts that its templates lay out.
#[derive(Debug, Serialize)]
pub struct Common<'a> {
    steps: Vec<Step<'a>>,
    status_command: String,
    failures: Vec<Failure>,
    sources: Sources<'a>,
    sign_commands: String,
}

/// Gathers the facts.
pub fn facts<'a>(
    tenant: &Tenant,
    steps: &[Numbered<'a>],
    scripts: &[File],
    (lang, words): (Lang, &'a Words),
) -> Common<'a> {
    let mut sources = Sources::of(steps, scripts);
    Common {
        steps: steps
            .iter()
            .map(|numbered| step::of(tenant, numbered, steps, &mut sources, (lang, words)))
            .collect(),
        status_command: format!(".\\{BUNDLE_STATUS}"),
        failures: failures::of(tenant, steps, &mut sources, lang),
        sources,
        sign_commands: signing::commands(&signing::files(steps)),
    }
}

/// The text in each format.
type Texts = [tera::Value; Format::ALL.len()];

/// All that the templates see but for the messages, as JSON, and what was written of it.
type Written = (Vec<u8>, Texts);

/// What the last organisation had, in each language.
static LAST: [Mutex<Option<Written>>; Lang::ALL.len()] =
    [const { Mutex::new(None) }; Lang::ALL.len()];

#[derive(Serialize)]
struct Values<'a> {
    doc: &'a Common<'a>,
    own: Option<&'a Own<'a>>,
}

/// Of some facts, and of what an overlay adds.
///
/// # Panics
///
/// Never: facts are plain data.
pub fn written(engines: &Engines, doc: &Common<'_>, own: Option<&Own<'_>>) -> Texts {
    let values = Values { doc, own };
    let Some(lang) = engines.shared() else {
        return anew(engines, &values);
    };
    let seen = serde_json::to_vec(&values).expect("plain data");
    let last = LAST[lang as usize].lock();
    let mut last = last.unwrap_or_else(PoisonError::into_inner);
    match &*last {
        Some((same, texts)) if *same == seen => texts.clone(),
        _ => {
            let texts = anew(engines, &values);
            *last = Some((seen, texts.clone()));
            texts
        }
    }
}

fn anew(engines: &Engines, values: &Values<'_>) -> Texts {
    let values = engine::context(values);
    Format::ALL.map(|format| {
        let text = engines.render(Document::Common(format), values.clone());
        tera::Value::safe_string(&text)
    })
}
