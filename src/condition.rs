//! Conditions over a config, as steps that are data state them: `"when": { "method": "dedicated-app" }`.

use crate::domain::{Cloud, HybridApi, Method};

/// What a config may say or leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// `tenant.id`
    TenantId,
    /// `availability_address_space`
    AddressSpace,
    /// `verification`
    Verification,
    /// `certificate_file`
    CertificateFile,
    /// `on_premises.servers`
    Servers,
    /// `on_premises.additional_hosts`
    AdditionalHosts,
    /// `ews_allowed_app_ids`
    EwsAllowedAppIds,
    /// `change`
    Change,
    /// The mail host is one of the hybrid agent's.
    HybridAgent,
}

impl Fact {
    /// Every fact by its name in `has` and `lacks`.
    pub const ALL: [(&'static str, Self); 9] = [
        ("tenant.id", Self::TenantId),
        ("availability_address_space", Self::AddressSpace),
        ("verification", Self::Verification),
        ("certificate_file", Self::CertificateFile),
        ("servers", Self::Servers),
        ("additional_hosts", Self::AdditionalHosts),
        ("ews_allowed_app_ids", Self::EwsAllowedAppIds),
        ("change", Self::Change),
        ("hybrid_agent", Self::HybridAgent),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, fact)| *fact == self);
        found.map_or("", |(name, _)| name)
    }
}

/// All of it must hold; empty: always.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct When {
    /// The method is one of these; empty: any.
    pub method: Vec<Method>,
    /// The cloud is one of these; empty: any.
    pub cloud: Vec<Cloud>,
    /// What the dedicated application calls is one of these; empty: any.
    pub hybrid_api: Vec<HybridApi>,
    /// The config has all of these.
    pub has: Vec<Fact>,
    /// The config has none of these.
    pub lacks: Vec<Fact>,
}

impl When {
    /// Whether it can hold with a method.
    #[must_use]
    pub fn allows(&self, method: Method) -> bool {
        self.method.is_empty() || self.method.contains(&method)
    }

    /// Whether it always holds.
    #[must_use]
    pub fn is_always(&self) -> bool {
        *self == Self::default()
    }
}
