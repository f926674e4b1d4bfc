//! Finds failures and the things around them in a text of any length, in constant memory.
//!
//! The text is cut into windows at fixed places, whatever the pieces it arrives in. A window sees the end
//! of the one before, so that nothing is lost at an edge.

use std::ops::Range;

use super::direction::Sign;
use super::patterns::{Meaning, PATTERNS};
use crate::knowledge::table;
use crate::secrets::{self, Secret};
use crate::view::View;
use crate::visible::visible;

/// New text in a window, in bytes.
const WINDOW: usize = 128 * 1024;
/// Text of the window before that is seen again: longer than any match and any token that is usual.
const CONTEXT: usize = 32 * 1024;
/// Text at the end of a window whose matches wait for the next one.
const AHEAD: usize = 8 * 1024;
/// The longest text that is shown for a match, in bytes.
const SHOWN: usize = 240;

/// Something of interest at a line.
#[derive(Debug, Clone)]
pub struct Event {
    /// Counted from 1.
    pub line: u64,
    /// Place in the text, in bytes: the order of events.
    pub place: u64,
    /// What it is.
    pub kind: Kind,
}

/// What an event is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A pattern of the failure at this index of the table, and the line it stands in.
    Failure(usize, String),
    /// An HTTP status and nothing more, and the line it stands in.
    Http(u16, String),
    /// What tells the direction, the end of a command, the result of a test.
    Sign(Sign),
}

/// Takes text piece by piece and gives events in the order of the text.
#[derive(Debug, Default)]
pub struct Scanner {
    buffer: String,
    /// Bytes of the text before the buffer.
    base: u64,
    /// Line in which the buffer starts.
    line: u64,
    /// Matches before this place of the buffer were given already.
    done: usize,
}

impl Scanner {
    /// At the start of a text.
    #[must_use]
    pub fn new() -> Self {
        Self {
            line: 1,
            ..Self::default()
        }
    }

    /// Takes the next piece.
    pub fn push(&mut self, mut text: &str, give: &mut dyn FnMut(Event)) {
        while !text.is_empty() {
            let room = (CONTEXT + WINDOW).saturating_sub(self.buffer.len()).max(4);
            let cut = floor(text, room);
            self.buffer.push_str(&text[..cut]);
            text = &text[cut..];
            if self.buffer.len() + 4 > CONTEXT + WINDOW {
                self.window(floor(&self.buffer, self.buffer.len() - AHEAD), give);
            }
        }
    }

    /// Gives what is left at the end of the text.
    pub fn finish(&mut self, give: &mut dyn FnMut(Event)) {
        self.window(self.buffer.len(), give);
    }

    fn window(&mut self, until: usize, give: &mut dyn FnMut(Event)) {
        let mut events = Vec::new();
        self.look(
            &View::spaced(&self.buffer),
            false,
            self.done..until,
            &mut events,
        );
        self.look(
            &View::joined(&self.buffer),
            true,
            self.done..until,
            &mut events,
        );
        events.sort_by_key(|(place, _, _)| *place);
        let secrets = if events.is_empty() {
            Vec::new()
        } else {
            secrets::find(&self.buffer)
        };
        let (mut line, mut counted) = (self.line, 0);
        for (place, end, meaning) in events {
            line += lines(&self.buffer[counted..place]);
            counted = place;
            let text = || self.excerpt(place..end, &secrets);
            if matches!(meaning, Meaning::Sign(Sign::Diagnosis)) {
                for (index, failure) in table().failures.iter().enumerate() {
                    let named = &self.buffer[place..end];
                    let forms = [format!("\"{}\"", failure.id), format!("({})", failure.id)];
                    if forms.iter().any(|form| named.contains(form)) {
                        let kind = Kind::Failure(index, text());
                        give(Event {
                            line,
                            place: self.base + place as u64,
                            kind,
                        });
                    }
                }
                continue;
            }
            let kind = match meaning {
                Meaning::Failure(index) => Kind::Failure(index, text()),
                Meaning::Http(code) => Kind::Http(code, text()),
                Meaning::Sign(sign) => Kind::Sign(sign),
            };
            give(Event {
                line,
                place: self.base + place as u64,
                kind,
            });
        }
        let drop = floor(&self.buffer, until.saturating_sub(CONTEXT));
        self.line += lines(&self.buffer[..drop]);
        self.base += drop as u64;
        self.buffer.drain(..drop);
        self.done = until - drop;
    }

    /// Searches one view; of the joined one only what a line break had cut is new.
    fn look(
        &self,
        view: &View,
        only_broken: bool,
        wanted: Range<usize>,
        events: &mut Vec<(usize, usize, Meaning)>,
    ) {
        for index in PATTERNS.set.matches(&view.text) {
            let (regex, meaning) = &PATTERNS.each[index];
            for found in regex
                .find_iter(&view.text)
                .filter(|found| !found.is_empty())
            {
                let start = found.start() + lead(found.as_bytes(), *meaning);
                let (from, last) = (view.source(start), view.source(found.end() - 1));
                let to = last + 1;
                let broken = || self.buffer.as_bytes()[from..to].contains(&b'\n');
                if wanted.contains(&from) && (!only_broken || broken()) {
                    events.push((floor(&self.buffer, from), to, *meaning));
                }
            }
        }
    }

    /// The line of a match, without secrets, white space made narrow, cut to what can be shown.
    fn excerpt(&self, found: Range<usize>, secrets: &[Secret]) -> String {
        let start = self.buffer[..found.start]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let tail = &self.buffer[floor(&self.buffer, found.end)..];
        let end = self.buffer.len() - tail.len() + tail.find('\n').unwrap_or(tail.len());
        let from = start.max(floor(&self.buffer, found.start.saturating_sub(SHOWN / 3)));
        let to = end.min(floor(&self.buffer, found.start + SHOWN).max(found.start));
        // Half a word at the left edge may be half a token: leave it out.
        let edge = if from > start || (start == 0 && self.base > 0) {
            let half = self.buffer[from..to]
                .find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)));
            from + half
                .unwrap_or(to - from)
                .min(found.start.saturating_sub(from))
        } else {
            from
        };
        let mut text = String::new();
        let mut at = edge;
        let first = secrets.partition_point(|secret| secret.range.end <= edge);
        for secret in &secrets[first..] {
            let Range { start, end } = secret.range;
            if start >= to {
                break;
            }
            text.push_str(self.buffer.get(at..start).unwrap_or_default());
            text.push_str(secret.mask);
            at = end.min(to).max(at);
        }
        text.push_str(&self.buffer[at..to]);
        let words: Vec<&str> = text.split_whitespace().collect();
        let dots = |cut: bool| if cut { "..." } else { "" };
        let shown = format!(
            "{}{}{}",
            dots(from > start),
            words.join(" "),
            dots(to < end)
        );
        visible(&shown)
    }
}

/// How far into a match the thing itself starts: a status at its number, all else at its first sign.
fn lead(found: &[u8], meaning: Meaning) -> usize {
    let number = match meaning {
        Meaning::Http(code) => code.to_string(),
        _ => String::new(),
    };
    let at = found
        .windows(number.len().max(1))
        .rposition(|part| part == number.as_bytes());
    let blank = || found.iter().position(u8::is_ascii_graphic);
    at.or_else(blank).unwrap_or_default()
}

fn lines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

/// The last place at or before `at` that is a character's start.
fn floor(text: &str, at: usize) -> usize {
    crate::source::floor_char_boundary(text, at)
}
