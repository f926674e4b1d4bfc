//! The appendix of failures. Organisations with the same steps have it in common, so that of the last one is kept.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use super::engine::{self, Document, Engines, Format};
use super::failures::Failure;
use crate::lang::Lang;

/// The text in each format.
type Texts = [tera::Value; Format::ALL.len()];

/// Failures, and what was written of them.
type Written = (Vec<Failure>, Texts);

/// What the last organisation had, in each language.
static LAST: [Mutex<Option<Written>>; Lang::ALL.len()] =
    [const { Mutex::new(None) }; Lang::ALL.len()];

/// Of some failures.
pub fn of(engines: &Engines, failures: Vec<Failure>) -> Texts {
    let Some(lang) = engines.shared() else {
        return written(engines, &failures);
    };
    let last = LAST[lang as usize].lock();
    let mut last = last.unwrap_or_else(PoisonError::into_inner);
    match &*last {
        Some((same, texts)) if *same == failures => texts.clone(),
        _ => {
            let texts = written(engines, &failures);
            *last = Some((failures, texts.clone()));
            texts
        }
    }
}

fn written(engines: &Engines, failures: &[Failure]) -> Texts {
    #[derive(Serialize)]
    struct Values<'a> {
        failures: &'a [Failure],
    }
    let values = engine::context(&Values { failures });
    Format::ALL.map(|format| {
        let text = engines.render(Document::Failures(format), values.clone());
        tera::Value::safe_string(&text)
    })
}
