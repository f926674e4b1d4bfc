//! Lines of a script that a screen and a printed page hold, whatever the values of an organisation are.

/// The most characters that a line of a generated script has.
pub const WIDTH: usize = 120;

/// The lines of a script as Windows PowerShell 5.1 reads them on every system: CRLF, no two blank ones in a row. Those
/// that are too long are broken where PowerShell reads on: help and comments between words, code after a comma or an
/// opening bracket, a long text into parts joined by `+`.
#[must_use]
pub fn wrap(text: &str) -> String {
    let mut lines = Lines::with_room_for(text);
    let mut help = false;
    for line in text.trim_end().split_terminator('\n') {
        let start = line.trim_ascii_start();
        help |= start.starts_with("<#");
        if line.len() <= WIDTH {
            lines.put(line);
        } else if help || start.starts_with('#') {
            words(line, if help { "" } else { "# " }, &mut lines);
        } else {
            code(line.to_owned(), &mut lines);
        }
        help = help && !line.contains("#>");
    }
    lines.out
}

/// The lines that are finished.
struct Lines {
    out: String,
    blank: bool,
}

impl Lines {
    fn with_room_for(text: &str) -> Self {
        Self {
            out: String::with_capacity(text.len() + text.len() / 16),
            blank: false,
        }
    }

