//! Names of folders, as Windows takes them.
//!
//! Source: learn.microsoft.com `windows/win32/fileio/naming-a-file`.

use super::plain_text::quoted;
use super::{Invalid, plain_text};
use crate::lint::FOLDER_NAME;

/// What the schema asks of the text; reserved device names are left to `check`.
pub const PATTERN: &str = r#"^(?! )[^<>:"/\\|?*\u0000-\u001F\u007F-\u009F]{0,99}[^<>:"/\\|?*\u0000-\u001F\u007F-\u009F. ]$"#;

/// Longest name in UTF-16 units: the bundle's own paths have to fit into 260 with it.
const LONGEST: usize = 100;

/// Characters that no Windows file name has.
pub(super) const FORBIDDEN: [char; 9] = ['<', '>', ':', '"', '/', '\\', '|', '?', '*'];

/// Looks whether Windows can make a folder of that name.
///
/// # Errors
/// The first reason why not.
pub fn check(name: &str) -> Result<(), Invalid> {
    plain_text::check(name)?;
    match fault(name) {
        None => Ok(()),
        Some(fault) => Err(Invalid::new(
            &FOLDER_NAME,
            format!("{} is no folder name on Windows: {fault}", quoted(name)),
            "The bundle is written to a folder of this name; write another, such as the first SMTP domain.",
        )),
    }
}

/// Why Windows does not take the name of a file or folder.
pub(super) fn fault(name: &str) -> Option<String> {
    if let Some(character) = name.chars().find(|character| FORBIDDEN.contains(character)) {
        return Some(format!("it holds {character}"));
    }
    if name.starts_with(' ') {
        return Some("it starts with a space".into());
    }
    if name.ends_with(['.', ' ']) {
        return Some("Windows drops the dot or space at its end".into());
    }
    if is_device(name) {
        return Some("the name is reserved for a device".into());
    }
    (name.encode_utf16().count() > LONGEST)
        .then(|| format!("it is longer than {LONGEST} characters"))
}

/// Device names are reserved with every extension too: `NUL.txt` is `NUL`.
#[must_use]
pub fn is_device(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or(name)
        .trim_end()
        .to_ascii_uppercase();
    let numbered = |prefix: &str| {
        let digit = stem.strip_prefix(prefix).and_then(|rest| {
            let mut characters = rest.chars();
            characters.next().filter(|_| characters.next().is_none())
        });
        digit.is_some_and(|digit| matches!(digit, '1'..='9' | '\u{B9}' | '\u{B2}' | '\u{B3}'))
    };
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&stem.as_str())
        || numbered("COM")
        || numbered("LPT")
}
