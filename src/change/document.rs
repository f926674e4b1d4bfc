//! A change request as a document that people sign. Whatever a template writes is escaped.

use std::sync::LazyLock;

use serde_json::{Value, json};
use tera::{Context, EscapeFn, Kwargs, State, Tera};

use super::risk;
use super::{
    Change, ChangeRequest, Fact, PropertyChange, Telling, Ticket, Words, notes, sentences, visible,
};
use crate::lang::Lang;
use crate::markdown as markdown_text;
use crate::runbook::html as html_text;
use crate::step::Text;

const STYLE: &str = include_str!("../../templates/change/style.css");

static MARKDOWN: LazyLock<Tera> = LazyLock::new(|| {
    engine(
        ".md.tera",
        markdown_text::write_text,
        markdown_text::code,
        &[(
            "change.md.tera",
            include_str!("../../templates/change/change.md.tera"),
        )],
    )
});

static HTML: LazyLock<Tera> = LazyLock::new(|| {
    engine(
        ".html.tera",
        html_text::write_text,
        html_text::code,
        &[(
            "change.html.tera",
            include_str!("../../templates/change/change.html.tera"),
        )],
    )
});

fn engine(
    suffix: &'static str,
    escape: EscapeFn,
    code: fn(&str) -> String,
    templates: &[(&'static str, &'static str)],
) -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on([suffix]);
    tera.set_escape_fn(escape);
    tera.register_filter("code", move |text: &str, _: Kwargs, _: &State| {
        tera::Value::safe_string(&code(text))
    });
    tera.register_filter("block", |text: &str, _: Kwargs, _: &State| {
        tera::Value::safe_string(&markdown_text::block(text, "diff"))
    });
    tera.add_raw_templates(templates.iter().copied())
        .expect("the templates are compiled in and every test renders them");
    tera
}

fn render(engine: &Tera, name: &str, context: &Value) -> String {
    let context = Context::from_serialize(context).expect("the context is a JSON object");
    match engine.render(name, &context) {
        Ok(text) => text.trim_start().to_owned(),
        Err(error) => panic!("the template {name} does not fit its values: {error:?}"),
    }
}

/// The change request as Markdown, for a ticket.
///
/// # Panics
/// When template and values do not fit, which no input can cause: every test renders them.
#[must_use]
pub fn markdown(request: &ChangeRequest, telling: Telling) -> String {
    render(&MARKDOWN, "change.md.tera", &context(request, telling))
}

/// The change request as one HTML page that needs nothing else.
///
/// # Panics
/// When template and values do not fit, which no input can cause: every test renders them.
#[must_use]
pub fn html(request: &ChangeRequest, telling: Telling) -> String {
    let mut context = context(request, telling);
    context["style"] = json!(STYLE);
    context["policy"] = json!(format!(
        "default-src 'none'; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
        html_text::policy_hash(STYLE)
    ));
    render(&HTML, "change.html.tera", &context)
}

/// The title, with the number of the change where the config says one.
pub(super) fn title(request: &ChangeRequest, words: &Words) -> String {
    let name = visible(&request.new.name);
    match &request.ticket.change.id {
        Some(id) => words.filled("title", &[("id", &visible(id)), ("name", &name)]),
        None => words.filled("title_without_id", &[("name", &name)]),
    }
}

