//! What of a script runs: its text without comments and blank lines.

use std::iter::Peekable;
use std::str::CharIndices;

/// A script without comments, blank lines and the white space at the ends of lines; none where
/// this simple reader is not sure (here-strings, comments within strings): then every byte counts.
#[must_use]
pub fn running(script: &str) -> Option<String> {
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(character) = rest.chars().next() {
        let boundary = out
            .chars()
            .next_back()
            .is_none_or(|last| last.is_whitespace() || "(){};,|&=".contains(last));
        let length = match character {
            '@' if rest[1..].starts_with(['\'', '"', '\u{201C}', '\u{201D}', '\u{201E}'])
                || rest[1..].starts_with(['\u{2018}', '\u{2019}', '\u{201A}', '\u{201B}']) =>
            {
                return None;
            }
            // PowerShell reads these as quotes too.
            '\u{2018}'..='\u{201B}' | '\u{201C}'..='\u{201E}' => return None,
            '\'' | '"' => 1 + closing(&mut rest[1..].char_indices().peekable(), character)?,
            '`' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            '<' if rest.starts_with("<#") => {
                rest = &rest[rest.find("#>")? + 2..];
                continue;
            }
            '#' if boundary && !is_requirement(rest) => {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                continue;
            }
            other => other.len_utf8(),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    let lines = out
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty());
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// `#Requires` is a comment that acts.
fn is_requirement(rest: &str) -> bool {
    rest.get(1..9)
        .is_some_and(|word| word.eq_ignore_ascii_case("requires"))
}

/// The length of a string's rest with its closing quote; a doubled or escaped quote does not close.
fn closing(characters: &mut Peekable<CharIndices<'_>>, quote: char) -> Option<usize> {
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        if character == '`' && quote == '"' {
            characters.next();
        } else if character == '$' && quote == '"' && next == Some('(') {
            characters.next();
            computed(characters)?;
        } else if character == quote {
            if next != Some(quote) {
                return Some(at + 1);
            }
            characters.next();
        } else if quote == '"' && ('\u{201C}'..='\u{201E}').contains(&character)
            || quote == '\'' && ('\u{2018}'..='\u{201B}').contains(&character)
        {
            return None;
        }
    }
    None
}

/// Reads code within a string to the bracket that closes it.
fn computed(characters: &mut Peekable<CharIndices<'_>>) -> Option<()> {
    let mut depth = 1;
    while let Some((_, character)) = characters.next() {
        match character {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(()),
            ')' => depth -= 1,
            '\'' | '"' => {
                closing(characters, character)?;
            }
            '`' => {
                characters.next();
            }
            '#' | '\u{2018}'..='\u{201B}' | '\u{201C}'..='\u{201E}' => return None,
            '@' if matches!(characters.peek(), Some((_, '\'' | '"'))) => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::running;

    #[test]
    fn comments_and_blank_lines_do_not_run() {
        let script =
            "<#\r\n.SYNOPSIS\r\nText\r\n#>\r\n\r\n# A line\r\nGet-Item -Path 'a#b' # why\r\n";
        assert_eq!(running(script).as_deref(), Some("Get-Item -Path 'a#b'"));
    }

    #[test]
    fn what_runs_stays() {
        for script in [
            "#Requires -Version 5.1",
            "Write-Output -InputObject 'it''s # no comment'",
            "Write-Output -InputObject \"a `\" # no comment\"",
            "Write-Output -InputObject a#b",
            "Write-Output -InputObject \"a $($b -join ') # ') c # no comment\"",
            "Write-Output -InputObject `# ",
        ] {
            assert_eq!(
                running(script).as_deref(),
                Some(script.trim_end()),
                "{script}"
            );
        }
    }

    #[test]
    fn where_it_is_not_sure_it_says_so() {
        for script in [
            "@'\n# text\n'@",
            "\"$(1 # comment\n)\"",
            "'open",
            "<# open",
            "\u{2018}a# b\u{2019}",
        ] {
            assert_eq!(running(script), None, "{script}");
        }
    }
}
