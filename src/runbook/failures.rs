//! The table of failures as far as it concerns a bundle.

use serde::Serialize;

use super::references::{Citation, Sources};
use crate::knowledge::{self, Cause, Confidence, Direction, Failure as Known};
use crate::lang::{Lang, Words};
use crate::step::Numbered;
use crate::tenant::Tenant;

/// A failure with the causes that are possible with the bundle's method.
#[derive(Debug, Serialize)]
pub struct Failure {
    id: &'static str,
    title: &'static str,
    directions: &'static [Direction],
    causes: Vec<Likely>,
}

#[derive(Debug, Serialize)]
struct Likely {
    cause: &'static str,
    mend: &'static str,
    check: &'static str,
    /// The step that mends it, where the bundle has it.
    step: Vec<Citation>,
    directions: &'static [Direction],
    /// None where Microsoft documents it.
    confidence: Option<Confidence>,
    sources: Vec<Citation>,
}

/// The failures by id, as they are looked up. Causes that the method rules out are left out.
pub fn of(
    tenant: &Tenant,
    steps: &[Numbered],
    sources: &mut Sources<'_>,
    lang: Lang,
) -> Vec<Failure> {
    // No overlay has words of its own for them.
    let words = Words::of(lang);
    let mut failures: Vec<_> = knowledge::table()
        .failures
        .iter()
        .filter(|failure| !failure.only_in_texts)
        .map(|failure| Failure {
            id: &failure.id,
            title: words.failure(&failure.title),
            directions: &failure.directions,
            causes: failure
                .causes
                .iter()
                .filter(|cause| cause.method.is_none_or(|method| method == tenant.method))
                .map(|cause| likely(cause, steps, sources, words))
                .collect(),
        })
        .filter(|failure| !failure.causes.is_empty())
        .collect();
    failures.sort_by_key(|failure| failure.id);
    failures
}

fn likely(
    cause: &'static Cause,
    steps: &[Numbered],
    sources: &mut Sources<'_>,
    words: &'static Words,
) -> Likely {
    let pages: Vec<&'static str> = cause.links.iter().map(String::as_str).collect();
    let mends = |numbered: &&Numbered| cause.step.as_deref() == Some(&numbered.step.id);
    let step = steps.iter().find(mends).map(Citation::step);
    Likely {
        cause: words.failure(&cause.cause),
        mend: words.failure(&cause.mend),
        check: words.failure(&cause.check),
        step: step.into_iter().collect(),
        directions: &cause.directions,
        confidence: Some(cause.confidence).filter(|sure| *sure != Confidence::Documented),
        sources: sources.cite(pages.into_iter()),
    }
}

/// Every English text of the table, each once, in its order: what a language must translate.
#[must_use]
pub fn texts() -> Vec<&'static str> {
    let mut texts = Vec::new();
    let mut add = |text: &'static str| {
        if !texts.contains(&text) {
            texts.push(text);
        }
    };
    let of_bundles = |failure: &&Known| !failure.only_in_texts;
    for failure in knowledge::table().failures.iter().filter(of_bundles) {
        add(&failure.title);
        for cause in &failure.causes {
            add(&cause.cause);
            add(&cause.mend);
            add(&cause.check);
        }
    }
    texts
}