/// The request with every value as people read it.
fn context(request: &ChangeRequest, telling: Telling) -> Value {
    let words = &*telling.words(request);
    let side = |side: &super::About| {
        json!({
            "path": visible(&side.path), "from": words.message(side.from), "name": visible(&side.name),
            "method": visible(&side.method), "cloud": visible(&side.cloud),
            "tool": visible(&side.made_by()),
        })
    };
    let path = |path: &Option<String>| {
        path.as_deref()
            .map_or_else(|| words.message("none").to_owned(), visible)
    };
    json!({
        "lang": telling.lang.unwrap_or(Lang::En).code(),
        "t": words.messages,
        "stat": telling.stat,
        "same": request.same,
        "title": title(request, words),
        "summary": notes::summary(request, words),
        "ticket": ticket(&request.ticket, words),
        "sides": [
            { "word": words.message("old"), "side": side(&request.old) },
            { "word": words.message("new"), "side": side(&request.new) },
        ],
        "notes": facts(&request.notes, words),
        "settings": properties(&request.settings, words),
        "steps": request.steps.iter().map(|step| json!({
            "action": step.action, "word": words.message(step.action.word()), "id": visible(&step.id),
            "title": words.sentence(&step.title), "from": path(&step.from), "to": path(&step.to),
        })).collect::<Vec<_>>(),
        "changes": request.changes.iter().map(|one| change(one, words)).collect::<Vec<_>>(),
        "files": request.files.iter().map(|file| json!({
            "path": visible(&file.path), "status": words.message(file.status.key()),
            "added": file.added, "removed": file.removed,
            "lines": file.lines.as_deref().filter(|_| !telling.no_lines && !telling.stat)
                .map(|text| text.lines().map(visible).collect::<Vec<_>>().join("\n")),
        })).collect::<Vec<_>>(),
        "with_lines": !telling.no_lines && !telling.stat,
    })
}

/// The page for a ticket.
fn ticket(ticket: &Ticket, words: &Words) -> Value {
    let said = |text: &Option<String>| {
        let text = text.as_deref().map(visible);
        text.unwrap_or_else(|| words.message("not_said").to_owned())
    };
    let joined = |all: &[Text]| {
        let all = all.iter().map(|one| words.sentence(one).to_owned());
        all.collect::<Vec<_>>().join(" ")
    };
    let change = &ticket.change;
    json!({
        "reason": said(&change.reason),
        "window": said(&change.window),
        "reference": change.reference.as_deref().map(visible),
        "requester": change.requester.as_deref().map(visible).unwrap_or_default(),
        "approver": change.approver.as_deref().map(visible).unwrap_or_default(),
        "what": ticket.what.iter().map(|one| json!({
            "word": words.message(one.action.word()), "kind": visible(&one.kind), "key": visible(&one.key),
            "script": one.script.as_deref().map(visible),
        })).collect::<Vec<_>>(),
        "more": (ticket.more > 0).then(|| words.filled("more", &[("count", &ticket.more.to_string())])),
        "level": words.message(risk::key(ticket.risk)),
        "reasons": joined(&ticket.reasons),
        "roles": ticket.roles.iter().map(|(role, shell)| json!({
            "role": words.sentence(role), "shell": words.sentence(shell),
        })).collect::<Vec<_>>(),
        "acts": joined(&ticket.acts),
        "back_out": ticket.back_out.iter().map(|one| visible(one)).collect::<Vec<_>>(),
        "tests": ticket.tests.iter().map(|one| visible(one)).collect::<Vec<_>>(),
        "tested": ticket.tested,
        "refused": ticket.refused,
        "beyond": ticket.beyond.then(|| words.sentence(sentences::BEFORE_FIRST_APPLY)),
    })
}

fn properties(properties: &[PropertyChange], words: &Words) -> Vec<Value> {
    let one = |property: &PropertyChange| {
        json!({
            "name": visible(&property.name), "from": words.value(&property.from), "to": words.value(&property.to),
        })
    };
    properties.iter().map(one).collect()
}

fn facts(facts: &[Fact], words: &Words) -> Vec<Value> {
    let one = |fact: &Fact| {
        let items: Vec<String> = fact.items.iter().map(|item| visible(item)).collect();
        json!({ "text": words.fact(fact), "items": items })
    };
    facts.iter().map(one).collect()
}

fn change(change: &Change, words: &Words) -> Value {
    json!({
        "action": change.action,
        "word": words.message(change.action.word()),
        "kind": visible(&change.kind),
        "key": visible(&change.key),
        "step": change.step.as_deref().map(visible),
        "script": change.script.as_deref().map(visible),
        "shell": words.sentence(change.shell),
        "roles": change.roles.iter().map(|role| words.sentence(role)).collect::<Vec<_>>().join(", "),
        "acts": words.sentence(&change.acts),
        "properties": properties(&change.properties, words),
        "effect": facts(&change.effect, words),
        "level": words.message(risk::key(change.risk.level)),
        "reason": words.sentence(&change.risk.reason),
        "rollback": facts(&change.rollback, words),
    })
}
