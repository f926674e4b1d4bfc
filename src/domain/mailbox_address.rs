//! Mailbox addresses.

use std::str::FromStr;

use super::plain_text::quoted;
use super::text_type::text_type;
use super::{DomainName, Invalid};
use crate::lint::MALFORMED_MAILBOX;

/// An SMTP address `local@domain`; the local part as written, the domain in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MailboxAddress(String);

text_type!(MailboxAddress);

impl MailboxAddress {
    /// What the schema asks of the text.
    pub const PATTERN: &str =
        r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9.-]+$";

    /// The part after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl FromStr for MailboxAddress {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let refuse = |fault: &str| {
            let message = format!("{} is not a mailbox address: {fault}", quoted(text));
            Invalid::new(
                &MALFORMED_MAILBOX,
                message,
                "Write the primary SMTP address, for example User1@contoso.com.",
            )
        };
        let (local, domain) = text.split_once('@').ok_or_else(|| refuse("it has no @"))?;
        if domain.contains('@') {
            return Err(refuse("it has more than one @"));
        }
        if local.is_empty() || local.len() > 64 {
            return Err(refuse("the part before the @ has 1 to 64 characters"));
        }
        if !local.split('.').all(is_atom) {
            return Err(refuse(
                "the part before the @ holds something addresses cannot have",
            ));
        }
        let domain: DomainName = domain.parse()?;
        Ok(Self(format!("{local}@{domain}")))
    }
}

/// RFC 5322 `atext`, at least one.
fn is_atom(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&byte);
    !text.is_empty() && text.bytes().all(allowed)
}
