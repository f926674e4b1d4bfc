//! The addresses of each cloud.
//!
//! Sources: learn.microsoft.com `microsoft-365/enterprise/urls-and-ip-address-ranges` and its
//! government and 21Vianet pages; microsoft/CSS-Exchange `Shared/AzureFunctions/Get-CloudServiceEndpoint.ps1`;
//! learn.microsoft.com `exchange/configure-oauth-authentication-between-exchange-and-exchange-online-organizations-exchange-2013-help`.

use super::DomainName;

/// The suffix of initial domains and the suffix of the hybrid routing domains that go with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InitialDomainSuffix {
    /// After the tenant's name in an initial domain, with the leading dot: `.onmicrosoft.com`.
    pub initial: &'static str,
    /// After the tenant's name in a hybrid routing domain, with the leading dot: `.mail.onmicrosoft.com`.
    pub routing: &'static str,
}

/// What differs between clouds. Hosts are bare names, without scheme and path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloudEndpoints {
    /// Sign-in host of Microsoft Entra ID.
    pub login_host: &'static str,
    /// Microsoft Graph.
    pub graph_host: &'static str,
    /// Exchange Online, where EWS answers.
    pub exchange_online_host: &'static str,
    /// The Autodiscover service, as the Hybrid Configuration Wizard writes it.
    pub autodiscover_service_host: &'static str,
    /// Value of `Connect-MgGraph -Environment`.
    pub mg_environment: &'static str,
    /// Value of `Connect-ExchangeOnline -ExchangeEnvironmentName`.
    pub exo_environment: &'static str,
    /// Metadata of the ACS auth server; `{tenant}` stands for the tenant id or initial domain.
    pub acs_metadata_url: &'static str,
    /// Metadata of the evoSTS auth server; `{tenant}` as above.
    pub evosts_metadata_url: &'static str,
    /// Hosts that an existing evoSTS object may name and still be right.
    pub evosts_hosts: &'static [&'static str],
    /// What initial domains of this cloud end in; the usual one first.
    pub initial_domain_suffixes: &'static [InitialDomainSuffix],
    /// Whether the Graph flow of the dedicated application exists.
    pub graph_flow: bool,
    /// Federation with Exchange Online, where its values are published.
    pub federation: Option<Federation>,
}

/// How Exchange Online is known to federated organisations.
///
/// Source: learn.microsoft.com `powershell/module/exchangepowershell/set-federationtrust` and
/// `exchange/sharing/organization-relationships/create-an-organization-relationship`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Federation {
    /// Value of `-TargetApplicationUri` for Exchange Online.
    pub application_uri: &'static str,
    /// Value of `-MetadataUrl` of the federation trust, where it is not the default.
    pub metadata_url: Option<&'static str>,
}

const COM: InitialDomainSuffix = InitialDomainSuffix {
    initial: ".onmicrosoft.com",
    routing: ".mail.onmicrosoft.com",
};
const US: InitialDomainSuffix = InitialDomainSuffix {
    initial: ".onmicrosoft.us",
    routing: ".mail.onmicrosoft.us",
};
/// The routing form is seen in the field (public scripts of 21Vianet customers), not documented.
const CN: InitialDomainSuffix = InitialDomainSuffix {
    initial: ".partner.onmschina.cn",
    routing: ".partner.mail.onmschina.cn",
};

pub(super) static GLOBAL: CloudEndpoints = CloudEndpoints {
    login_host: "login.microsoftonline.com",
    graph_host: "graph.microsoft.com",
    exchange_online_host: "outlook.office365.com",
    autodiscover_service_host: "autodiscover-s.outlook.com",
    mg_environment: "Global",
    exo_environment: "O365Default",
    acs_metadata_url: "https://accounts.accesscontrol.windows.net/{tenant}/metadata/json/1",
    evosts_metadata_url: "https://login.windows.net/{tenant}/federationmetadata/2007-06/federationmetadata.xml",
    evosts_hosts: &["login.windows.net", "login.microsoftonline.com"],
    initial_domain_suffixes: &[COM],
    graph_flow: true,
    federation: Some(Federation {
        application_uri: "outlook.com",
        metadata_url: None,
    }),
};

