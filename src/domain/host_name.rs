//! Host names, and the rules they share with domain names.

use std::str::FromStr;

use super::Invalid;
use super::plain_text::quoted;
use super::text_type::text_type;
use crate::lint::{Lint, MALFORMED_HOST, NON_ASCII_NAME, URL_NOT_HOST};

/// A fully qualified host name: ASCII (punycode where international), lower case, no scheme, port or path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostName(String);

text_type!(HostName);

/// What the schema asks of a host or domain name: two or more labels of letters, digits and inner
/// hyphens, the last with a letter in it (all digits would be an IP address).
pub(super) const PATTERN: &str = r"^(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?=.*[A-Za-z][A-Za-z0-9-]*$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$";

impl HostName {
    /// What the schema asks of the text.
    pub const PATTERN: &str = PATTERN;
}

impl FromStr for HostName {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        parse(text, "a host name", &MALFORMED_HOST).map(Self)
    }
}

/// The name in lower case, or why it is none; `what` says what was wanted.
pub(super) fn parse(text: &str, what: &str, lint: &'static Lint) -> Result<String, Invalid> {
    if let Some(host) = host_with_port(text) {
        let help = format!(
            "Write {}, and publish EWS and Autodiscover on port 443: Exchange Online reaches on-premises servers on no other.",
            quoted(host)
        );
        return Err(Invalid::new(
            &URL_NOT_HOST,
            format!("{} names a port where {what} is wanted", quoted(text)),
            help,
        ));
    }
    if let Some(host) = host_of_url(text) {
        let help = if host.is_empty() {
            "Write the bare name.".into()
        } else {
            format!("Write {}.", quoted(host))
        };
        return Err(Invalid::new(
            &URL_NOT_HOST,
            format!("{} is a URL where {what} is wanted", quoted(text)),
            help,
        ));
    }
    if !text.is_ascii() {
        let help = match idna::domain_to_ascii_strict(text) {
            Ok(ascii) => {
                format!("Write its punycode form, which is what Exchange and DNS hold: `{ascii}`.")
            }
            Err(_) => "Write the punycode form (xn--...) that the DNS zone holds.".into(),
        };
        return Err(Invalid::new(
            &NON_ASCII_NAME,
            format!("{} is not written in ASCII", quoted(text)),
            help,
        ));
    }
    match fault(text) {
        None => Ok(text.to_ascii_lowercase()),
        Some(fault) => {
            if text.starts_with("*.") {
                let help = "List the domains one by one: for a wildcard accepted domain Exchange Online gets no token \
                            (error 2000004), so calls for it fail.";
                return Err(Invalid::new(
                    lint,
                    format!("{} is not {what}: {fault}", quoted(text)),
                    help,
                ));
            }
            let example = if text.contains('@') {
                "the part after the @"
            } else {
                "for example mail.contoso.com"
            };
            let help = format!(
                "Write a fully qualified name: letters, digits and hyphens between dots, {example}."
            );
            Err(Invalid::new(
                lint,
                format!("{} is not {what}: {fault}", quoted(text)),
                help,
            ))
        }
    }
}

/// The host of a name with a port other than 443, with or without scheme and path.
fn host_with_port(text: &str) -> Option<&str> {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let (host, port) = rest.split(['/', '?', '#']).next()?.split_once(':')?;
    let other = !port.is_empty() && port != "443" && port.bytes().all(|byte| byte.is_ascii_digit());
    (other && !host.is_empty()).then_some(host)
}

/// The host in a URL, or in a host with a port or path.
fn host_of_url(text: &str) -> Option<&str> {
    let rest = text
        .split_once("://")
        .map(|(_, rest)| rest)
        .or_else(|| text.contains(['/', ':']).then_some(text))?;
    rest.split(['/', ':', '?', '#']).next()
}

/// What keeps an ASCII text from being a fully qualified name.
fn fault(text: &str) -> Option<&'static str> {
    let labels: Vec<&str> = text.split('.').collect();
    let odd = |byte: u8| !byte.is_ascii_alphanumeric() && byte != b'-' && byte != b'.';
    Some(if text.is_empty() {
        "it is empty"
    } else if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        "it holds white space"
    } else if text.starts_with("*.") {
        "a wildcard stands for no single name"
    } else if text.bytes().any(odd) {
        "it holds a character that names cannot have"
    } else if text.len() > 253 {
        "it is longer than 253 characters"
    } else if text.ends_with('.') {
        "it ends in a dot"
    } else if labels.iter().any(|label| label.is_empty()) {
        "a part between the dots is empty"
    } else if labels.len() < 2 {
        "it has no dot"
    } else if labels.iter().any(|label| label.len() > 63) {
        "a part between the dots is longer than 63 characters"
    } else if labels
        .iter()
        .any(|label| label.starts_with('-') || label.ends_with('-'))
    {
        "a part starts or ends with a hyphen"
    } else if labels
        .last()
        .is_some_and(|label| label.bytes().all(|byte| byte.is_ascii_digit()))
    {
        "it looks like an IP address"
    } else if labels
        .last()
        .is_some_and(|label| !label.bytes().any(|byte| byte.is_ascii_alphabetic()))
    {
        "its last part has no letter"
    } else {
        return None;
    })
}
