//! Findings as a terminal shows them.

use std::collections::HashSet;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anstream::{AutoStream, ColorChoice};

use super::Style;
use crate::finding::Finding;
use crate::lint::{SECRET_KEY, Severity};
use crate::visible::{is_hidden, visible};

impl Style {
    /// The style for a stream: what `--color` says, else what `NO_COLOR`, `CLICOLOR_FORCE` and the
    /// terminal say.
    pub fn for_stream(wanted: ColorChoice, stream: &impl anstream::stream::RawStream) -> Self {
        let choice = if wanted == ColorChoice::Auto {
            AutoStream::choice(stream)
        } else {
            wanted
        };
        if choice == ColorChoice::Never {
            Self::Plain
        } else {
            Self::Colored
        }
    }
}

/// Longest excerpt drawn, in bytes: a config without line breaks still fits.
const LONGEST: usize = 4096;

/// Every finding with its line underlined, a blank line after each.
#[must_use]
pub fn draw(findings: &[Finding], source: &str, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colored => Renderer::styled(),
    };
    let hidden = secret_lines(findings);
    findings
        .iter()
        .map(|finding| {
            let excerpt = excerpt(finding, source).filter(|_| !hidden.contains(&finding.line));
            let excerpt = excerpt.map(|(text, at)| harmless(text, at));
            renderer.render(&[group(finding, excerpt.as_ref(), source)]) + "\n\n"
        })
        .collect()
}

/// Lines that are not shown: a secret in a config must not reach the log of a build as well.
fn secret_lines(findings: &[Finding]) -> HashSet<usize> {
    let secrets = findings
        .iter()
        .filter(|finding| finding.code == SECRET_KEY.code);
    secrets.map(|finding| finding.line).collect()
}

/// The excerpt with what hides as one sign each, and the place of the finding in it.
fn harmless(text: &str, at: Range<usize>) -> (String, Range<usize>) {
    let clean = |text: &str| -> String {
        let sign = |one| {
            if is_hidden(one) && one != '\n' {
                '\u{FFFD}'
            } else {
                one
            }
        };
        text.chars().map(sign).collect()
    };
    let (before, within) = (clean(&text[..at.start]), clean(&text[at.clone()]));
    let place = before.len()..before.len() + within.len();
    (before + &within + &clean(&text[at.end..]), place)
}

fn group<'a>(
    finding: &'a Finding,
    excerpt: Option<&'a (String, Range<usize>)>,
    source: &str,
) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let file = visible(&finding.file);
    let title = level
        .primary_title(visible(&finding.message))
        .id(finding.code);
    let group = match excerpt {
        Some((text, at)) => title.element(
            Snippet::source(text)
                .path(file)
                .line_start(finding.line)
                .annotation(AnnotationKind::Primary.span(at.clone())),
        ),
        None if source.is_empty() => title.element(Origin::path(file)),
        None => title.element(
            Origin::path(file)
                .line(finding.line)
                .char_column(finding.column),
        ),
    };
    group.element(Level::HELP.message(visible(&finding.help)))
}

/// The lines a finding stands on and its place in them: drawing then costs the same in a large
/// file. None when there is nothing to show, or a line so long that nobody could read it.
fn excerpt<'a>(finding: &Finding, source: &'a str) -> Option<(&'a str, Range<usize>)> {
    let Range { start, end } = finding.span;
    let before = source.get(..start)?;
    let first = before.rfind('\n').map_or(0, |at| at + 1);
    let last = source
        .get(end..)?
        .find('\n')
        .map_or(source.len(), |at| end + at);
    let text = source[first..last].trim_end_matches('\r');
    (1..=LONGEST)
        .contains(&text.len())
        .then_some((text, start - first..end - first))
}
