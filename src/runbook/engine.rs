//! The template engines of the documents: one for Markdown, one for HTML. Whatever a template
//! writes is escaped for its format; messages with values go through the filter `say`.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use serde::Serialize;
use serde_json::Value;
use tera::{Context, EscapeFn, Kwargs, State, Tera, TeraResult};

use super::message::{Piece, pieces};
use super::{html, markdown, sources};
use crate::lang::Lang;

/// The format of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `RUNBOOK.md`
    Markdown,
    /// `runbook.html`
    Html,
}

/// What renders one format.
struct Engine {
    tera: Tera,
    write: fn(&[Piece]) -> String,
    /// See [`written`]; made when a language is first wanted.
    messages: [OnceLock<tera::Value>; Lang::ALL.len()],
}

static MARKDOWN: LazyLock<Engine> = LazyLock::new(|| {
    let mut tera = engine(".md.tera", markdown::write_text, markdown::message);
    tera.register_filter("code", |text: &str, _: Kwargs, _: &State| {
        tera::Value::safe_string(&markdown::code(text))
    });
    tera.register_filter("block", |text: &str, kwargs: Kwargs, _: &State| {
        let language = kwargs.get::<&str>("language")?.unwrap_or("powershell");
        TeraResult::Ok(tera::Value::safe_string(&markdown::block(text, language)))
    });
    Engine::of(tera, sources::MARKDOWN, markdown::message)
});

static HTML: LazyLock<Engine> = LazyLock::new(|| {
    let tera = engine(".html.tera", html::write_text, html::message);
    Engine::of(tera, sources::HTML, html::message)
});

impl Engine {
    fn of(
        mut tera: Tera,
        templates: &[(&'static str, &'static str)],
        write: fn(&[Piece]) -> String,
    ) -> Self {
        tera.add_raw_templates(templates.iter().copied())
            .expect("the templates are compiled in and every test renders them");
        let messages = [const { OnceLock::new() }; Lang::ALL.len()];
        Self {
            tera,
            write,
            messages,
        }
    }

    fn messages(&self, lang: Lang) -> tera::Value {
        let made = || written(&lang.words().messages, self.write);
        self.messages[lang as usize].get_or_init(made).clone()
    }
}

/// Messages as templates see them: written for the format once, but for those with values, which
/// templates write with the filter `say`.
fn written(messages: &Value, write: fn(&[Piece]) -> String) -> tera::Value {
    match messages {
        Value::Object(map) => {
            let below = map
                .iter()
                .map(|(key, one)| (key.clone(), written(one, write)));
            below.collect::<BTreeMap<_, _>>().into()
        }
        Value::String(text) => match pieces(text, |_| None) {
            Ok(pieces) => tera::Value::safe_string(&write(&pieces)),
            Err(_needs_values) => text.as_str().into(),
        },
        other => tera::Value::from_serializable(other),
    }
}

fn engine(suffix: &'static str, escape: EscapeFn, write: fn(&[Piece]) -> String) -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on([suffix]);
    tera.set_escape_fn(escape);
    tera.register_filter("say", move |message: &str, kwargs: Kwargs, _: &State| {
        say(message, &kwargs, write)
    });
    tera
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

/// Renders a document in a language, whose messages templates see as `t`.
///
/// # Panics
///
/// When a template and its context do not fit, which no input can cause: templates and messages
/// are compiled in, contexts are made of checked tenants, and every test renders them.
#[must_use]
pub fn render(format: Format, lang: Lang, values: &Context) -> String {
    let (engine, name) = match format {
        Format::Markdown => (&*MARKDOWN, "runbook.md.tera"),
        Format::Html => (&*HTML, "runbook.html.tera"),
    };
    let mut context = values.clone();
    context.insert_value("t", engine.messages(lang));
    match engine.tera.render(name, &context) {
        Ok(text) => text,
        Err(error) => panic!("the template {name} does not fit its values: {error:?}"),
    }
}
