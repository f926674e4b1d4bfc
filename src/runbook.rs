//! The runbook: what a bundle does, in the order in which people do it, for the ones who sign it.
//!
//! `model` gathers the facts from the steps, the tenant and the table of failures; the templates
//! of `templates/runbook` lay them out as Markdown and as one HTML page that needs no network.

mod arrival;
mod common;
mod engine;
mod expected;
mod facts;
pub mod failures;
mod filters;
pub mod html;
mod model;
mod own;
mod references;
pub mod review;
mod row;
mod signing;
mod sources;
mod step;

use std::sync::LazyLock;

use serde::Serialize;

use crate::lang::{Lang, Words};
use crate::layout::{self, File};
use crate::overlay;
use crate::step::Numbered;
use crate::tenant::Tenant;

use engine::Engines;
pub use engine::{Document, Format, document};
pub use expected::PRINTED;

/// The documents of a bundle: `RUNBOOK.md`, `runbook.html` and `REVIEW.md`, and the same for each further language.
/// `scripts` are the bundle's scripts, the shared one among them.
#[must_use]
pub fn files(
    tenant: &Tenant,
    steps: &[Numbered],
    scripts: &[File],
    config_sha256: &str,
    langs: &[Lang],
) -> Vec<File> {
    let langs: Vec<Lang> = Lang::ALL
        .into_iter()
        .filter(|lang| *lang == Lang::En || langs.contains(lang))
        .collect();
    let of_lang = |&lang: &Lang| in_language(tenant, steps, scripts, config_sha256, lang);
    langs.iter().flat_map(of_lang).collect()
}

fn in_language(
    tenant: &Tenant,
    steps: &[Numbered],
    scripts: &[File],
    config_sha256: &str,
    lang: Lang,
) -> [File; 3] {
    let overlay = tenant.overlay.as_ref();
    let own_words = overlay.and_then(|own| overlay::words(own, lang));
    let words = own_words.as_ref().unwrap_or_else(|| Words::of(lang));
    let engines = Engines::of(lang, own_words.as_ref());
    let own = own::of(tenant, lang);
    let common = common::facts(tenant, steps, scripts, (lang, words));
    let common = common::written(&engines, &common, own.as_ref());
    let doc = model::document(tenant, steps, config_sha256, words);
    let values = values(lang, doc, own);
    let [markdown, html] = common.map(|text| {
        let mut values = values.clone();
        values.insert_value("common", text);
        values
    });
    let runbook = engines.render(Document::Markdown, markdown);
    let page = engines.render(Document::Html, html);
    [
        (layout::runbook(lang), tidy(&runbook)),
        (layout::runbook_page(lang), page),
        (
            layout::review(lang),
            review::text(tenant, steps, &engines, lang),
        ),
    ]
    .map(|(path, text)| File {
        path,
        bytes: text.into_bytes().into(),
    })
}

/// What the templates of one language see, but for its messages and the common part; gathered once for both formats.
#[derive(Serialize)]
struct Values<'a> {
    lang: &'static str,
    doc: model::Document<'a>,
    page: &'a tera::Value,
    own: Option<own::Own<'a>>,
}

fn values(lang: Lang, doc: model::Document<'_>, own: Option<own::Own<'_>>) -> tera::Context {
    let style = own.as_ref().and_then(|own| own.style);
    let styled = style.map(page);
    engine::context(&Values {
        lang: lang.code(),
        doc,
        page: styled.as_ref().unwrap_or(&PAGE),
        own,
    })
}

/// The parts of the page that are the same everywhere, and the policy that allows no others.
#[derive(Serialize)]
struct Page {
    policy: String,
    style: &'static str,
    script: &'static str,
}

static PAGE: LazyLock<tera::Value> = LazyLock::new(|| page(""));

/// With a style sheet of an overlay, which is allowed by its digest too.
fn page(own_style: &str) -> tera::Value {
    let own = match own_style {
        "" => String::new(),
        style => format!(" {}", html::policy_hash(style)),
    };
    tera::Value::from_serializable(&Page {
        policy: format!(
            "default-src 'none'; style-src {}{own}; script-src {}; img-src data:; base-uri 'none'; form-action 'none'",
            html::policy_hash(sources::STYLE),
            html::policy_hash(sources::SCRIPT),
        ),
        style: sources::STYLE,
        script: sources::SCRIPT,
    })
}

/// No two blank lines in a row, no white space at the ends of lines.
pub(crate) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() && blank {
            continue;
        }
        blank = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
