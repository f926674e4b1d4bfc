//! The template engines of the documents: one for Markdown, one for HTML. Whatever a template
//! writes is escaped for its format; messages with values go through the filter `say`.

use std::sync::OnceLock;

use memchr::memmem;
use serde::Serialize;
use serde_json::Value;
use tera::{Context, EscapeFn, Kwargs, State, Tera, TeraResult};

use super::{filters, html, sources};
use crate::lang::message::{self, Piece, pieces};
use crate::lang::{Lang, Words};
use crate::markdown;
use crate::templates::set_aside;

/// A document: what it says, and its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// `RUNBOOK.md`
    Markdown,
    /// `runbook.html`
    Html,
    /// `REVIEW.md`
    Review,
    /// The part of a runbook that organisations with the same steps have in common
    Common(Format),
}

impl Document {
    fn format(self) -> Format {
        match self {
            Self::Markdown | Self::Review => Format::Markdown,
            Self::Html => Format::Html,
            Self::Common(format) => format,
        }
    }

    fn template(self) -> &'static str {
        match self {
            Self::Markdown => "runbook.md.tera",
            Self::Html => "runbook.html.tera",
            Self::Review => "review.md.tera",
            Self::Common(Format::Markdown) => "common.md.tera",
            Self::Common(Format::Html) => "common.html.tera",
        }
    }
}

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown, for a ticket
    Markdown,
    /// One page that needs nothing else
    Html,
}

/// What a format makes of the parts of a document.
pub(super) struct Writing {
    suffix: &'static str,
    /// Escapes whatever a template writes.
    escape: EscapeFn,
    pub text: fn(&str) -> String,
    pub code: fn(&str) -> String,
    /// Of a text and the place that it leads to.
    pub link: fn(&str, &str) -> String,
    pub message: fn(&[Piece]) -> String,
}

static MARKDOWN: Writing = Writing {
    suffix: ".md.tera",
    escape: markdown::write_text,
    text: markdown::escape,
    code: markdown::code,
    link: |text, _| markdown::escape(text),
    message: message::to_markdown,
};

pub(super) static HTML: Writing = Writing {
    suffix: ".html.tera",
    escape: html::write_text,
    text: html::escape,
    code: html::code,
    link: html::link,
    message: html::message,
};

impl Format {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Markdown, Self::Html];

    fn writing(self) -> &'static Writing {
        match self {
            Self::Markdown => &MARKDOWN,
            Self::Html => &HTML,
        }
    }
}

/// A runbook fits, in bytes: a text that grows is copied every time that it doubles.
const ROOM: usize = 192 * 1024;

/// What renders a format in a language.
struct Engine {
    tera: Tera,
    messages: tera::Value,
}

impl Engine {
    fn of(format: Format, lang: Lang) -> &'static Self {
        static ENGINES: [[OnceLock<Engine>; Lang::ALL.len()]; Format::ALL.len()] =
            [const { [const { OnceLock::new() }; Lang::ALL.len()] }; Format::ALL.len()];
        ENGINES[format as usize][lang as usize].get_or_init(|| {
            static MESSAGES: [OnceLock<tera::Value>; Lang::ALL.len()] =
                [const { OnceLock::new() }; Lang::ALL.len()];
            let words = Words::of(lang);
            let messages = MESSAGES[lang as usize].get_or_init(|| values(words));
            Self::with(format, words, messages)
        })
    }

    /// With words that may be those of an overlay, and their messages as values.
    fn with(format: Format, words: &Words, values: &tera::Value) -> Self {
        let messages = &words.messages;
        let templates = match format {
            Format::Markdown => sources::MARKDOWN,
            Format::Html => sources::HTML,
        };
        Self {
            tera: tera(format, templates, messages),
            messages: values.clone(),
        }
    }
}

fn values(words: &Words) -> tera::Value {
    tera::Value::from_serializable(&words.messages)
}

fn tera(format: Format, templates: &[(&'static str, &'static str)], messages: &Value) -> Tera {
    let writing = format.writing();
    let mut tera = Tera::new();
    tera.autoescape_on([writing.suffix]);
    tera.set_escape_fn(writing.escape);
    tera.register_filter("say", |message: &str, kwargs: Kwargs, _: &State| {
        say(message, &kwargs, writing.message)
    });
    filters::for_lists(&mut tera, writing, messages);
    match format {
        Format::Markdown => filters::for_markdown(&mut tera),
        Format::Html => filters::for_html(&mut tera, messages),
    }
    let texts = templates.iter().map(|(name, text)| {
        let text = with_messages(text, messages, writing.message);
        (*name, set_aside(&text, &mut tera))
    });
    let texts: Vec<(&str, String)> = texts.collect();
    tera.add_raw_templates(texts)
        .expect("the templates are compiled in and every test renders them");
    tera
}

