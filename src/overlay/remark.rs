//! `runbook/<slot>.md`: remarks of the customer's own, in Markdown without HTML, pictures and titles.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::file::Open;
use crate::domain::plain_text::quoted;
use crate::lint::{OVERLAY_HTML, OVERLAY_REMARK};
use crate::own::{Remark, Slot};

/// Addresses that a link can have.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// Lists and quotes in each other, at most.
const DEEPEST: usize = 12;

/// Reads a file.
pub fn read(open: &mut Open<'_>, slot: &Slot) -> Option<Remark> {
    if !open.is_usable() {
        return None;
    }
    open.refuse_hidden();
    let text = open.text.clone();
    // The runbook's own titles have two signs, those of the steps three.
    let least = match slot {
        Slot::After(_) => HeadingLevel::H4,
        _ => HeadingLevel::H3,
    };
    let mut depth = 0_usize;
    for (event, span) in parser(&text).into_offset_iter() {
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        look(open, &event, span.clone(), least);
        if depth > DEEPEST {
            let help = format!(
                "Write it with at most {} lists and quotes in each other.",
                DEEPEST / 2
            );
            open.report(
                &OVERLAY_REMARK,
                first_line(&text, span),
                "lists and quotes are nested too deeply",
                help,
            );
            return None;
        }
    }
    if !is_closed(&text) {
        let end = text.trim_end().len();
        let at = text[..end].rfind('\n').map_or(0, |at| at + 1);
        let help = "Close it, on a line of its own, with the signs that opened it.";
        open.report(
            &OVERLAY_REMARK,
            at..end,
            "a block of code is not closed",
            help,
        );
    }
    if !open.is_usable() {
        return None;
    }
    Some(Remark {
        markdown: without_html(&text)?.trim().to_owned() + "\n",
        html: to_html(&text),
    })
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

fn look(open: &mut Open<'_>, event: &Event<'_>, span: Range<usize>, least: HeadingLevel) {
    let text = open.text.clone();
    let line = first_line(&text, span.clone());
    match event {
        Event::Html(_) | Event::InlineHtml(_) => {
            let help = "Write Markdown; what stands here is shown as it is written.";
            open.report(&OVERLAY_HTML, line, "HTML is no part of a remark", help);
        }
        Event::Start(Tag::Heading { level, .. }) if *level < least => {
            let help = format!("Write {} or more of them.", "#".repeat(least as usize));
            open.report(
                &OVERLAY_REMARK,
                line,
                "a title of this level belongs to the runbook",
                help,
            );
        }
        Event::Start(Tag::Image { .. }) => {
            let help = "Write a link to it; the one picture of an overlay is logo.svg or logo.png.";
            open.report(&OVERLAY_REMARK, line, "a remark holds no picture", help);
        }
        Event::Start(Tag::Link { dest_url, .. }) => {
            let lower = dest_url.trim().to_ascii_lowercase();
            if !SCHEMES.iter().any(|scheme| lower.starts_with(scheme)) && !lower.contains('@') {
                let message = format!("{} is no address for a link", quoted(dest_url));
                let help = "Links of a remark begin with https://, http:// or mailto:.";
                open.report(&OVERLAY_REMARK, line, message, help);
            }
        }
        _ => {}
    }
}

/// At most one line is underlined.
fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let line = &text[span.clone()];
    let length = line.find('\n').unwrap_or(line.len());
    span.start..span.start + line[..length].trim_end().len()
}

/// Whether what follows it is apart from it.
fn is_closed(text: &str) -> bool {
    const AFTER: &str = "what-follows";
    let together = format!("{}\n\n{AFTER}\n", without_html(text).unwrap_or_default());
    let events: Vec<Event<'_>> = parser(&together).collect();
    let mut depth = 0_usize;
    let mut last = (0, false);
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 => last = (at, true),
            Event::Start(_) if depth == 0 => last = (at, false),
            _ => {}
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    last.1 && events.get(last.0 + 1) == Some(&Event::Text(AFTER.into()))
}

/// The text with a backslash before every sign that begins HTML, or would for a reader less exact than this one; none
/// where that does not end.
fn without_html(text: &str) -> Option<String> {
    let mut text = text.replace("\r\n", "\n");
    // What was within HTML is Markdown once that is text, and may hold more.
    for _ in 0..64 {
        let found = tags(&text);
        if found.is_empty() {
            return Some(text);
        }
        let mut escaped = String::with_capacity(text.len() + found.len());
        let mut from = 0;
        for at in found {
            escaped.push_str(&text[from..at]);
            escaped.push('\\');
            from = at;
        }
        escaped.push_str(&text[from..]);
        text = escaped;
    }
    None
}

/// Where a sign stands that could begin HTML, outside of code.
fn tags(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (event, span) in parser(text).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Html(_) | Event::InlineHtml(_) | Event::Text(_) if !in_code => {
                let signs = text[span.clone()].match_indices('<');
                found.extend(
                    signs
                        .map(|(at, _)| span.start + at)
                        .filter(|at| !is_escaped(text, *at)),
                );
            }
            _ => {}
        }
    }
    found
}

fn is_escaped(text: &str, at: usize) -> bool {
    let before = text[..at].bytes().rev();
    before.take_while(|one| *one == b'\\').count() % 2 == 1
}

fn to_html(text: &str) -> String {
    let text = without_html(text).unwrap_or_default();
    let events = parser(&text).map(|event| match event {
        // The page's policy allows no style in an element.
        Event::Start(Tag::Table(columns)) => {
            Event::Start(Tag::Table(vec![Alignment::None; columns.len()]))
        }
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        other => other,
    });
    let mut out = String::with_capacity(2 * text.len());
    html::push_html(&mut out, events);
    out
}
