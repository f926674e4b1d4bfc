//! Bytes to text, as a stream: what consoles, transcripts and editors write.
//!
//! `Start-Transcript` of Windows PowerShell 5.1 writes UTF-16 or the ANSI code page (CP949 in Korea),
//! PowerShell 7 writes UTF-8. Lines of several programs stand in one file, so each line is judged by itself.

use std::io::{self, Read};

use encoding_rs::{EUC_KR, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much is read at once, in bytes.
const BLOCK: usize = 64 * 1024;
/// How much of the start tells the encoding, in bytes.
const HEAD: usize = 8 * 1024;
/// A line longer than this, in bytes, is decoded in pieces.
const LONGEST_LINE: usize = 32 * 1024;

/// Why the input is no text.
#[derive(Debug)]
pub enum DecodeError {
    /// Reading failed.
    Read(io::Error),
    /// The bytes are no text in any encoding that is known here.
    Binary,
}

impl From<io::Error> for DecodeError {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

/// Reads all of `input` and hands the text to `take`, piece by piece.
///
/// # Errors
///
/// When reading fails, or the start of the input is binary data.
pub fn decode(mut input: impl Read, mut take: impl FnMut(&str)) -> Result<(), DecodeError> {
    let mut block = vec![0; BLOCK];
    let mut length = fill(&mut input, &mut block)?;
    let head = &block[..length.min(HEAD)];
    let wide = match Encoding::for_bom(head) {
        Some((encoding, _)) if encoding == UTF_8 => None,
        Some((encoding, _)) => Some(encoding),
        None => wide_without_bom(head),
    };
    if wide.is_none() && is_binary(head) {
        return Err(DecodeError::Binary);
    }
    if let Some(encoding) = wide {
        let mut decoder = encoding.new_decoder_with_bom_removal();
        let mut text = String::new();
        loop {
            let last = length < BLOCK;
            let room = decoder.max_utf8_buffer_length(length).unwrap_or(BLOCK * 3);
            text.clear();
            text.reserve(room);
            let _ = decoder.decode_to_string(&block[..length], &mut text, last);
            take(&text);
            if last {
                return Ok(());
            }
            length = fill(&mut input, &mut block)?;
        }
    }
    let mut lines = Lines::default();
    let mut from = if head.starts_with(b"\xEF\xBB\xBF") {
        3
    } else {
        0
    };
    loop {
        lines.push(&block[from..length], &mut take);
        if length < BLOCK {
            lines.finish(&mut take);
            return Ok(());
        }
        from = 0;
        length = fill(&mut input, &mut block)?;
    }
}

/// Fills the whole block unless the input ends: the pieces must not depend on how the input arrives.
fn fill(input: &mut impl Read, block: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < block.len() {
        match input.read(&mut block[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// UTF-16 shows by the zero halves of its ASCII characters: all on one side.
fn wide_without_bom(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |side: usize| {
        head.iter()
            .skip(side)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let pairs = head.len() / 2;
    let enough = |here: usize, there: usize| here > 0 && here * 20 >= pairs && there * 20 <= here;
    let encoding = if enough(odd, even) {
        UTF_16LE
    } else if enough(even, odd) {
        UTF_16BE
    } else {
        return None;
    };
    let (text, bad) = encoding.decode_without_bom_handling(&head[..pairs * 2]);
    let odd_one = text
        .chars()
        .filter(|c| c.is_control() && !c.is_whitespace())
        .count();
    (!(bad && head.len() < HEAD) && odd_one * 20 <= pairs).then_some(encoding)
}

fn is_binary(head: &[u8]) -> bool {
    let control =
        |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x08 | 0x0C | 0x1B);
    head.contains(&0) || head.iter().filter(control).count() * 20 > head.len()
}

/// Decodes line by line; what is left of a line waits for its end.
#[derive(Default)]
struct Lines {
    rest: Vec<u8>,
}

impl Lines {
    fn push(&mut self, bytes: &[u8], take: &mut impl FnMut(&str)) {
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.rest.extend_from_slice(line);
            while self.rest.len() > LONGEST_LINE {
                let cut = safe_cut(&self.rest[..LONGEST_LINE]);
                let tail = self.rest.split_off(cut);
                self.finish(take);
                self.rest = tail;
            }
            if line.ends_with(b"\n") {
                self.finish(take);
            }
        }
    }

    fn finish(&mut self, take: &mut impl FnMut(&str)) {
        if let Ok(text) = std::str::from_utf8(&self.rest) {
            take(text);
        } else if let Some(text) =
            EUC_KR.decode_without_bom_handling_and_without_replacement(&self.rest)
        {
            take(&text);
        } else {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(&self.rest);
            take(&text);
        }
        self.rest.clear();
    }
}

/// The last place that is inside no character: behind an ASCII byte that no lead byte precedes.
fn safe_cut(bytes: &[u8]) -> usize {
    let safe = |at: &usize| bytes[*at - 1].is_ascii() && bytes[*at - 2].is_ascii();
    (2..=bytes.len()).rev().find(safe).unwrap_or(bytes.len())
}
