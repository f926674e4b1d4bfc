//! Two ways to see a text whose lines were broken by a console: each line break as a space, and gone.
//!
//! Messages are broken between words (`Format-List`) or anywhere (error records), and quoted in JSON.

/// A rewritten text and the way back to the bytes it came from.
#[derive(Debug, Default)]
pub struct View {
    /// The rewritten text.
    pub text: Vec<u8>,
    /// Pairs (place in `text`, place in the source) wherever the distance changes.
    turns: Vec<(usize, usize)>,
}

impl View {
    /// White space, also as JSON writes it (`\n`), becomes one space; JSON's `\"` and `\u0027` become characters.
    #[must_use]
    pub fn spaced(source: &str) -> Self {
        let bytes = source.as_bytes();
        let mut view = Self::default();
        let mut at = 0;
        while at < bytes.len() {
            let (byte, length) = unescape(&bytes[at..]);
            if !byte.is_ascii_whitespace() {
                view.push(byte, at);
            } else if view.text.last() != Some(&b' ') {
                view.push(b' ', at);
            }
            at += length;
        }
        view
    }

    /// ASCII characters that JSON writes as `\u0027` become themselves; all else stays.
    #[must_use]
    pub fn unescaped(source: &str) -> Self {
        let bytes = source.as_bytes();
        let mut view = Self::default();
        let mut at = 0;
        while at < bytes.len() {
            let escape = bytes[at..].starts_with(b"\\u");
            let (byte, length) = match hex(bytes.get(at + 2..at + 6)).filter(|_| escape) {
                Some(byte) => (byte, 6),
                None => (bytes[at], 1),
            };
            view.push(byte, at);
            at += length;
        }
        view
    }

    /// Line breaks and the indentation behind them are left out.
    #[must_use]
    pub fn joined(source: &str) -> Self {
        let mut view = Self::default();
        let mut indent = false;
        for (at, byte) in source.bytes().enumerate() {
            match byte {
                b'\r' | b'\n' => indent = true,
                b' ' | b'\t' if indent => {}
                _ => {
                    indent = false;
                    view.push(byte, at);
                }
            }
        }
        view
    }

    /// Where the byte at `place` came from.
    #[must_use]
    pub fn source(&self, place: usize) -> usize {
        let turn = self.turns.partition_point(|(to, _)| *to <= place);
        match turn.checked_sub(1).map(|index| self.turns[index]) {
            Some((to, from)) => from + (place - to),
            None => place,
        }
    }

    fn push(&mut self, byte: u8, from: usize) {
        let to = self.text.len();
        let straight = self
            .turns
            .last()
            .map_or(0, |(last_to, last_from)| last_from + (to - last_to));
        if from != straight {
            self.turns.push((to, from));
        }
        self.text.push(byte);
    }
}

/// The first byte as JSON means it, and how many bytes that takes.
fn unescape(bytes: &[u8]) -> (u8, usize) {
    if bytes[0] != b'\\' {
        return (bytes[0], 1);
    }
    match bytes.get(1) {
        Some(b'n' | b'r' | b't') => (b' ', 2),
        Some(quote @ (b'"' | b'/')) => (*quote, 2),
        Some(b'u') => match hex(bytes.get(2..6)) {
            Some(byte) => (byte, 6),
            None => (b'\\', 1),
        },
        _ => (b'\\', 1),
    }
}

fn hex(digits: Option<&[u8]>) -> Option<u8> {
    let digits = std::str::from_utf8(digits?).ok()?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    u8::try_from(number).ok().filter(u8::is_ascii)
}
