//! Filters that write a whole list, with what the language puts between its items. They stand in every other line of
//! the documents, and as loops of the templates they would take most of the time.

use serde_json::Value;
use tera::{Kwargs, State, Tera, TeraResult};

use super::engine::Writing;
use crate::knowledge::Direction;
use crate::lang::message::pieces;

/// Registers `names`, `codes`, `directions` and `links`.
pub(super) fn register(tera: &mut Tera, writing: &'static Writing, messages: &Value) {
    let between = said(writing, messages["page"]["list_separator"].as_str());
    let ways = Direction::ALL.map(Direction::as_str);
    let ways = ways.map(|way| (way, said(writing, messages["fails"][way].as_str())));
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

fn said(writing: &Writing, message: Option<&str>) -> String {
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
