//! Names of Exchange objects.

use super::plain_text::quoted;
use super::{Invalid, plain_text};
use crate::lint::OBJECT_NAME;

/// What the schema asks of the text.
pub const PATTERN: &str =
    r"^(?! )[^\u0000-\u001F\u007F-\u009F]{0,63}[^\u0000-\u001F\u007F-\u009F ]$";

/// The common name of a directory object has at most 64 characters
/// (learn.microsoft.com `windows/win32/adschema/a-cn`: range upper 64).
const LONGEST: usize = 64;

/// Looks whether an Exchange object can have that name: any script, quotes and dollar signs too.
///
/// # Errors
/// Unprintable characters, spaces around it, more than 64 characters.
pub fn check(name: &str) -> Result<(), Invalid> {
    plain_text::check(name)?;
    let fault = if name.encode_utf16().count() > LONGEST {
        "it is longer than 64 characters"
    } else if name.starts_with(' ') || name.ends_with(' ') {
        "the directory drops the space at its start or end"
    } else {
        return Ok(());
    };
    let message = format!("{} cannot name an Exchange object: {fault}", quoted(name));
    Err(Invalid::new(
        &OBJECT_NAME,
        message,
        "Write a shorter, trimmed name, or leave the key out for the documented one.",
    ))
}
