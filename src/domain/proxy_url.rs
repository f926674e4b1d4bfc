//! The EWS URL of the availability address space.

use super::plain_text::quoted;
use super::{HostName, Invalid};
use crate::lint::PROXY_URL;

/// What the schema asks of the text.
pub const PATTERN: &str =
    r"^[Hh][Tt][Tt][Pp][Ss]://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[A-Za-z0-9._~/-]+$";

/// The host of an HTTPS URL with a path.
///
/// # Errors
/// Another scheme, no host name, no path, or characters that a path does not have.
pub fn host(url: &str) -> Result<HostName, Invalid> {
    let refuse = |fault: &str| {
        let message = format!("{} is not the URL of an EWS endpoint: {fault}", quoted(url));
        Invalid::new(
            &PROXY_URL,
            message,
            "Write it as https://mail.contoso.com/EWS/Exchange.asmx.",
        )
    };
    let (scheme, rest) = url
        .split_once("://")
        .ok_or_else(|| refuse("it has no scheme"))?;
    if !scheme.eq_ignore_ascii_case("https") {
        return Err(refuse("its scheme is not https"));
    }
    let (authority, path) = rest
        .split_once('/')
        .ok_or_else(|| refuse("it has no path"))?;
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"._~/-".contains(&byte);
    if path.is_empty() || !path.bytes().all(unreserved) {
        return Err(refuse(
            "its path is empty or holds something other than letters, digits and . _ ~ / -",
        ));
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let digits = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !port.parse::<u16>().is_ok_and(|port| port > 0) {
        return Err(refuse("its port is not a number from 1 to 65535"));
    }
    host.parse()
}
