//! Paths of overlays, from the folder of a config on.

use super::folder_name::is_device;
use super::plain_text::quoted;
use super::{Invalid, plain_text};
use crate::lint::OVERLAY_PATH;

/// What the schema asks of `overlay` in a config.
pub const PATTERN: &str = r#"^(?![/\\~])[^<>:"|?*\u0000-\u001F\u007F-\u009F]+$"#;

/// Whether a text can be the path of an overlay in a config.
///
/// # Errors
/// Absolute paths, devices, and what no path holds on Windows.
pub fn check(text: &str) -> Result<(), Invalid> {
    plain_text::check(text)?;
    let refuse = |why: &str| {
        let help = "Write the path of the overlay's folder from the folder of this config on: overlays/standard.";
        Err(Invalid::new(
            &OVERLAY_PATH,
            format!("{} {why}", quoted(text)),
            help,
        ))
    };
    let drive = text.get(1..2) == Some(":");
    if text.starts_with(['/', '\\', '~']) || drive {
        return refuse("is not relative to the config");
    }
    if let Some(one) = text.chars().find(|one| "<>:\"|?*".contains(*one)) {
        return refuse(&format!("holds {one}, which no folder of Windows has"));
    }
    let part = text.split(['/', '\\']).find(|part| is_device(part));
    part.map_or(Ok(()), |part| {
        refuse(&format!("is no folder: {part} is a device of Windows"))
    })
}
