//! What the steps of `retire` share.

use crate::tenant::Tenant;

/// The steps that switch the callers off, whose evidence the later ones ask for.
pub fn callers(_: &Tenant) -> [&'static str; 2] {
    [
        "retire-connector-to-on-premises",
        "retire-connector-to-online",
    ]
}
