//! Text that people read: any script, one line.

use super::Invalid;
use crate::lint::{CONTROL_CHARACTER, EMPTY_TEXT};
use crate::visible::is_hidden;

/// What the schema asks of the text: one line that is not empty.
pub const PATTERN: &str = r"^[^\u0000-\u001F\u007F-\u009F]+$";

/// The same, or empty: a form that is still to be filled in.
pub const OR_EMPTY: &str = r"^[^\u0000-\u001F\u007F-\u009F]*$";

/// Looks for what cannot be printed.
///
/// # Errors
/// Empty text; control characters, line separators and characters that show nothing or turn the
/// writing direction, which would make a line read other than it is.
pub fn check(text: &str) -> Result<(), Invalid> {
    if text.trim().is_empty() {
        let help = "Write something there or leave the key out.";
        return Err(Invalid::new(&EMPTY_TEXT, "the text is empty", help));
    }
    // Most texts are these alone, and need no look at each character.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Ok(());
    }
    match text.chars().find(|&character| is_unprintable(character)) {
        None => Ok(()),
        Some(character) => Err(Invalid::new(
            &CONTROL_CHARACTER,
            format!(
                "the text holds U+{:04X}, which cannot be printed",
                u32::from(character)
            ),
            "Take the character out; the text is one line of anything printable.",
        )),
    }
}

/// What shows nothing or does something, and noncharacters.
fn is_unprintable(character: char) -> bool {
    let noncharacter = u32::from(character) & 0xFFFE == 0xFFFE;
    is_hidden(character) || noncharacter
}

/// The text between backticks for a message: what cannot be printed is escaped, the tail cut off.
#[must_use]
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown = String::from("`");
    for character in text.chars().take(LONGEST) {
        if is_unprintable(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        shown.push_str("...");
    }
    shown.push('`');
    shown
}
