//! What a config means: defaults applied, all rules passed; the rest of the program uses it unchecked.

use std::sync::Arc;

use serde::Serialize;

use crate::condition::{Fact, When};
use crate::domain::Lang;
use crate::domain::microsoft;
use crate::domain::{
    AppId, AvailabilityAddressSpace, Change, Cloud, DomainName, HostName, HybridApi, Method, Names,
    Procedure, Server, TenantId, Verification,
};
use crate::own::{Overlay, Own};

/// The forms of ACS's metadata URL, by the name that `organization.ps1` gives them.
pub const ACS_FORMS: &str = "AcsMetadataUrls";

/// The forms of evoSTS's metadata URL.
pub const EVOSTS_FORMS: &str = "EvoStsMetadataUrls";

/// An organisation, ready to be turned into scripts.
#[derive(Debug, Clone, Serialize)]
pub struct Tenant {
    /// Name of the bundle's folder; valid on Windows.
    pub name: String,
    /// Name of the organisation, any script; shown in runbooks only.
    pub organization: Option<String>,
    /// The cloud of the tenant.
    pub cloud: Cloud,
    /// What the bundle is for.
    pub procedure: Procedure,
    /// How on-premises Exchange proves itself.
    pub method: Method,
    /// What the dedicated application calls; `Ews` for the shared principal.
    pub hybrid_api: HybridApi,
    /// Other applications that call EWS in Exchange Online, for its allow-list.
    pub ews_allowed_app_ids: Vec<AppId>,
    /// The tenant's initial domain, `contoso.onmicrosoft.com`.
    pub initial_domain: DomainName,
    /// The tenant's id, when the config states it.
    pub tenant_id: Option<TenantId>,
    /// The hybrid routing domain, `contoso.mail.onmicrosoft.com`.
    pub routing_domain: DomainName,
    /// SMTP domains of on-premises mailboxes; at least one.
    pub smtp_domains: Vec<DomainName>,
    /// Host of EWS and Outlook on the web.
    pub mail_host: HostName,
    /// Host of Autodiscover.
    pub autodiscover_host: HostName,
    /// Further hosts that are reachable from outside.
    pub additional_hosts: Vec<HostName>,
    /// Further hosts by which clients reach the servers, from inside only.
    pub client_hosts: Vec<HostName>,
    /// The Exchange servers; empty when the config does not state them.
    pub servers: Vec<Server>,
    /// Names of the objects to create.
    pub names: Names,
    /// Step 8, when wanted.
    pub availability_address_space: Option<AvailabilityAddressSpace>,
    /// Windows path of a .cer file that the export also writes.
    pub certificate_file: Option<String>,
    /// Mailboxes for the tests; without them there are no test steps.
    pub verification: Option<Verification>,
    /// Languages of the documents; English is there whether it is named or not.
    pub languages: Vec<Lang>,
    /// The change record.
    pub change: Option<Change>,
    /// Whether scripts refuse to change anything in a bundle that nobody approved.
    pub require_approval: bool,
    /// What the customer adds of his own.
    #[serde(skip)]
    pub overlay: Option<Arc<Overlay>>,
    /// Steps of the organisation's own, those it leaves out, their order.
    #[serde(skip)]
    pub own_steps: Arc<Own>,
}

impl Tenant {
    /// What stands in the metadata URLs: the tenant id, else the initial domain.
    #[must_use]
    pub fn tenant_segment(&self) -> &str {
        self.tenant_id
            .as_ref()
            .map_or(self.initial_domain.as_str(), TenantId::as_str)
    }

    /// The names by which a metadata URL may name the tenant: its id, initial domain and routing domain (the page
    /// *Configure OAuth authentication between Exchange and Exchange Online organizations* has the last since 2021).
    #[must_use]
    pub fn metadata_names(&self) -> Vec<&str> {
        let id = self.tenant_id.as_ref().map(TenantId::as_str);
        let domains = [&self.initial_domain, &self.routing_domain];
        id.into_iter()
            .chain(domains.into_iter().map(DomainName::as_str))
            .collect()
    }

    /// The metadata URLs of a token service that are right, `{0}` being a name of the tenant; ours first.
    #[must_use]
    pub fn metadata_forms(&self, service: &str) -> Vec<String> {
        let cloud = self.cloud.endpoints();
        if service == ACS_FORMS {
            return vec![cloud.acs_metadata_url("{0}")];
        }
        let wanted = cloud.evosts_metadata_url("{0}");
        let host = wanted.split('/').nth(2).unwrap_or_default().to_owned();
        let others = cloud.evosts_hosts.iter().filter(|other| **other != host);
        let others = others
            .map(|other| wanted.replacen(&host, other, 1))
            .collect::<Vec<_>>();
        [vec![wanted], others].concat()
    }

    /// The hosts on which EWS answers from outside: mail and the additional ones.
    pub fn ews_hosts(&self) -> impl Iterator<Item = &HostName> {
        std::iter::once(&self.mail_host)
            .chain(&self.additional_hosts)
            .filter(|host| !microsoft::is_agent(host.as_str()))
    }

    /// Whether Exchange Online reaches the servers through the hybrid agent.
    #[must_use]
    pub fn via_agent(&self) -> bool {
        microsoft::is_agent(self.mail_host.as_str())
    }

    /// Every host that is reachable from outside, each once and the hybrid agent's left out: mail, Autodiscover, the additional ones.
    pub fn hosts(&self) -> impl Iterator<Item = &HostName> {
        let all = [&self.mail_host, &self.autodiscover_host]
            .into_iter()
            .chain(&self.additional_hosts)
            .filter(|host| !microsoft::is_agent(host.as_str()));
        let mut seen = Vec::new();
        all.filter(move |host| {
            let new = !seen.contains(host);
            seen.push(*host);
            new
        })
    }

    /// The hosts by which clients reach the servers from inside only, each once.
    pub fn inside_hosts(&self) -> impl Iterator<Item = &HostName> {
        let outside: Vec<&HostName> = self.hosts().collect();
        let all = self.client_hosts.iter();
        all.filter(move |host| !outside.contains(host))
    }

    /// Whether a condition holds.
    #[must_use]
    pub fn meets(&self, when: &When) -> bool {
        fn allows<T: PartialEq>(choices: &[T], one: &T) -> bool {
            choices.is_empty() || choices.contains(one)
        }
        allows(&when.method, &self.method)
            && allows(&when.cloud, &self.cloud)
            && allows(&when.hybrid_api, &self.hybrid_api)
            && when.has.iter().all(|fact| self.has(*fact))
            && !when.lacks.iter().any(|fact| self.has(*fact))
    }

    fn has(&self, fact: Fact) -> bool {
        match fact {
            Fact::TenantId => self.tenant_id.is_some(),
            Fact::AddressSpace => self.availability_address_space.is_some(),
            Fact::Verification => self.verification.is_some(),
            Fact::CertificateFile => self.certificate_file.is_some(),
            Fact::Servers => !self.servers.is_empty(),
            Fact::AdditionalHosts => !self.additional_hosts.is_empty(),
            Fact::EwsAllowedAppIds => !self.ews_allowed_app_ids.is_empty(),
            Fact::Change => self.change.is_some(),
            Fact::HybridAgent => self.via_agent(),
        }
    }
}
