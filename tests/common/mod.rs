//! Organisations that the tests render: one place, used by every test that needs a bundle.

mod organisations;

use hybrid_oauth::bundle::{self, Bundle};
use hybrid_oauth::tenant::Tenant;

/// An organisation and the bundle made for it.
pub struct Scenario {
    /// Names the folder of its snapshots.
    pub name: &'static str,
    pub tenant: Tenant,
    pub bundle: Bundle,
}

/// Digest of a config that does not exist: the organisations here are made by hand.
pub const CONFIG_DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Every organisation.
pub fn scenarios() -> Vec<Scenario> {
    organisations::all()
        .into_iter()
        .map(|(name, tenant)| Scenario {
            name,
            bundle: bundle::build(&tenant, CONFIG_DIGEST),
            tenant,
        })
        .collect()
}

/// The organisation that has every optional value, for tests that replace them.
#[allow(dead_code, reason = "each test binary uses a part of this module")]
pub fn everything() -> Tenant {
    organisations::everything()
}
