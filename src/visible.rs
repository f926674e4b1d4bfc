//! The one way of foreign text to people: what comes from a file, a name or a service and would
//! hide, turn the direction of writing, break the line or command a terminal is written as its number.

use std::borrow::Cow;
use std::path::Path;

use serde::Serialize;

use crate::shown::shown;

/// Whether a character shows nothing or does something: control characters (C0, DEL, C1), line and
/// paragraph separators, and what Unicode ignores when it draws (`Default_Ignorable_Code_Point`,
/// direction marks among them; unicode.org `DerivedCoreProperties.txt`) or keeps for annotations.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A text on one line in which nothing hides.
///
/// ```
/// use hybrid_oauth::visible::visible;
/// assert_eq!(visible("a\u{202E}b\n"), r"a\u{202e}b\u{a}");
/// ```
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out
}

/// A path as a message names it.
#[must_use]
pub fn path(path: &Path) -> String {
    visible(&shown(path))
}

/// A JSON document with a line break at its end; what hides stands in it as `\u202e`, which means
/// the same to programs.
///
/// # Panics
///
/// On what is no JSON, such as a map with keys that are no texts.
#[must_use]
pub fn json(document: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(document).expect("plain data");
    escape_json(&text).into_owned() + "\n"
}

/// Hidden characters of a JSON text as escapes; outside of its texts it has none but line breaks.
#[must_use]
pub fn escape_json(text: &str) -> Cow<'_, str> {
    let hides = |character: char| is_hidden(character) && character != '\n';
    if !text.contains(hides) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if hides(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(character);
        }
    }
    out.into()
}
