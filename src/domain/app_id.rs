//! Application ids.

use std::str::FromStr;

use super::text_type::text_type;
use super::{Invalid, guid};

/// The application (client) id of an application: a GUID in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AppId(String);

text_type!(AppId);

impl AppId {
    /// What the schema asks of the text.
    pub const PATTERN: &str = guid::PATTERN;
}

impl FromStr for AppId {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let help = "Copy the application (client) id from the Microsoft Entra admin center \
                    (Enterprise applications); it looks like 11111111-2222-3333-4444-555555555555.";
        guid::parse(text, "the application id", help).map(Self)
    }
}