/// The template with messages in the places of `{{ t.section.key }}`, as the format writes them:
/// they are most of what a template names, and need not be looked up in every bundle.
fn with_messages(template: &str, messages: &Value, write: fn(&[Piece]) -> String) -> String {
    const PLACE: &str = "{{ t.";
    let mut out = String::with_capacity(2 * template.len());
    let mut written = 0;
    for at in memmem::find_iter(template.as_bytes(), PLACE) {
        let after = &template[at + PLACE.len()..];
        let message = after.split_once(" }}").and_then(|(name, tail)| {
            let (section, key) = name.split_once('.')?;
            let text = messages[section][key].as_str()?;
            Some((pieces(text, |_| None).ok()?, tail))
        });
        // Without one it needs values, or its name is in the data: the engine looks it up.
        if let Some((pieces, tail)) = message {
            out.push_str(&template[written..at]);
            out.push_str(&write(&pieces));
            written = template.len() - tail.len();
        }
    }
    out.push_str(&template[written..]);
    out
}

/// The filter `say`: a message with its values, all of which it must name.
fn say(message: &str, kwargs: &Kwargs, write: fn(&[Piece]) -> String) -> TeraResult<tera::Value> {
    let pieces = pieces(message, |name| {
        let (_, value) = kwargs.iter().find(|(key, _)| key.as_str() == Some(name))?;
        Some(
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned),
        )
    })
    .map_err(tera::Error::message)?;
    let is_named = |key: &str| {
        let mut after = message.split('{').filter_map(|part| part.strip_prefix(key));
        after.any(|rest| rest.starts_with('}'))
    };
    for (key, _) in kwargs.iter() {
        if !key.as_str().is_some_and(is_named) {
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

/// What renders the documents in a language.
pub struct Engines {
    lang: Lang,
    own: Option<[Engine; Format::ALL.len()]>,
}

impl Engines {
    /// Of a language, whose messages templates see as `t`; `own` are those of an overlay.
    #[must_use]
    pub fn of(lang: Lang, own: Option<&Words>) -> Self {
        let own = own.map(|words| {
            let messages = values(words);
            Format::ALL.map(|format| Engine::with(format, words, &messages))
        });
        Self { lang, own }
    }

    /// The language, where its words are those of everybody.
    #[must_use]
    pub fn shared(&self) -> Option<Lang> {
        Some(self.lang).filter(|_| self.own.is_none())
    }

    /// Renders a document.
    ///
    /// # Panics
    ///
    /// When a template and its context do not fit, which no input can cause: templates and messages
    /// are compiled in, contexts are made of checked tenants, and every test renders them.
    #[must_use]
    pub fn render(&self, document: Document, mut values: Context) -> String {
        let (name, format) = (document.template(), document.format());
        let engine = match &self.own {
            Some(own) => &own[format as usize],
            None => Engine::of(format, self.lang),
        };
        values.insert_value("t", engine.messages.clone());
        let mut out = Vec::with_capacity(ROOM);
        if let Err(error) = engine.tera.render_to(name, &values, &mut out) {
            panic!("the template {name} does not fit its values: {error:?}");
        }
        String::from_utf8(out).expect("templates and values are text")
    }
}

/// Renders another document of one template with the same filters, messages and escaping.
///
/// # Panics
///
/// When template and values do not fit, which every test would show.
#[must_use]
pub fn document(format: Format, lang: Lang, template: &'static str, values: &Value) -> String {
    let messages = &Words::of(lang).messages;
    let name = match format {
        Format::Markdown => "one.md.tera",
        Format::Html => "one.html.tera",
    };
    let tera = tera(format, &[(name, template)], messages);
    let mut values = context(values);
    values.insert_value("t", tera::Value::from_serializable(messages));
    match tera.render(name, &values) {
        Ok(text) => text,
        Err(error) => panic!("a template does not fit its values: {error:?}"),
    }
}
