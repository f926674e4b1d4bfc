//! Conditions over a config, as steps that are data state them: `"when": { "method": "dedicated-app" }`.

use crate::domain::{Cloud, HybridApi, Method};
use crate::tenant::Tenant;

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

    fn holds(self, tenant: &Tenant) -> bool {
        match self {
            Self::TenantId => tenant.tenant_id.is_some(),
            Self::AddressSpace => tenant.availability_address_space.is_some(),
            Self::Verification => tenant.verification.is_some(),
            Self::CertificateFile => tenant.certificate_file.is_some(),
            Self::Servers => !tenant.servers.is_empty(),
            Self::AdditionalHosts => !tenant.additional_hosts.is_empty(),
            Self::EwsAllowedAppIds => !tenant.ews_allowed_app_ids.is_empty(),
            Self::Change => tenant.change.is_some(),
            Self::HybridAgent => tenant.via_agent(),
        }
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
    /// Whether it holds for a tenant.
    #[must_use]
    pub fn holds(&self, tenant: &Tenant) -> bool {
        let any = |empty: bool, found: bool| empty || found;
        self.allows(tenant.method)
            && any(self.cloud.is_empty(), self.cloud.contains(&tenant.cloud))
            && any(
                self.hybrid_api.is_empty(),
                self.hybrid_api.contains(&tenant.hybrid_api),
            )
            && self.has.iter().all(|fact| fact.holds(tenant))
            && !self.lacks.iter().any(|fact| fact.holds(tenant))
    }

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
