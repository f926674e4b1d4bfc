//! A plan for people, in the form that Terraform made known.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde_json::Value;

use super::{Action, Change, Plan, Planned};
use crate::visible::visible;

/// How to draw; plain by default.
#[derive(Debug, Clone, Copy, Default)]
pub struct Styles {
    create: Style,
    change: Style,
    remove: Style,
    conflict: Style,
    unknown: Style,
    title: Style,
}

impl Styles {
    /// With the colours of a terminal.
    #[must_use]
    pub fn colored() -> Self {
        Self {
            create: AnsiColor::Green.on_default(),
            change: AnsiColor::Yellow.on_default(),
            remove: AnsiColor::Red.on_default(),
            conflict: AnsiColor::Red.on_default().bold(),
            unknown: AnsiColor::Magenta.on_default(),
            title: Style::new().bold(),
        }
    }

    fn of(&self, action: Action) -> Style {
        match action {
            Action::Create => self.create,
            Action::Change => self.change,
            Action::Leave | Action::Adopt => Style::new(),
            Action::Conflict => self.conflict,
            Action::Unknown => self.unknown,
        }
    }
}

/// The sign before a resource.
pub(super) fn sign(action: Action) -> char {
    match action {
        Action::Create => '+',
        Action::Change => '~',
        Action::Leave => '=',
        Action::Adopt => '>',
        Action::Conflict => '!',
        Action::Unknown => '?',
    }
}

/// The word for an action.
pub(super) fn word(action: Action) -> &'static str {
    match action {
        Action::Create => "create",
        Action::Change => "change",
        Action::Leave => "leave",
        Action::Adopt => "adopt",
        Action::Conflict => "conflict",
        Action::Unknown => "unknown",
    }
}

/// The plan as text.
#[must_use]
pub fn text(plan: &Plan, styles: &Styles) -> String {
    let mut out = String::new();
    let title = styles.title;
    let _ = writeln!(out, "{title}Plan for {}{title:#}", visible(&plan.name));
    for source in &plan.sources {
        let _ = writeln!(out, "  {}", visible(source));
    }
    out.push_str("\n  + create   ~ change   = leave   > adopt (used under the name it has)   ! conflict   ? unknown\n");
    let mut step = "";
    for resource in &plan.resources {
        if resource.step != step {
            step = &resource.step;
            let _ = writeln!(
                out,
                "\n{title}{step}{title:#} ({})",
                resource.context.as_str()
            );
        }
        one(&mut out, resource, styles);
    }
    let _ = writeln!(out, "\n{title}{}{title:#}", summary(plan));
    out
}

/// The closing line.
pub(super) fn summary(plan: &Plan) -> String {
    let counts = plan.summary();
    format!(
        "Plan: {} to create, {} to change, {} to leave, {} to adopt, {} in conflict, {} unknown.",
        counts.create, counts.change, counts.leave, counts.adopt, counts.conflict, counts.unknown
    )
}

fn one(out: &mut String, resource: &Planned, styles: &Styles) {
    let style = styles.of(resource.action);
    let _ = writeln!(
        out,
        "  {style}{} {} {}{style:#}",
        sign(resource.action),
        resource.kind,
        quoted(label(resource))
    );
    for change in &resource.changes {
        property(out, change, styles);
    }
    if let Some(reason) = &resource.reason {
        let _ = writeln!(out, "      {}", visible(reason));
    }
    if let Some(step) = &resource.only_after {
        let _ = writeln!(out, "      Only after {step} has succeeded.");
    }
}

/// What a resource is called: its name, else what it is found by.
pub(super) fn label(resource: &Planned) -> &str {
    if resource.name.is_empty() {
        &resource.key
    } else {
        &resource.name
    }
}

fn property(out: &mut String, change: &Change, styles: &Styles) {
    let (create, edit) = (styles.create, styles.change);
    if change.from.is_null() {
        let Some(object) = change.to.as_object() else {
            let _ = writeln!(
                out,
                "      {create}+ content{create:#} = {}",
                value(&change.to)
            );
            return;
        };
        for (name, to) in object {
            let _ = writeln!(
                out,
                "      {create}+ {}{create:#} = {}",
                visible(name),
                value(to)
            );
        }
        return;
    }
    let (Some(from), Some(to)) = (change.from.as_array(), change.to.as_array()) else {
        let _ = writeln!(
            out,
            "      {edit}~ {}{edit:#}: {} -> {}",
            visible(&change.property),
            value(&change.from),
            value(&change.to)
        );
        return;
    };
    let _ = writeln!(out, "      {edit}~ {}{edit:#}", visible(&change.property));
    let remove = styles.remove;
    for gone in from.iter().filter(|one| !to.contains(one)) {
        let _ = writeln!(out, "          {remove}- {}{remove:#}", value(gone));
    }
    for new in to.iter().filter(|one| !from.contains(one)) {
        let _ = writeln!(out, "          {create}+ {}{create:#}", value(new));
    }
    let kept = from.iter().filter(|one| to.contains(one)).count();
    if kept > 0 {
        let _ = writeln!(out, "          ({kept} kept)");
    }
}

/// A value on one line; objects as their properties, texts in quotes but for what is known after apply.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::String(text) if text == super::KNOWN_AFTER_APPLY => format!("({text})"),
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(self::value).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(object) => {
            let parts: Vec<String> = object
                .iter()
                .filter(|(_, value)| value.as_str() != Some(""))
                .map(|(name, value)| format!("{} {}", visible(name), self::value(value)))
                .collect();
            parts.join(", ")
        }
        other => other.to_string(),
    }
}

/// A text in quotes, on one line, without what a terminal would obey.
fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(text).replace('"', "\\\""))
}
