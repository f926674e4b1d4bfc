//! `hybrid-oauth explain`: one step in full.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::steps::methods;
use crate::cli::Explain;
use crate::commands::overlay;
use crate::domain::{Method, Procedure};
use crate::report::Style;
use crate::step::Step;
use crate::steps::{self, COLLECT};
use crate::visible::visible;

/// Prints the step; the exit code is 1 when there is none of that name.
///
/// # Errors
/// When an answer cannot be written.
pub fn run(
    args: &Explain,
    style: Style,
    findings_style: Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<u8> {
    let wanted = id_of(&args.step);
    let number = args.step.parse::<usize>().ok();
    let tenant = match &args.config {
        Some(path) => {
            let Some(tenant) = overlay::tenant(path, &args.with, findings_style, err)? else {
                return Ok(1);
            };
            Some(tenant)
        }
        None => None,
    };
    let found: Vec<&Step> = match (&tenant, number) {
        (Some(tenant), _) => steps::of(tenant)
            .into_iter()
            .filter(|one| match number {
                Some(number) => one.number == number,
                None => one.step.id == wanted,
            })
            .map(|one| one.step)
            .collect(),
        (None, Some(number)) => {
            writeln!(
                err,
                "note: numbers differ between configs; `hybrid-oauth explain {number} CONFIG` takes those of one"
            )?;
            by_number(number)
        }
        (None, None) => steps::all().filter(|step| step.id == wanted).collect(),
    };
    if found.is_empty() {
        writeln!(err, "error: there is no step `{}`", visible(&args.step))?;
        let help = match nearest(&wanted) {
            Some(id) => format!("did you mean `{id}`? "),
            None => String::new(),
        };
        writeln!(err, "  help: {help}`hybrid-oauth steps` lists them")?;
        return Ok(1);
    }
    let texts: Vec<String> = found.into_iter().map(|step| explain(step, style)).collect();
    out.write_all(texts.join("\n").as_bytes())?;
    Ok(0)
}

/// The steps that have this number with either method.
fn by_number(number: usize) -> Vec<&'static Step> {
    let mut found: Vec<&Step> = Vec::new();
    for method in [Method::DedicatedApp, Method::SharedPrincipal] {
        let mut those = steps::of_procedure(Procedure::SET_UP)
            .iter()
            .filter(|step| methods(step).contains(&method));
        let step = match number {
            0 => None,
            _ => those.nth(number - 1).copied(),
        };
        found.extend(step.filter(|step| found.iter().all(|other| other.id != step.id)));
    }
    if number == 0 {
        found.extend(COLLECT.iter());
    }
    found
}

/// The id in what people copy from a listing or a folder: `exchange-shell\02-Auth-Servers.ps1`.
fn id_of(text: &str) -> String {
    let name = text
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(text)
        .to_lowercase();
    let name = name.strip_suffix(".ps1").unwrap_or(&name);
    let bare = name.trim_start_matches(|character: char| character.is_ascii_digit());
    bare.strip_prefix('-').unwrap_or(name).to_owned()
}

fn nearest(wanted: &str) -> Option<&'static str> {
    let close = |step: &'static Step| (strsim::jaro_winkler(wanted, &step.id), step.id.as_ref());
    let best = steps::all().map(close).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(likeness, _)| *likeness > 0.75)
        .map(|(_, id)| id)
}

fn explain(step: &Step, style: Style) -> String {
    let bold = match style {
        Style::Plain => anstyle::Style::new(),
        Style::Colored => anstyle::Style::new().bold(),
    };
    let mut out = format!("{bold}{}{bold:#}: {}\n\n", step.id, step.title);
    wrapped(&mut out, "", &step.summary);
    let methods: Vec<&str> = methods(step).iter().map(|method| method.as_str()).collect();
    let requires: Vec<&str> = step.requires.iter().map(AsRef::as_ref).collect();
    out.push('\n');
    let mut one = |label: &str, value: &str| {
        if !value.is_empty() {
            let _ = write!(out, "{bold}{label:<10}{bold:#}");
            wrapped(&mut out, "          ", value);
        }
    };
    let procedures = steps::procedures(step).into_iter();
    let procedures: Vec<&str> = procedures.map(Procedure::as_str).collect();
    one("Part of", &procedures.join(", "));
    one("Methods", &methods.join(", "));
    one("Shell", step.context.shell());
    one("Role", &step.roles.join(", "));
    one("Scopes", &step.scopes.join(", "));
    one("After", &requires.join(", "));
    one(
        "Changes",
        if step.can_change {
            "yes"
        } else {
            "no, it only reads"
        },
    );
    one("Acts", &step.acts);
    one("Rollback", &step.undo);
    for (label, list) in [("Cmdlets", &step.cmdlets), ("Links", &step.links)] {
        for (number, item) in list.iter().enumerate() {
            let label = if number == 0 { label } else { "" };
            let _ = writeln!(out, "{bold}{label:<10}{bold:#}{item}");
        }
    }
    out
}

/// A paragraph in lines of 100 characters, those after the first behind the indent.
fn wrapped(out: &mut String, indent: &str, text: &str) {
    let mut width = indent.len();
    for (number, word) in text.split_whitespace().enumerate() {
        if number > 0 && width + 1 + word.len() > 100 {
            let _ = write!(out, "\n{indent}{word}");
            width = indent.len() + word.len();
        } else {
            let space = if number > 0 { " " } else { "" };
            let _ = write!(out, "{space}{word}");
            width += space.len() + word.len();
        }
    }
    out.push('\n');
}
