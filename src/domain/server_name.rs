//! Computer names.

use super::plain_text::quoted;
use super::{HostName, Invalid};
use crate::lint::SERVER_NAME;

/// What the schema asks of the text.
pub const PATTERN: &str = r"^(?!\d+$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$";

/// Looks whether a Windows server can have that name: a short one of at most 15 characters, or a
/// fully qualified one (learn.microsoft.com `troubleshoot/windows-server/active-directory/naming-conventions-for-computer-domain-site-ou`).
///
/// # Errors
/// Says that it cannot.
pub fn check(name: &str) -> Result<(), Invalid> {
    let short = name.split('.').next().unwrap_or(name);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let computer = (1..=15).contains(&short.len())
        && short.bytes().all(plain)
        && !short.starts_with('-')
        && !short.ends_with('-')
        && !short.bytes().all(|byte| byte.is_ascii_digit());
    if computer && (short == name || name.parse::<HostName>().is_ok()) {
        return Ok(());
    }
    Err(Invalid::new(
        &SERVER_NAME,
        format!("{} is not a computer name", quoted(name)),
        "Write what Get-ExchangeServer shows as Name (at most 15 letters, digits and hyphens) or Fqdn.",
    ))
}
