//! `logo.svg` or `logo.png`: the picture at the head of the page, in the page itself.
//!
//! A browser runs no script of a picture and fetches nothing for it; what would is refused all the same,
//! since people take files out of pages.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::{Document, Node, ParsingOptions};

use super::file::Open;
use super::style;
use crate::domain::plain_text::quoted;
use crate::lint::OVERLAY_LOGO;
use crate::source::floor_char_boundary;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Elements of one picture in each other, at most; and all of them.
const DEEPEST: usize = 32;
const MOST: u32 = 20_000;

/// Elements that run, or bring something else into the picture.
const REFUSED: [&str; 11] = [
    "script",
    "foreignObject",
    "iframe",
    "embed",
    "object",
    "audio",
    "video",
    "image",
    "handler",
    "listener",
    "a",
];

/// A picture of lines.
pub fn svg(open: &mut Open<'_>) -> Option<String> {
    if !open.is_usable() {
        return None;
    }
    let text = open.text.clone();
    // The reader of XML goes down with the depth of the file.
    if let Some(at) = too_deep(&text) {
        let message = format!("elements are nested deeper than {DEEPEST}");
        open.report(
            &OVERLAY_LOGO,
            at..at + 1,
            message,
            "Export the picture without groups.",
        );
        return None;
    }
    let options = ParsingOptions {
        nodes_limit: MOST,
        ..ParsingOptions::default()
    };
    let document = match Document::parse_with_options(&text, options) {
        Ok(document) => document,
        Err(error) => {
            let place = error.pos();
            let at = match error {
                roxmltree::Error::UnexpectedEndOfStream => {
                    text.trim_end().len()..text.trim_end().len()
                }
                _ => offset(&text, place.row as usize, place.col as usize),
            };
            let message = format!(
                "the file is no SVG that can be used: {}",
                quoted(&error.to_string())
            );
            let help =
                "Export the picture as plain SVG; a DOCTYPE and entities have no place in it.";
            open.report(&OVERLAY_LOGO, at, message, help);
            return None;
        }
    };
    let root = document.root_element();
    if root.tag_name().namespace() != Some(SVG) || root.tag_name().name() != "svg" {
        let help = "Its first element is <svg xmlns=\"http://www.w3.org/2000/svg\">.";
        open.report(
            &OVERLAY_LOGO,
            tag(&root),
            "the file is XML, but no SVG",
            help,
        );
    }
    for node in document.descendants() {
        look(open, &node);
    }
    open.is_usable().then(|| {
        format!(
            "data:image/svg+xml;base64,{}",
            STANDARD.encode(text.as_bytes())
        )
    })
}

fn look(open: &mut Open<'_>, node: &Node<'_, '_>) {
    let help = "Take it out: the picture holds all that it shows, and runs nothing.";
    if let Some(instruction) = node.pi() {
        let message = format!(
            "the instruction {} has no place in a logo",
            quoted(instruction.target)
        );
        open.report(&OVERLAY_LOGO, tag(node), message, help);
    }
    if !node.is_element() {
        return;
    }
    let name = node.tag_name().name();
    if REFUSED
        .iter()
        .any(|refused| name.eq_ignore_ascii_case(refused))
    {
        let message = format!("the element {} has no place in a logo", quoted(name));
        open.report(&OVERLAY_LOGO, tag(node), message, help);
    }
    if name.eq_ignore_ascii_case("style") {
        for text in node.children().filter(Node::is_text) {
            let Range { start, end } = text.range();
            style::check(open, start, end);
        }
    }
    for attribute in node.attributes() {
        let (name, value) = (attribute.name().to_ascii_lowercase(), attribute.value());
        let lower: String = value
            .chars()
            .filter(|one| !one.is_whitespace())
            .collect::<String>()
            .to_ascii_lowercase();
        let outside = |value: &str| !value.starts_with('#');
        let fetches = lower
            .match_indices("url(")
            .any(|(at, _)| outside(lower[at + "url(".len()..].trim_start_matches(['"', '\''])));
        let why = if name.starts_with("on") {
            "runs something"
        } else if ["href", "src", "base"].contains(&name.as_str()) && outside(&lower) {
            "leads out of the picture"
        } else if fetches || lower.contains("@import") || value.contains('\\') {
            "fetches something"
        } else if lower.contains("javascript:") {
            "runs something"
        } else {
            continue;
        };
        let message = format!("the attribute {} {why}", quoted(attribute.name()));
        open.report(&OVERLAY_LOGO, attribute.range(), message, help);
    }
}

/// The tag of an element, at most one line.
fn tag(node: &Node<'_, '_>) -> Range<usize> {
    let range = node.range();
    let text = &node.document().input_text()[range.clone()];
    let end = text.find(['>', '\n']).map_or(text.len(), |at| {
        at + usize::from(text[at..].starts_with('>'))
    });
    range.start..range.start + end
}

/// Where the file goes deeper than it may; signs in texts and comments count too, which a picture has few of.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices('<') {
        match bytes.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') => {}
            _ => {
                let end = text[at..].find('>').map_or(text.len(), |end| at + end);
                if !text[at..end].ends_with('/') {
                    depth += 1;
                }
            }
        }
        if depth > DEEPEST {
            return Some(at);
        }
    }
    None
}

/// A place by row and column, both from 1.
fn offset(text: &str, row: usize, column: usize) -> Range<usize> {
    let start: usize = text
        .split_inclusive('\n')
        .take(row.saturating_sub(1))
        .map(str::len)
        .sum();
    let line = text[start..].lines().next().unwrap_or_default();
    let within: usize = line
        .chars()
        .take(column.saturating_sub(1))
        .map(char::len_utf8)
        .sum();
    let at = floor_char_boundary(text, start + within);
    let next = text[at..].chars().next().filter(|one| !one.is_control());
    at..at + next.map_or(0, char::len_utf8)
}

/// A picture of points.
pub fn png(open: &mut Open<'_>, bytes: &[u8]) -> Option<String> {
    if let Err(why) = look_at_png(bytes) {
        open.report(
            &OVERLAY_LOGO,
            0..0,
            format!("the file is no PNG that can be used: {why}"),
            "Export the picture anew as PNG.",
        );
        return None;
    }
    Some(format!("data:image/png;base64,{}", STANDARD.encode(bytes)))
}

/// Whether the pieces that a PNG is made of are all there, and nothing behind them.
fn look_at_png(bytes: &[u8]) -> Result<(), &'static str> {
    let mut rest = bytes
        .strip_prefix(b"\x89PNG\r\n\x1a\n")
        .ok_or("it does not begin as one")?;
    let mut first = true;
    loop {
        let (length, after) = rest.split_first_chunk::<4>().ok_or("it is cut off")?;
        let length = u32::from_be_bytes(*length) as usize;
        let (kind, after) = after.split_first_chunk::<4>().ok_or("it is cut off")?;
        let content = after.get(..length).ok_or("it is cut off")?;
        rest = after.get(length + 4..).ok_or("it is cut off")?;
        if first {
            let size = |at: usize| {
                content
                    .get(at..at + 4)
                    .and_then(|four| four.try_into().ok())
                    .map_or(0, u32::from_be_bytes)
            };
            if kind != b"IHDR" || length != 13 {
                return Err("its size is not said first");
            }
            if !(1..=4096).contains(&size(0)) || !(1..=4096).contains(&size(4)) {
                return Err("it is larger than 4096 by 4096 points, or has none");
            }
            first = false;
        }
        if kind == b"IEND" {
            return match rest.is_empty() {
                true => Ok(()),
                false => Err("something stands behind its end"),
            };
        }
    }
}
