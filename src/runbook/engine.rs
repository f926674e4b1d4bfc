//! The template engines of the documents: one for Markdown, one for HTML. Whatever a template
//! writes is escaped for its format; messages go through the filter `say`.

use std::sync::LazyLock;

use serde::Serialize;
use tera::{Context, EscapeFn, Kwargs, State, Tera, TeraResult};

use super::message::{Piece, pieces};
use super::{html, markdown, sources};

/// The format of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `RUNBOOK.md`
    Markdown,
    /// `runbook.html`
    Html,
}

static MARKDOWN: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = engine(".md.tera", markdown::write_text, markdown::message);
    tera.register_filter("code", |text: &str, _: Kwargs, _: &State| {
        tera::Value::safe_string(&markdown::code(text))
    });
    tera.register_filter("block", |text: &str, kwargs: Kwargs, _: &State| {
        let language = kwargs.get::<&str>("language")?.unwrap_or("powershell");
        TeraResult::Ok(tera::Value::safe_string(&markdown::block(text, language)))
    });
    add(&mut tera, sources::MARKDOWN);
    tera
});

static HTML: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = engine(".html.tera", html::write_text, html::message);
    tera.register_filter("code", |text: &str, _: Kwargs, _: &State| {
        tera::Value::safe_string(&html::code(text))
    });
    add(&mut tera, sources::HTML);
    tera
});

fn engine(suffix: &'static str, escape: EscapeFn, write: fn(&[Piece]) -> String) -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on([suffix]);
    tera.set_escape_fn(escape);
    tera.register_filter("say", move |message: &str, kwargs: Kwargs, _: &State| {
        say(message, &kwargs, write)
    });
    tera
}

fn add(tera: &mut Tera, templates: &[(&'static str, &'static str)]) {
    tera.add_raw_templates(templates.iter().copied())
        .expect("the templates are compiled in and every test renders them");
}

/// The filter `say`: a message with its values, all of which it must name.
fn say(message: &str, kwargs: &Kwargs, write: fn(&[Piece]) -> String) -> TeraResult<tera::Value> {
    let mut used = Vec::new();
    let pieces = pieces(message, |name| {
        used.push(name.to_owned());
        let values = kwargs.iter().find(|(key, _)| key.as_str() == Some(name));
        values.map(|(_, value)| value.to_string())
    })
    .map_err(tera::Error::message)?;
    for (key, _) in kwargs.iter() {
        if !used.iter().any(|name| key.as_str() == Some(name)) {
            return Err(tera::Error::message(format!("{key} is not in: {message}")));
        }
    }
    Ok(tera::Value::safe_string(&write(&pieces)))
}

/// The values of a document, as the engines take them.
///
/// # Panics
///
/// Never: the values are plain data.
#[must_use]
pub fn context(values: &impl Serialize) -> Context {
    Context::from_serialize(values).expect("the values are a struct of plain data")
}

/// Renders a document.
///
/// # Panics
///
/// When a template and its context do not fit, which no input can cause: templates and messages
/// are compiled in, contexts are made of checked tenants, and every test renders them.
#[must_use]
pub fn render(format: Format, context: &Context) -> String {
    let (engine, name) = match format {
        Format::Markdown => (&*MARKDOWN, "runbook.md.tera"),
        Format::Html => (&*HTML, "runbook.html.tera"),
    };
    match engine.render(name, context) {
        Ok(text) => text,
        Err(error) => panic!("the template {name} does not fit its values: {error:?}"),
    }
}
