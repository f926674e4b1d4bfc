//! Markdown: the only place that knows how to write data into it.
//!
//! CommonMark with the tables of GitHub (spec.commonmark.org, github.github.com/gfm): any ASCII
//! punctuation after a backslash is itself.

use std::borrow::Cow;
use std::io::{self, Write};

/// Writes a text so that it stands in a paragraph, a list item or a table cell as it is. It stays
/// on one line: white space of any length is one space.
///
/// # Errors
///
/// Only those of the writer.
pub fn write_text(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escape(text).as_bytes())
}

/// See [`write_text`].
#[must_use]
pub fn escape(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len() + line.len() / 16);
    let mut begins = true;
    let mut digits = false;
    let mut written = 0;
    // What is special is one byte; within other characters there is none of these.
    for (at, byte) in line.bytes().enumerate() {
        if !begins && !digits && !SPECIAL[usize::from(byte)] {
            continue;
        }
        let special = match byte {
            // A list, a rule or an underline can begin so, an item number ends so.
            b'-' | b'+' | b'=' => begins,
            b'.' | b')' => digits || ends_with_www(&line[..at]),
            // Addresses become links by themselves.
            b':' => line[at..].starts_with("://"),
            _ => ALWAYS.contains(&byte),
        };
        if special {
            out.push_str(&line[written..at]);
            out.push('\\');
            written = at;
        }
        digits = (begins || digits) && byte.is_ascii_digit();
        begins = begins && byte == b' ';
    }
    out.push_str(&line[written..]);
    out
}

/// What is special everywhere.
const ALWAYS: &[u8] = b"\\`*_[]<>&#|~$@";

/// What may be special behind the first word: that, and what depends on what stands beside it.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut at = 0;
    while at < ALWAYS.len() {
        special[ALWAYS[at] as usize] = true;
        at += 1;
    }
    special[b'.' as usize] = true;
    special[b')' as usize] = true;
    special[b':' as usize] = true;
    special
};

fn ends_with_www(text: &str) -> bool {
    let end = text.as_bytes().last_chunk::<3>();
    end.is_some_and(|end| end.eq_ignore_ascii_case(b"www"))
}

/// Code within a line; longer backticks around it than in it.
#[must_use]
pub fn code(text: &str) -> String {
    let line = one_line(text);
    if line.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(&line) + 1);
    let padded = line.starts_with(['`', ' ']) || line.ends_with(['`', ' ']);
    let space = if padded { " " } else { "" };
    [&fence, space, &line, space, &fence].concat()
}

/// Code on lines of its own, for `powershell` or whatever `language` says.
#[must_use]
pub fn block(text: &str, language: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}")
}

/// The same within a cell of a table, where a bar ends the cell even in code.
#[must_use]
pub fn cell_code(text: &str) -> String {
    code(text).replace('|', "\\|")
}

fn longest_run(text: &str) -> usize {
    if !text.contains('`') {
        return 0;
    }
    text.split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
}

fn one_line(text: &str) -> Cow<'_, str> {
    // Neither ends early, so that the processor looks at many bytes at once.
    let bytes = text.as_bytes();
    let next = bytes.get(1..).unwrap_or_default();
    let pairs = bytes.iter().zip(next);
    let doubled = pairs.fold(false, |found, (&one, &next)| {
        found | ((one == b' ') & (next == b' '))
    });
    // With these control characters begin: of C0, DEL, C1.
    let control = bytes.iter().fold(false, |found, &byte| {
        found | (byte < 0x20) | (byte == 0x7f) | (byte == 0xc2)
    });
    if !doubled && !control {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            ' ' | '\t' | '\n' | '\r' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            other if other.is_control() => out.push('\u{FFFD}'),
            other => out.push(other),
        }
    }
    out.into()
}
