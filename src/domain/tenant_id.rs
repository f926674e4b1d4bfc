//! Tenant ids.

use std::str::FromStr;

use super::text_type::text_type;
use super::{Invalid, guid};

/// The directory (tenant) id: a GUID in lower case, `11111111-2222-3333-4444-555555555555`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TenantId(String);

text_type!(TenantId);

impl TenantId {
    /// What the schema asks of the text.
    pub const PATTERN: &str = guid::PATTERN;
}

impl FromStr for TenantId {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let help = "Copy the tenant id from the Microsoft Entra admin center (Overview); \
                    it looks like 11111111-2222-3333-4444-555555555555.";
        guid::parse(text, "the tenant id", help).map(Self)
    }
}
