//! `application-identifier`: on-premises Exchange learns which application it is.

use serde_json::{Value, json};

use super::dedicated::{DEDICATED_APP, NO_WAY_BACK};
use super::shared::{ORGANIZATION_MANAGEMENT, exchange_page};
use super::{Code, PlannedAs};
use crate::domain::DomainName;
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction};
use crate::tenant::Tenant;
use crate::wanted::{self, Ensure, Policy};

/// The step.
pub static STEP: Code = Code {
    id: "application-identifier",
    context: Context::ExchangeShell,
    title: "Let the AuthServer of Entra ID name the dedicated application",
    summary: "Writes the application id into the evoSTS AuthServer of the tenant, and merges the hybrid routing domain and the shared SMTP domains into its domains. Whether the AuthServer is the default authorization endpoint (Hybrid Modern Authentication) is never touched.",
    undo: "Puts the former application id back and takes the added domains off. Undoing does not bring the service back, since the old way is blocked.",
    acts: "Only once the setting override switches it on.",
    minutes: 5,
    wait: None,
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &["Get-AuthServer", "Get-OrganizationConfig", "Set-AuthServer"],
    links: &[DEDICATED_APP, exchange_page!("set-authserver")],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    reads: &["application.json"],
    requires: &["auth-servers", "hybrid-application"],
    risk: risk(
        Level::Medium,
        "With the id of another application Entra ID refuses every token as soon as the setting override acts.",
    ),
    template: include_str!("../../templates/steps/application-identifier.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::ApplicationIdentifier,
};

fn domain_names(tenant: &Tenant) -> Vec<&DomainName> {
    [&tenant.routing_domain]
        .into_iter()
        .chain(&tenant.smtp_domains)
        .collect()
}

fn graph_base_url(tenant: &Tenant) -> Option<String> {
    tenant
        .hybrid_api
        .uses_graph()
        .then(|| tenant.cloud.endpoints().graph_base_url())
}

fn want(tenant: &Tenant) -> Value {
    let ensure = |property: &str, to: Value, policy: Policy| Ensure {
        property: property.to_owned(),
        to,
        policy,
    };
    let mut wanted = vec![
        ensure("ApplicationIdentifier", json!(""), Policy::Exact),
        ensure("DomainName", json!(domain_names(tenant)), Policy::Union),
    ];
    if let Some(url) = graph_base_url(tenant) {
        wanted.push(ensure("GraphBaseUrl", json!(url), Policy::Exact));
    }
    let server =
        super::evosts::wanted(tenant, "evoSTS, which signs in as the application.", wanted);
    json!({
        "known_urls": super::evosts::known_urls(tenant),
        "domain_names": domain_names(tenant),
        "graph_base_url": graph_base_url(tenant),
        "resources": wanted::values(&[server], None)["resources"],
        "no_way_back": NO_WAY_BACK,
    })
}

fn resources(tenant: &Tenant) -> Vec<Resource> {
    let mut server = Resource::new("AuthServer", format!("AzureAD {}", tenant.tenant_segment()))
        .with(
            "ApplicationIdentifier",
            "the application id of the hand-off",
        )
        .with("DomainName", json!(domain_names(tenant)));
    if let Some(url) = graph_base_url(tenant) {
        server = server.with("GraphBaseUrl", url);
    }
    vec![server]
}
