//! A plan for a ticket.

use std::fmt::Write as _;

use serde_json::Value;

use super::text::{label, sign, summary, value, word};
use super::{Change, Plan};
use crate::markdown;
use crate::visible::visible;

/// The plan as Markdown: a table a step.
#[must_use]
pub fn markdown(plan: &Plan) -> String {
    let mut out = format!("# Plan for {}\n\n{}\n\n", cell(&plan.name), summary(plan));
    for source in &plan.sources {
        let _ = writeln!(out, "- {}", cell(source));
    }
    let mut step = "";
    for resource in &plan.resources {
        if resource.step != step {
            step = &resource.step;
            let _ = writeln!(out, "\n## {step} ({})\n", resource.context.as_str());
            out.push_str("| | resource | what changes | why |\n|---|---|---|---|\n");
        }
        let changes: Vec<String> = resource.changes.iter().map(change).collect();
        let mut why = resource.reason.as_deref().map(cell).unwrap_or_default();
        if let Some(step) = &resource.only_after {
            let _ = write!(why, " Only after {step} has succeeded.");
        }
        let _ = writeln!(
            out,
            "| {} {} | {} {} | {} | {} |",
            sign(resource.action).to_string().replace('>', "\\>"),
            word(resource.action),
            resource.kind,
            code(label(resource)),
            changes.join("<br>"),
            why.trim()
        );
    }
    out
}

fn change(change: &Change) -> String {
    let Change { property, from, to } = change;
    if from.is_null() {
        return match to.as_object() {
            Some(object) => {
                let parts: Vec<String> = object
                    .iter()
                    .map(|(name, to)| format!("{}: {}", cell(name), code(&value(to))))
                    .collect();
                parts.join("<br>")
            }
            None => format!("content: {}", code(&value(to))),
        };
    }
    let (Some(before), Some(after)) = (from.as_array(), to.as_array()) else {
        return format!(
            "{}: {} to {}",
            cell(property),
            code(&value(from)),
            code(&value(to))
        );
    };
    let listed = |items: &[Value], without: &[Value], verb: &str| -> Vec<String> {
        items
            .iter()
            .filter(|item| !without.contains(item))
            .map(|item| format!("{}: {verb} {}", cell(property), code(&value(item))))
            .collect()
    };
    let mut parts = listed(before, after, "remove");
    parts.extend(listed(after, before, "add"));
    parts.join("<br>")
}

/// A text that stays in its cell.
fn cell(text: &str) -> String {
    markdown::escape(&visible(text))
}

/// A value as code, in a cell.
fn code(text: &str) -> String {
    markdown::cell_code(&visible(text))
}
