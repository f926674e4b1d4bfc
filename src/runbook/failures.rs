//! The table of failures as far as it concerns a bundle.

use serde::Serialize;

use super::step::{slug, two};
use crate::knowledge::{self, Cause, Confidence, Direction, Failure as Known};
use crate::lang::Words;
use crate::step::Numbered;
use crate::tenant::Tenant;

/// A failure with the causes that are possible with the bundle's method.
#[derive(Debug, Serialize)]
pub struct Failure<'a> {
    id: &'static str,
    title: &'a str,
    directions: &'static [Direction],
    causes: Vec<Likely<'a>>,
}

impl Failure<'_> {
    /// The id of the contract.
    pub(super) fn id(&self) -> &'static str {
        self.id
    }

    /// Whether calls of this direction can fail so.
    pub(super) fn possible(&self, direction: &str) -> bool {
        self.directions
            .iter()
            .any(|possible| possible.as_str() == direction)
    }
}

#[derive(Debug, Serialize)]
struct Likely<'a> {
    cause: &'a str,
    mend: &'a str,
    check: &'a str,
    step: Option<Mends>,
    directions: &'static [Direction],
    confidence: Confidence,
    links: &'static [String],
}

#[derive(Debug, Serialize)]
struct Mends {
    number: String,
    slug: String,
    path: String,
}

/// The failures in the order of the table. Causes that the method rules out are left out.
pub fn of<'a>(tenant: &Tenant, steps: &[Numbered], words: &'a Words) -> Vec<Failure<'a>> {
    knowledge::table()
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
                .map(|cause| likely(cause, steps, words))
                .collect(),
        })
        .filter(|failure| !failure.causes.is_empty())
        .collect()
}

fn likely<'a>(cause: &'static Cause, steps: &[Numbered], words: &'a Words) -> Likely<'a> {
    let step = cause.step.as_deref().and_then(|id| {
        let numbered = steps.iter().find(|numbered| numbered.step.id == id)?;
        Some(Mends {
            number: two(numbered.number),
            slug: slug(numbered),
            path: numbered.windows_path(),
        })
    });
    Likely {
        cause: words.failure(&cause.cause),
        mend: words.failure(&cause.mend),
        check: words.failure(&cause.check),
        step,
        directions: &cause.directions,
        confidence: cause.confidence,
        links: &cause.links,
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
