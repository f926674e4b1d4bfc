//! Domain names.

use std::str::FromStr;

use super::text_type::text_type;
use super::{Invalid, host_name};
use crate::lint::MALFORMED_DOMAIN;

/// A domain name with at least two labels: ASCII (punycode where international), lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DomainName(String);

text_type!(DomainName);

impl DomainName {
    /// What the schema asks of the text.
    pub const PATTERN: &str = host_name::PATTERN;

    /// Whether `host` is this domain or stands below it.
    #[must_use]
    pub fn contains(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        host.strip_suffix(&self.0)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }
}

impl FromStr for DomainName {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        host_name::parse(text, "a domain", &MALFORMED_DOMAIN).map(Self)
    }
}
