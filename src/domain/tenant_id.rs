//! Tenant ids.

use std::str::FromStr;

use super::Invalid;
use super::plain_text::quoted;
use super::text_type::text_type;
use crate::lint::MALFORMED_GUID;

/// The directory (tenant) id: a GUID in lower case, `11111111-2222-3333-4444-555555555555`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TenantId(String);

text_type!(TenantId);

impl TenantId {
    /// What the schema asks of the text.
    pub const PATTERN: &str =
        "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";
}

impl FromStr for TenantId {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let refuse = |message: String| {
            let help = "Copy the tenant id from the Microsoft Entra admin center (Overview); \
                        it looks like 11111111-2222-3333-4444-555555555555.";
            Err(Invalid::new(&MALFORMED_GUID, message, help))
        };
        let groups: Vec<&str> = text.split('-').collect();
        let shape = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]);
        if !shape || !groups.concat().bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return refuse(format!("{} is not a GUID", quoted(text)));
        }
        if groups.concat().bytes().all(|byte| byte == b'0') {
            return refuse("the tenant id is the empty GUID, which no tenant has".into());
        }
        Ok(Self(text.to_ascii_lowercase()))
    }
}
