//! The outline of a PowerShell script: words, brackets and where texts and comments end. It is no parser; it tells
//! what stands in a text or a comment from what runs.

use std::ops::Range;

/// A piece of a script that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A name, a variable, a number, an operator of letters.
    Word(Range<usize>),
    /// `(` or `{`, with what stands before it: `@(`, `$(`.
    Open(usize),
    /// `)` or `}`
    Close(usize),
    /// Another sign, or a text.
    Sign(Range<usize>),
    /// The end of a statement: a line, or `;`.
    End,
}

/// What is not closed, or closes what is not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Where.
    pub at: Range<usize>,
    /// What, in words.
    pub what: &'static str,
}

enum Frame {
    /// Code until this byte.
    Code(u8, usize),
    /// A text in double quotes, in which `$(` opens code.
    Text(usize),
    /// The same on lines of its own.
    Here(usize),
}

/// The tokens of a script of ASCII.
///
/// # Errors
/// The first bracket, text or comment that is not closed.
pub fn tokens(text: &str) -> Result<Vec<Token>, Broken> {
    let mut lexer = Lexer {
        text: text.as_bytes(),
        at: 0,
        out: Vec::new(),
        frames: Vec::new(),
    };
    while lexer.at < lexer.text.len() {
        match lexer.frames.last() {
            Some(Frame::Text(_)) => lexer.in_text(),
            Some(Frame::Here(_)) => lexer.in_here(),
            _ => lexer.in_code()?,
        }
    }
    match lexer.frames.last() {
        None => Ok(lexer.out),
        Some(Frame::Code(b'}', at)) => Err(broken(*at, "a brace is not closed")),
        Some(Frame::Code(_, at)) => Err(broken(*at, "a bracket is not closed")),
        Some(Frame::Text(at)) => Err(broken(*at, "a text is not closed")),
        Some(Frame::Here(at)) => Err(broken(*at, HERE)),
    }
}

const HERE: &str = "a here-string is not closed: its end stands first on a line";

fn broken(at: usize, what: &'static str) -> Broken {
    Broken {
        at: at..at + 1,
        what,
    }
}

struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    out: Vec<Token>,
    frames: Vec<Frame>,
}

