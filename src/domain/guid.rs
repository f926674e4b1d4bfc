//! GUIDs of Microsoft Entra.

use super::Invalid;
use super::plain_text::quoted;
use crate::lint::MALFORMED_GUID;

/// What the schema asks of the text.
pub(super) const PATTERN: &str =
    "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";

/// The text in lower case, if it is a GUID and not the empty one.
pub(super) fn parse(text: &str, what: &str, help: &str) -> Result<String, Invalid> {
    let refuse = |message: String| Err(Invalid::new(&MALFORMED_GUID, message, help));
    let groups: Vec<&str> = text.split('-').collect();
    let shape = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]);
    if !shape || !groups.concat().bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return refuse(format!("{} is not a GUID", quoted(text)));
    }
    if groups.concat().bytes().all(|byte| byte == b'0') {
        return refuse(format!("{what} is the empty GUID, which nothing has"));
    }
    Ok(text.to_ascii_lowercase())
}