pub(super) static GCC_HIGH: CloudEndpoints = CloudEndpoints {
    login_host: "login.microsoftonline.us",
    graph_host: "graph.microsoft.us",
    exchange_online_host: "outlook.office365.us",
    autodiscover_service_host: "autodiscover-s.office365.us",
    mg_environment: "USGov",
    exo_environment: "O365USGovGCCHigh",
    acs_metadata_url: "https://login.microsoftonline.us/{tenant}/metadata/json/1",
    evosts_metadata_url: "https://login.microsoftonline.us/{tenant}/federationmetadata/2007-06/federationmetadata.xml",
    evosts_hosts: &["login.microsoftonline.us"],
    initial_domain_suffixes: &[US, COM],
    graph_flow: false,
    federation: Some(Federation {
        application_uri: "office365.us",
        metadata_url: Some(
            "https://nexus.microsoftonline-p.com/federationmetadata/2006-12/federationmetadata.xml",
        ),
    }),
};

pub(super) static DOD: CloudEndpoints = CloudEndpoints {
    graph_host: "dod-graph.microsoft.us",
    exchange_online_host: "outlook-dod.office365.us",
    autodiscover_service_host: "autodiscover-s-dod.office365.us",
    mg_environment: "USGovDoD",
    exo_environment: "O365USGovDoD",
    initial_domain_suffixes: &[US],
    federation: None,
    ..GCC_HIGH
};

pub(super) static CHINA: CloudEndpoints = CloudEndpoints {
    login_host: "login.partner.microsoftonline.cn",
    graph_host: "microsoftgraph.chinacloudapi.cn",
    exchange_online_host: "partner.outlook.cn",
    autodiscover_service_host: "autodiscover-s.partner.outlook.cn",
    mg_environment: "China",
    exo_environment: "O365China",
    acs_metadata_url: "https://accounts.accesscontrol.chinacloudapi.cn/{tenant}/metadata/json/1",
    evosts_metadata_url: "https://login.chinacloudapi.cn/{tenant}/federationmetadata/2007-06/federationmetadata.xml",
    evosts_hosts: &["login.chinacloudapi.cn", "login.partner.microsoftonline.cn"],
    initial_domain_suffixes: &[CN],
    graph_flow: false,
    federation: None,
};

impl CloudEndpoints {
    /// Metadata URL of the ACS auth server; `tenant` is the tenant id or the initial domain.
    #[must_use]
    pub fn acs_metadata_url(&self, tenant: &str) -> String {
        self.acs_metadata_url.replace("{tenant}", tenant)
    }

    /// Metadata URL of the evoSTS auth server; `tenant` is the tenant id or the initial domain.
    #[must_use]
    pub fn evosts_metadata_url(&self, tenant: &str) -> String {
        self.evosts_metadata_url.replace("{tenant}", tenant)
    }

    /// The EWS URL of Exchange Online.
    #[must_use]
    pub fn ews_url(&self) -> String {
        format!("https://{}/ews/exchange.asmx", self.exchange_online_host)
    }

    /// The discovery endpoint the Hybrid Configuration Wizard writes; ours by default.
    #[must_use]
    pub fn discovery_endpoint(&self) -> String {
        format!(
            "https://{}/autodiscover/autodiscover.svc",
            self.autodiscover_service_host
        )
    }

    /// The discovery endpoint of the documented procedure; an existing one is kept.
    #[must_use]
    pub fn documented_discovery_endpoint(&self) -> String {
        format!(
            "https://{}/autodiscover/autodiscover.svc",
            self.exchange_online_host
        )
    }

    /// The base of Microsoft Graph, without a slash at the end.
    #[must_use]
    pub fn graph_base_url(&self) -> String {
        format!("https://{}", self.graph_host)
    }

    /// The hybrid routing domain that belongs to an initial domain of this cloud:
    /// `contoso.mail.onmicrosoft.com` for `contoso.onmicrosoft.com`; none when it is no initial domain.
    #[must_use]
    pub fn routing_domain(&self, initial: &DomainName) -> Option<DomainName> {
        self.initial_domain_suffixes.iter().find_map(|suffix| {
            let tenant = initial.as_str().strip_suffix(suffix.initial)?;
            let plain = !tenant.is_empty() && !tenant.contains('.');
            plain.then(|| format!("{tenant}{}", suffix.routing).parse().ok())?
        })
    }
}