impl Lexer<'_> {
    fn starts(&self, with: &[u8]) -> bool {
        self.text[self.at..].starts_with(with)
    }

    /// The place behind the next time that this stands there.
    fn behind(&self, what: &[u8], from: usize) -> Option<usize> {
        let rest = self.text.get(from..)?;
        let found = memchr::memmem::find(rest, what)?;
        Some(from + found + what.len())
    }

    fn open(&mut self, close: u8, length: usize) {
        self.out.push(Token::Open(self.at));
        self.frames.push(Frame::Code(close, self.at));
        self.at += length;
    }

    fn in_code(&mut self) -> Result<(), Broken> {
        let from = self.at;
        match self.text[self.at] {
            b'\n' | b';' => {
                self.out.push(Token::End);
                self.at += 1;
            }
            b' ' | b'\t' | b'\r' => self.at += 1,
            // Escapes the next sign, the end of a line among them.
            b'`' => self.at += if self.starts(b"`\r\n") { 3 } else { 2 },
            b'#' => {
                self.at = memchr::memchr(b'\n', &self.text[from..])
                    .map_or(self.text.len(), |end| from + end)
            }
            b'<' if self.starts(b"<#") => {
                self.at = self
                    .behind(b"#>", from + 2)
                    .ok_or(broken(from, "a comment is not closed"))?;
            }
            b'@' if self.starts(b"@'") && self.ends_line(from + 2) => {
                self.at = self.behind(b"\n'@", from).ok_or(broken(from, HERE))?;
                self.out.push(Token::Sign(from..self.at));
            }
            b'@' if self.starts(b"@\"") && self.ends_line(from + 2) => {
                self.out.push(Token::Sign(from..from + 2));
                self.frames.push(Frame::Here(from));
                self.at += 2;
            }
            b'\'' => {
                self.at = self
                    .single(from)
                    .ok_or(broken(from, "a text is not closed"))?;
                self.out.push(Token::Sign(from..self.at));
            }
            b'"' => {
                self.out.push(Token::Sign(from..from + 1));
                self.frames.push(Frame::Text(from));
                self.at += 1;
            }
            b'$' if self.starts(b"${") => {
                self.at = self
                    .behind(b"}", from)
                    .ok_or(broken(from, "a brace is not closed"))?;
                self.out.push(Token::Word(from..self.at));
            }
            b'$' | b'@' if self.text.get(from + 1) == Some(&b'(') => self.open(b')', 2),
            b'@' if self.starts(b"@{") => self.open(b'}', 2),
            b'(' => self.open(b')', 1),
            b'{' => self.open(b'}', 1),
            close @ (b')' | b'}') => match self.frames.pop() {
                Some(Frame::Code(wanted, _)) if wanted == close => {
                    self.out.push(Token::Close(from));
                    self.at += 1;
                }
                _ => return Err(broken(from, "a bracket closes what is not open")),
            },
            one if is_of_word(one) => {
                let length = self.text[from..]
                    .iter()
                    .take_while(|one| is_of_word(**one))
                    .count();
                self.at += length;
                self.out.push(Token::Word(from..self.at));
            }
            _ => {
                self.at += 1;
                self.out.push(Token::Sign(from..self.at));
            }
        }
        Ok(())
    }

    fn in_text(&mut self) {
        match self.text[self.at] {
            b'`' => self.at += 2,
            b'"' if self.starts(b"\"\"") => self.at += 2,
            b'"' => {
                self.frames.pop();
                self.at += 1;
            }
            b'$' if self.starts(b"$(") => self.open(b')', 2),
            _ => self.at += 1,
        }
    }

    fn in_here(&mut self) {
        if self.starts(b"\n\"@") {
            self.frames.pop();
            self.at += 3;
        } else if self.starts(b"$(") {
            self.open(b')', 2);
        } else {
            self.at += if self.text[self.at] == b'`' { 2 } else { 1 };
        }
    }

    /// Whether only spaces stand between a place and the end of its line.
    fn ends_line(&self, at: usize) -> bool {
        let rest = self.text[at..]
            .iter()
            .find(|one| !matches!(one, b' ' | b'\t' | b'\r'));
        rest == Some(&b'\n')
    }

    /// Behind a text in single quotes.
    fn single(&self, from: usize) -> Option<usize> {
        let mut at = from + 1;
        loop {
            at = self.behind(b"'", at)?;
            if self.text.get(at) != Some(&b'\'') {
                return Some(at);
            }
            at += 1;
        }
    }
}

fn is_of_word(one: u8) -> bool {
    one.is_ascii_alphanumeric()
        || matches!(
            one,
            b'$' | b'_' | b'-' | b':' | b'.' | b'\\' | b'/' | b'?' | b'*'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let words = tokens(text).expect("whole").into_iter();
        words
            .filter_map(|token| match token {
                Token::Word(span) => Some(&text[span]),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn texts_and_comments_do_not_run() {
        assert_eq!(words("a 'exit' \"exit\" # exit\n<# exit\n#> b"), ["a", "b"]);
        assert_eq!(words("a @'\nexit '@ x\n'@ b"), ["a", "b"]);
        assert_eq!(words("a 'it''s' b"), ["a", "b"]);
        assert_eq!(words("a \"x`\"y\"\"z\" b"), ["a", "b"]);
    }

    #[test]
    fn what_runs_within_a_text_is_seen() {
        assert_eq!(words("\"x $(exit \"y $(b)\") z\" c"), ["exit", "b", "c"]);
        assert_eq!(words("@\"\n$(exit)\n\"@ c"), ["exit", "c"]);
    }

    #[test]
    fn what_is_not_closed_is_told() {
        for text in [
            "{",
            "(",
            "'x",
            "\"x",
            "<# x",
            "@'\nx'@",
            "@\"\nx\"@",
            "$(",
            "\"$(\"",
            "${x",
            "}",
            ")",
            "(}",
            "@{",
        ] {
            assert!(tokens(text).is_err(), "{text}");
        }
        for text in ["", "`", "\"`", "$", "@", "a`"] {
            let _ = tokens(text);
        }
        for text in ["{ ( ) }", "@{ a = 1 }", "$x[0]", "a `\n b", "'}'", "\"}\""] {
            assert!(tokens(text).is_ok(), "{text}");
        }
    }
}
