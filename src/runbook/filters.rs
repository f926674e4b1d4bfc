//! Filters of the documents' templates. What stands in every other line of a document, a list or a command, is one of
//! them: as loops and parts of the templates they would take most of the time.

use serde_json::Value;
use tera::{Kwargs, State, Tera, TeraResult};

use super::engine::{HTML, Writing};
use super::html;
use crate::knowledge::Direction;
use crate::lang::message::pieces;
use crate::markdown;

/// `names`, `codes`, `directions` and `links`: all items, with what the language puts between them.
pub(super) fn for_lists(tera: &mut Tera, writing: &'static Writing, messages: &Value) {
    let between = said(writing, messages, "page.list_separator");
    let ways = Direction::ALL.map(Direction::as_str);
    let ways = ways.map(|way| (way, said(writing, messages, &format!("fails.{way}"))));
    let mut add = |name: &'static str, one: Box<Item>| {
        let between = between.clone();
        let list = move |items: &[tera::Value], _: Kwargs, _: &State| listed(items, &between, &one);
        tera.register_filter(name, list);
    };
    add(
        "names",
        Box::new(|item| Some((writing.text)(item.as_str()?))),
    );
    add(
        "codes",
        Box::new(|item| Some((writing.code)(item.as_str()?))),
    );
    add(
        "directions",
        Box::new(move |item| {
            let way = item.as_str()?;
            let found = ways.iter().find(|(known, _)| *known == way)?;
            Some(found.1.clone())
        }),
    );
    add(
        "links",
        Box::new(|item| {
            let [text, place] = item.as_array()? else {
                return None;
            };
            Some((writing.link)(text.as_str()?, place.as_str()?))
        }),
    );
}

/// An item as the document says it.
type Item = dyn Fn(&tera::Value) -> Option<String> + Send + Sync;

/// A message that has no values.
fn said(writing: &Writing, messages: &Value, key: &str) -> String {
    let (section, name) = key.split_once('.').expect("section and name");
    let message = messages[section][name].as_str();
    let pieces = message.and_then(|message| pieces(message, |_| None).ok());
    (writing.message)(&pieces.expect("a message without values"))
}

fn listed(items: &[tera::Value], between: &str, one: &Item) -> TeraResult<tera::Value> {
    let mut out = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        let text =
            one(item).ok_or_else(|| tera::Error::message(format!("no item of a list: {item}")))?;
        out.push_str(&text);
    }
    Ok(tera::Value::safe_string(&out))
}

/// `code`, `cell_code` and `block`.
pub(super) fn for_markdown(tera: &mut Tera) {
    tera.register_filter("code", |text: &str, _: Kwargs, _: &State| {
        tera::Value::safe_string(&markdown::code(text))
    });
    tera.register_filter("cell_code", |text: &str, _: Kwargs, _: &State| {
        tera::Value::safe_string(&markdown::cell_code(text))
    });
    tera.register_filter("block", |text: &str, kwargs: Kwargs, _: &State| {
        let language = kwargs.get::<&str>("language")?.unwrap_or("powershell");
        TeraResult::Ok(tera::Value::safe_string(&markdown::block(text, language)))
    });
}

/// `command`: a command line with a button that copies it.
pub(super) fn for_html(tera: &mut Tera, messages: &Value) {
    let copy = said(&HTML, messages, "page.copy");
    let command = move |text: &str, kwargs: Kwargs, _: &State| {
        let id = kwargs.must_get::<&str>("id")?;
        TeraResult::Ok(tera::Value::safe_string(&html::command(text, id, &copy)))
    };
    tera.register_filter("command", command);
}