    fn put(&mut self, line: &str) {
        let line = line.trim_ascii_end();
        if line.is_empty() && self.blank {
            return;
        }
        self.blank = line.is_empty();
        self.out.push_str(line);
        self.out.push_str("\r\n");
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A line of prose, with a mark before each part but the first.
fn words(line: &str, mark: &str, lines: &mut Lines) {
    let lead = " ".repeat(indent(line));
    let mut open = String::new();
    for word in line.split_whitespace() {
        if open.is_empty() {
            open.push_str(&lead);
        } else if open.len() + 1 + word.len() > WIDTH {
            lines.put(&open);
            open = [lead.as_str(), mark].concat();
        } else {
            open.push(' ');
        }
        open.push_str(word);
    }
    lines.put(&open);
}

/// A line of code; what has no place to break stays as it is.
fn code(line: String, lines: &mut Lines) {
    let mut rest = line;
    let mut joined = false;
    let deeper = " ".repeat(indent(&rest) + 4);
    while rest.len() > WIDTH {
        let Some((head, tail)) = split(&rest, joined) else {
            break;
        };
        joined = head.ends_with("' +") || head.ends_with("\" +");
        lines.put(&head);
        rest = [deeper.as_str(), tail.trim_start()].concat();
    }
    lines.put(&rest);
}

/// After these PowerShell reads on in the next line; each begins with ` -`.
const OPERATORS: [&str; 7] = [
    " -f ", " -and ", " -or ", " -eq ", " -ne ", " -in ", " -like ",
];

/// The line up to where PowerShell reads on, and what follows; `joined` when it goes on with a text of the line before.
fn split(line: &str, joined: bool) -> Option<(String, String)> {
    let from = indent(line);
    let bytes = line.as_bytes();
    let mut quoted = None;
    let mut place = None;
    let mut word = None;
    let mut last = None;
    let mut block = None;
    let mut at = from;
    while at < WIDTH {
        match (bytes[at], quoted) {
            (b'\'' | b'"', None) => match closing(bytes, at) {
                Some(close) if close < WIDTH => {
                    word = Some(at).filter(|start| *start < WIDTH - 2).or(word);
                    last = Some(at).filter(|start| close > start + 40);
                    at = close;
                }
                _ => {
                    quoted = Some(at);
                    at = WIDTH;
                }
            },
            (b')', None) if line[at..].starts_with(") { ") => {
                block = block.or(Some(at + 3).filter(|end| *end <= WIDTH));
            }
            (b'+', None) if bytes.get(at + 1) == Some(&b'=') => {}
            (b',' | b'(' | b'{' | b'|' | b'+' | b';', None) if at > from + 8 => {
                place = Some(at + 1)
            }
            (b' ', None) => match bytes.get(at + 1) {
                Some(b'-') => {
                    let operator = OPERATORS.iter().find(|one| line[at..].starts_with(*one));
                    let end = operator.map(|one| at + one.len() - 1);
                    place = end.filter(|end| *end < WIDTH).or(place);
                }
                Some(b'$') if at < WIDTH - 3 && line[from..at].contains(" -") => {
                    word = Some(at + 1);
                }
                _ => {}
            },
            _ => {}
        }
        at += 1;
    }
    // What stands in a block goes into a line of its own where it fits into one.
    if let Some(block) = block
        && line.len() - block + from + 4 <= WIDTH
        && !line[block..].contains("} else")
    {
        return Some((line[..block].to_owned(), line[block..].to_owned()));
    }
    // A text that goes beyond the width stands whole in the next line where it fits, and is cut otherwise.
    if let Some(start) = quoted
        && place.is_none_or(|place| place < start + 40)
        && start + 20 < WIDTH - 5
    {
        let close = closing(bytes, start)?;
        let whole = from + 4 + close + 2 - start <= WIDTH;
        let before = place.is_some_and(|place| line[place..start].trim().is_empty());
        if !(whole && before && start > WIDTH / 3)
            && let Some(parts) = cut(line, start, WIDTH - 5, joined)
        {
            return Some(parts);
        }
    }
    // What follows a text may not fit any more: then some of the text goes with it.
    if let (Some(start), true) = (
        last,
        place.is_none_or(|place| last.is_some_and(|last| place <= last)),
    ) {
        let close = closing(bytes, start)?;
        if let Some(parts) = cut(line, start, close - 10, joined) {
            return Some(parts);
        }
    }
    if let Some(place) = place {
        let head = line[..place].trim_end_matches(';').to_owned();
        return Some((head, line[place..].to_owned()));
    }
    // An argument in brackets may stand in the next line.
    let start = quoted.or(word)?;
    if line[..start].trim().is_empty() {
        return None;
    }
    let end = match bytes[start] {
        b'\'' | b'"' => closing(bytes, start)? + 1,
        _ => start + line[start..].find([' ', ')']).unwrap_or(line.len() - start),
    };
    let tail = format!("{}){}", &line[start..end], &line[end..]);
    Some((format!("{}(", &line[..start]), tail))
}

/// The line up to a place before `end` in the text that starts at `start`, and the rest of the text.
fn cut(line: &str, start: usize, end: usize, joined: bool) -> Option<(String, String)> {
    let quote = &line[start..=start];
    let place = match quote {
        // Where a value is computed in a text, it stays whole.
        "\"" => line[start + 12..end]
            .rmatch_indices(' ')
            .map(|(at, _)| start + 12 + at + 1)
            .find(|place| !is_computed(&line[start..*place]))?,
        _ => line[start + 12..end]
            .rfind([' ', '/', '.'])
            .map_or(end, |at| start + 12 + at + 1),
    };
    // Never between the two quotes that stand for one.
    let quotes = line[start + 1..place].bytes().rev();
    let odd = quote == "'" && quotes.take_while(|byte| *byte == b'\'').count() % 2 == 1;
    let place = if odd { place - 1 } else { place };
    // A part of a text that is joined already needs no brackets of its own.
    let first = line[..start].trim().is_empty();
    let joined = line[..start].ends_with("+ ") || (joined && first);
    let close = closing(line.as_bytes(), start)?;
    let (open, shut) = if joined { ("", "") } else { ("(", ")") };
    let head = [&line[..start], open, &line[start..place], quote, " +"].concat();
    let tail = [quote, &line[place..=close], shut, &line[close + 1..]].concat();
    Some((head, tail))
}

/// Whether a text ends within `$( )`.
fn is_computed(text: &str) -> bool {
    text.rfind("$(").is_some_and(|at| {
        let open = text[at..].matches('(').count();
        open > text[at..].matches(')').count()
    })
}

/// Where the text that starts there ends.
fn closing(bytes: &[u8], start: usize) -> Option<usize> {
    let quote = bytes[start];
    let mut depth = 0;
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'(' if quote == b'"' && (depth > 0 || bytes[at - 1] == b'$') => depth += 1,
            b')' if depth > 0 => depth -= 1,
            byte if byte == quote && depth == 0 => {
                // Two quotes within a text stand for one.
                if bytes.get(at + 1) != Some(&quote) {
                    return Some(at);
                }
                at += 1;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of a script without the places where they were cut.
    fn joined(text: &str) -> String {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        lines.join(" ").replace("' + '", "")
    }

    #[test]
    fn a_long_text_is_cut_into_parts() {
        let text = format!(
            "    Stop-HybridStep -Reason ('{}' -f $name)",
            "it''s a word ".repeat(30)
        );
        let wrapped = wrap(&text);
        assert!(wrapped.lines().all(|line| line.len() <= WIDTH), "{wrapped}");
        assert!(
            joined(&wrapped).contains(&"it''s a word ".repeat(30)),
            "{wrapped}"
        );
    }

    #[test]
    fn no_cut_falls_between_the_two_quotes_that_stand_for_one() {
        for before in 0..130 {
            let text = format!("$a = '{}{}'", "x".repeat(before), "''".repeat(100));
            for line in wrap(&text).lines() {
                assert_eq!(line.matches('\'').count() % 2, 0, "{line}");
            }
        }
    }

    #[test]
    fn a_long_text_of_a_list_stays_one_item() {
        let text = format!("$a = @('{}', '{}')", "a ".repeat(55), "b ".repeat(80));
        let wrapped = wrap(&text);
        assert!(wrapped.contains("\n    ('b "), "{wrapped}");
    }

    #[test]
    fn what_stands_in_a_block_is_not_torn_where_it_fits_into_a_line() {
        let text = format!(
            "    if ($a -eq '{}') {{ $b = \"{}$($c.D) e\" }}",
            "a".repeat(60),
            "b ".repeat(30)
        );
        let wrapped = wrap(&text);
        let lines: Vec<&str> = wrapped.lines().collect();
        assert_eq!(lines.len(), 2, "{wrapped}");
        assert!(
            lines[0].ends_with(") {") && lines[1].starts_with("        $b = "),
            "{wrapped}"
        );
    }

    #[test]
    fn a_value_that_is_computed_in_a_text_stays_whole() {
        let text = format!(
            "    $a = \"{}$($b.C) {}\"",
            "word ".repeat(20),
            "word ".repeat(30)
        );
        let wrapped = wrap(&text);
        assert!(wrapped.contains("$($b.C)"), "{wrapped}");
        assert!(wrapped.lines().all(|line| line.len() <= WIDTH), "{wrapped}");
    }

    #[test]
    fn prose_is_broken_between_words() {
        let text = format!("<#\n{}\n#>", "word ".repeat(60));
        assert!(wrap(&text).lines().all(|line| line.len() <= WIDTH));
    }
}
