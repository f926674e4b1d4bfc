//! A change request as a document that people sign. Whatever a template writes is escaped.

use std::sync::LazyLock;

use serde_json::{Value, json};
use tera::{Context, EscapeFn, Kwargs, State, Tera};

use super::{Change, ChangeRequest, Fact, PropertyChange, shown, visible};
use crate::markdown as markdown_text;
use crate::runbook::html as html_text;

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
pub fn markdown(request: &ChangeRequest) -> String {
    render(&MARKDOWN, "change.md.tera", &context(request))
}

/// The change request as one HTML page that needs nothing else.
///
/// # Panics
/// When template and values do not fit, which no input can cause: every test renders them.
#[must_use]
pub fn html(request: &ChangeRequest) -> String {
    let mut context = context(request);
    context["style"] = json!(STYLE);
    context["policy"] = json!(format!(
        "default-src 'none'; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
        html_text::policy_hash(STYLE)
    ));
    render(&HTML, "change.html.tera", &context)
}

/// The request with every value as people read it.
fn context(request: &ChangeRequest) -> Value {
    let side = |side: &super::About| {
        json!({
            "path": visible(&side.path), "from": side.from, "name": visible(&side.name),
            "method": visible(&side.method), "cloud": visible(&side.cloud),
            "tool": visible(&side.tool.to_string()),
        })
    };
    let path = |path: &Option<String>| path.as_deref().map_or_else(|| "(none)".to_owned(), visible);
    json!({
        "same": request.same,
        "summary": request.summary,
        "sides": [
            { "word": "Old", "side": side(&request.old) },
            { "word": "New", "side": side(&request.new) },
        ],
        "notes": facts(&request.notes),
        "settings": properties(&request.settings),
        "steps": request.steps.iter().map(|step| json!({
            "action": step.action, "id": visible(&step.id), "title": step.title,
            "from": path(&step.from), "to": path(&step.to),
        })).collect::<Vec<_>>(),
        "changes": request.changes.iter().map(change).collect::<Vec<_>>(),
        "files": request.files.iter().map(|file| json!({
            "path": visible(&file.path), "status": file.status,
            "lines": file.lines.as_deref().map(|text| text.lines().map(visible).collect::<Vec<_>>().join("\n")),
        })).collect::<Vec<_>>(),
    })
}

fn properties(properties: &[PropertyChange]) -> Vec<Value> {
    let one = |property: &PropertyChange| {
        json!({
            "name": visible(&property.name), "from": shown(&property.from), "to": shown(&property.to),
        })
    };
    properties.iter().map(one).collect()
}

fn facts(facts: &[Fact]) -> Vec<Value> {
    let one = |fact: &Fact| {
        let colon = !fact.items.is_empty() && !fact.text.ends_with('.');
        let items: Vec<String> = fact.items.iter().map(|item| visible(item)).collect();
        json!({ "text": format!("{}{}", fact.text, if colon { ":" } else { "" }), "items": items })
    };
    facts.iter().map(one).collect()
}

fn change(change: &Change) -> Value {
    json!({
        "action": change.action,
        "kind": visible(&change.kind),
        "key": visible(&change.key),
        "step": change.step.as_deref().map(visible),
        "script": change.script.as_deref().map(visible),
        "shell": change.shell,
        "roles": change.roles.join(", "),
        "acts": change.acts,
        "properties": properties(&change.properties),
        "effect": facts(&change.effect),
        "level": change.risk.level,
        "reason": change.risk.reason,
        "rollback": facts(&change.rollback),
    })
}
