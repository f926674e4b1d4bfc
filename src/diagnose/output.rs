//! Draws a report for people.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{LikelyCause, Match, Report};
use crate::knowledge::{Confidence, Direction, table};
use crate::visible::visible;

/// How to draw; plain by default.
#[derive(Debug, Clone, Copy, Default)]
pub struct Styles {
    /// Ids and titles.
    pub title: Style,
    /// Quoted input.
    pub quote: Style,
    /// Labels such as "mend".
    pub label: Style,
}

impl Styles {
    /// With the colours of a terminal.
    #[must_use]
    pub fn colored() -> Self {
        Self {
            title: Style::new().bold(),
            quote: AnsiColor::Cyan.on_default(),
            label: AnsiColor::Green.on_default(),
        }
    }
}

/// The report as text: matches with causes in order, or what was looked for.
#[must_use]
pub fn text(report: &Report, styles: &Styles) -> String {
    let mut out = String::new();
    if report.matches.is_empty() && !report.succeeded {
        nothing(&mut out, styles);
    }
    for (number, found) in report.matches.iter().enumerate() {
        one(&mut out, number + 1, found, styles);
    }
    for note in &report.notes {
        let _ = writeln!(out, "{}Note:{:#} {note}", styles.label, styles.label);
    }
    out
}

fn one(out: &mut String, number: usize, found: &Match, styles: &Styles) {
    let Styles {
        title,
        quote,
        label,
    } = styles;
    let way = direction(found.direction);
    let _ = writeln!(
        out,
        "{number}. {title}{}{title:#} ({}, {way})",
        found.title, found.id
    );
    let _ = writeln!(
        out,
        "   {label}{}line {}:{label:#} {quote}{}{quote:#}",
        found
            .file
            .as_ref()
            .map_or(String::new(), |file| format!("{}, ", visible(file))),
        found.line,
        found.text
    );
    if found.count > 1 && found.file.is_some() {
        let _ = writeln!(out, "   seen {} times in all", found.count);
    } else if found.count > 1 {
        let _ = writeln!(
            out,
            "   seen {} times, last in line {}",
            found.count, found.last_line
        );
    }
    if found.recovered {
        let _ = writeln!(
            out,
            "   overcome: the text says that it worked when tried again"
        );
    }
    for (letter, cause) in ('a'..).zip(&found.causes) {
        reason(out, letter, cause, styles);
    }
    for out_of_it in &found.ruled_out {
        let _ = writeln!(out, "   {label}ruled out:{label:#} {}", out_of_it.cause);
        let _ = writeln!(out, "      because {}", out_of_it.because);
    }
    out.push('\n');
}

fn reason(out: &mut String, letter: char, cause: &LikelyCause, styles: &Styles) {
    let label = styles.label;
    let _ = writeln!(out, "   {letter}) {}", cause.cause);
    if let Some(shown) = &cause.shown {
        let _ = writeln!(out, "      {label}shown:{label:#} {shown}");
    }
    let _ = writeln!(out, "      {label}mend:{label:#}  {}", cause.mend);
    let _ = writeln!(out, "      {label}check:{label:#} {}", cause.check);
    if let Some(step) = &cause.step {
        let command = cause
            .command
            .as_deref()
            .map_or(String::new(), |command| format!(": {command}"));
        let _ = writeln!(out, "      {label}step:{label:#}  {step}{command}");
    }
    let _ = writeln!(
        out,
        "      {label}sure:{label:#}  {}",
        confidence(cause.confidence)
    );
    for link in &cause.links {
        let _ = writeln!(out, "      {label}see:{label:#}   {link}");
    }
}

fn nothing(out: &mut String, styles: &Styles) {
    let title = styles.title;
    let _ = writeln!(
        out,
        "{title}Nothing was recognised.{title:#} {} failures were looked for; hybrid-oauth explain tells the steps.\nGive the whole message: of Test-OAuthConnectivity the property Detail (Format-List), of Graph the JSON answer.",
        table().failures.len()
    );
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::ToOnline => "on-premises to Exchange Online",
        Direction::ToOnPremises => "Exchange Online to on-premises",
        Direction::Graph => "Microsoft Graph",
        Direction::Unknown => "direction unknown",
    }
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Documented => "documented by Microsoft",
        Confidence::Field => "reported by several from the field",
        Confidence::Reported => "reported by one source",
        Confidence::Inferred => "our reading of the documentation",
    }
}
