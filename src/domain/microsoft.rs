//! Names that belong to Microsoft's services.
//!
//! Sources: learn.microsoft.com `microsoft-365/enterprise/urls-and-ip-address-ranges`, and its
//! pages for GCC High, DoD and 21Vianet.

/// Office 365 Exchange Online, in every tenant; also the id of Exchange's partner application.
pub const EXCHANGE_ONLINE_APP_ID: &str = "00000002-0000-0ff1-ce00-000000000000";

/// Before the first domain in the account namespace; also the organisation's name as an application.
pub const ACCOUNT_NAMESPACE: &str = "FYDIBOHF25SPDLT";

/// Domains below which only Microsoft's services answer.
const SERVICE_DOMAINS: &[&str] = &[
    "apps.mil",
    "chinacloudapi.cn",
    "cloud.microsoft",
    "microsoft.com",
    "microsoft.us",
    "microsoftonline.cn",
    "microsoftonline.com",
    "microsoftonline.us",
    "msappproxy.net",
    "office.com",
    "office.net",
    "office365.com",
    "office365.us",
    "onmicrosoft.com",
    "onmicrosoft.us",
    "onmschina.cn",
    "outlook.cn",
    "outlook.com",
    "windows.net",
];

/// Domains below which tenants get their own names.
const TENANT_DOMAINS: &[&str] = &["onmicrosoft.com", "onmicrosoft.us", "onmschina.cn"];

/// Domains below which Exchange Online answers, in every cloud: as Microsoft's own script knows them
/// (microsoft/CSS-Exchange `Hybrid/ConfigureExchangeHybridApplication`).
pub const EXCHANGE_ONLINE_DOMAINS: &[&str] = &[
    "office365.com",
    "office365.us",
    "office365-net.us",
    "office.com",
    "cloud.microsoft",
    "outlook.com",
    "outlook.cn",
    "apps.mil",
];

/// Whether a name in lower case is one of Microsoft's services.
#[must_use]
pub fn is_service(name: &str) -> bool {
    below(name, SERVICE_DOMAINS)
}

/// Whether a name in lower case is one that a tenant gets from Microsoft: initial or routing domain.
#[must_use]
pub fn is_tenant_name(name: &str) -> bool {
    below(name, TENANT_DOMAINS)
}

/// Whether a name in lower case is an address of the hybrid agent, through which Exchange Online reaches servers that
/// nothing else publishes (learn.microsoft.com/exchange/hybrid-deployment/hybrid-agent).
#[must_use]
pub fn is_agent(name: &str) -> bool {
    below(name, &["msappproxy.net"])
}

fn below(name: &str, domains: &[&str]) -> bool {
    domains.iter().any(|domain| {
        name.strip_suffix(domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}
