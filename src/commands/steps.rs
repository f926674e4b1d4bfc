//! `hybrid-oauth steps`: the procedure as a list.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::cli::{Steps, StepsFormat};
use crate::commands::overlay;
use crate::domain::{Method, Procedure};
use crate::markdown;
use crate::report::Style;
use crate::step::{Numbered, Step};
use crate::steps::{self, COLLECT};
use crate::visible;

/// Prints the steps; the exit code is 1 when the config has errors.
///
/// # Errors
/// When an answer cannot be written.
pub fn run(
    args: &Steps,
    style: Style,
    findings_style: Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<u8> {
    let tenant;
    let list: Vec<Listed<'_>> = match &args.config {
        None => procedure(args.procedure),
        Some(path) => {
            tenant = overlay::tenant(path, &args.with, findings_style, err)?;
            let Some(tenant) = &tenant else {
                return Ok(1);
            };
            let numbered = steps::of(tenant).into_iter();
            numbered
                .map(|numbered| Listed {
                    file: numbered.path(),
                    numbered,
                })
                .collect()
        }
    };
    let text = match args.format {
        StepsFormat::Json => {
            let steps: Vec<Value> = list.iter().map(as_json).collect();
            let document = json!({ "format_version": 1, "steps": steps });
            visible::json(&document)
        }
        StepsFormat::Text => text(&list, args.config.is_some(), style),
        StepsFormat::Markdown => table(&list, args.config.is_some()),
    };
    out.write_all(text.as_bytes())?;
    Ok(0)
}

/// A step with the path of its script.
struct Listed<'a> {
    numbered: Numbered<'a>,
    file: String,
}

/// Every step of a procedure, with both methods. A bundle numbers those it has, so the file has `NN`
/// for its number.
fn procedure(procedure: Procedure) -> Vec<Listed<'static>> {
    let collect = COLLECT.iter().map(|step| Numbered { number: 0, step });
    let all = steps::of_procedure(procedure)
        .iter()
        .zip(1..)
        .map(|(step, number)| Numbered { number, step });
    let listed = |numbered: Numbered<'static>| {
        let Step { id, context, .. } = numbered.step;
        let number = if numbered.number == 0 { "00" } else { "NN" };
        let file = format!("{}/{number}-{id}.ps1", context.as_str());
        Listed { numbered, file }
    };
    collect.chain(all).map(listed).collect()
}

/// The methods whose bundles have the step.
#[must_use]
pub fn methods(step: &Step) -> Vec<Method> {
    let applies = |method: &Method| {
        let mut procedures = steps::procedures(step).into_iter();
        procedures.any(|procedure| {
            let entry = steps::description(procedure).entry(&step.id);
            entry.is_none_or(|entry| entry.when.allows(*method))
        })
    };
    Method::ALL.into_iter().filter(applies).collect()
}

fn as_json(listed: &Listed<'_>) -> Value {
    let step = listed.numbered.step;
    json!({
        "number": listed.numbered.number,
        "id": step.id,
        "context": step.context.as_str(),
        "title": step.title,
        "file": listed.file,
        "roles": step.roles,
        "cmdlets": step.cmdlets,
        "links": step.links,
        "scopes": step.scopes,
        "methods": methods(step),
        "procedures": steps::procedures(step),
        "requires": step.requires,
        "can_change": step.can_change,
    })
}

/// The methods in a few words; nothing where both have the step.
fn only(step: &Step) -> String {
    match methods(step)[..] {
        [method] => format!("only {method}"),
        _ => String::new(),
    }
}

fn text(list: &[Listed<'_>], of_a_config: bool, style: Style) -> String {
    let bold = match style {
        Style::Plain => anstyle::Style::new(),
        Style::Colored => anstyle::Style::new().bold(),
    };
    let widest = |of: for<'a> fn(&'a Listed<'_>) -> &'a str| {
        list.iter().map(|one| of(one).len()).max().unwrap_or(0)
    };
    let context = widest(|one| one.numbered.step.context.as_str());
    let id = widest(|one| &one.numbered.step.id);
    let mut out = String::new();
    for one in list {
        let step = one.numbered.step;
        let note = if of_a_config {
            String::new()
        } else {
            only(step)
        };
        let note = if note.is_empty() {
            note
        } else {
            format!(" ({note})")
        };
        let _ = writeln!(
            out,
            "{:02}  {:context$}  {bold}{:id$}{bold:#}  {}{note}",
            one.numbered.number,
            step.context.as_str(),
            step.id,
            step.title
        );
    }
    out.push_str(if of_a_config {
        "\nOne step in full: hybrid-oauth explain STEP\n"
    } else {
        "\nA bundle numbers the steps that it has: hybrid-oauth steps CONFIG\nOne step in full: hybrid-oauth explain STEP\n"
    });
    out
}

fn table(list: &[Listed<'_>], of_a_config: bool) -> String {
    let mut out = String::from(
        "| | Step | Shell | What it does | Role | Script |\n|---|---|---|---|---|---|\n",
    );
    for one in list {
        let step = one.numbered.step;
        let mut title = markdown::escape(&step.title);
        if !of_a_config && !only(step).is_empty() {
            let _ = write!(title, " ({})", only(step));
        }
        let _ = writeln!(
            out,
            "| {:02} | {} | {} | {title} | {} | {} |",
            one.numbered.number,
            markdown::code(&step.id),
            markdown::escape(step.context.as_str()),
            markdown::escape(&step.roles.join(", ")),
            markdown::cell_code(&one.file)
        );
    }
    out
}
