//! `preflight`: what an expert looks at before the change, told in plain words.

use serde_json::{Value, json};

use super::dedicated::{APPLICATION_SECTION, DEDICATED_APP, GRAPH_SECTION};
use super::federation;
use super::shared::{ORGANIZATION_MANAGEMENT, PROCEDURE};
use super::{Code, PlannedAs};
use crate::domain::exchange_product::{BUILD_TABLE, Capability, EXCHANGE_2013_SP1};
use crate::domain::microsoft::EXCHANGE_ONLINE_APP_ID;
use crate::domain::{HostName, Method};
use crate::procedure::MethodIs;
use crate::risk::NONE;
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Code = Code {
    id: "preflight",
    context: Context::ExchangeShell,
    title: "Look before the change: servers, certificate, objects in the way",
    summary: "Reads each kind of object once and says of each check whether it is good, wants a look, blocks, or could not be known: builds, the auth certificate on every server, AuthServers, the partner application, virtual directories, connectors, overrides, proxies, TLS. It stops where the procedure cannot work, and names the hosts that must be reachable, which it does not test.",
    undo: "Nothing to undo: it only reads.",
    acts: "At once.",
    minutes: 10,
    wait: None,
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[
        "Get-AcceptedDomain",
        "Get-AuthConfig",
        "Get-AuthServer",
        "Get-AutodiscoverVirtualDirectory",
        "Get-ExchangeCertificate",
        "Get-ExchangeServer",
        "Get-FederationTrust",
        "Get-IntraOrganizationConnector",
        "Get-OrganizationRelationship",
        "Get-PartnerApplication",
        "Get-SettingOverride",
        "Get-WebServicesVirtualDirectory",
    ],
    links: &[
        PROCEDURE,
        DEDICATED_APP,
        "https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates",
        "https://learn.microsoft.com/exchange/exchange-tls-configuration",
    ],
    direction: Direction::ToOnline,
    can_change: false,
    is_test: false,
    reads: &[],
    requires: &[],
    risk: NONE,
    template: include_str!("../../templates/steps/preflight.ps1.tera"),
    want,
    resources: |_| Vec::new(),
    plan: PlannedAs::Preflight,
};

/// Days before its end from which the auth certificate wants renewing.
const CERTIFICATE_DAYS: u32 = 60;

/// What the methods can ask of a server.
const CAPABILITIES: [Need; 3] = [
    (
        Capability::DedicatedApp,
        "dedicated-app",
        "use the dedicated application",
        "blocks",
    ),
    (
        Capability::GraphFlow,
        "graph-flow",
        "call Microsoft Graph",
        "blocks",
    ),
    (
        Capability::CloudArchive,
        "cloud-archive",
        "reach the archive in the cloud of an on-premises mailbox",
        "warning",
    ),
];

fn want(tenant: &Tenant) -> Value {
    let cloud = tenant.cloud.endpoints();
    let dedicated = tenant.method == Method::DedicatedApp;
    let procedure = super::description(tenant.procedure);
    let mut sections = vec![APPLICATION_SECTION];
    if tenant.hybrid_api.uses_graph() {
        sections.push(GRAPH_SECTION);
    }
    json!({
        "service_name": EXCHANGE_ONLINE_APP_ID,
        "certificate_days": CERTIFICATE_DAYS,
        "products": products(&asked(tenant)),
        "needs": needs(tenant),
        "servers": servers(tenant),
        "oldest_without_address_space":
            tenant.availability_address_space.is_none().then(|| EXCHANGE_2013_SP1.to_string()),
        "routing_domain": tenant.routing_domain,
        "tenant_domains": [tenant.routing_domain, tenant.initial_domain],
        "good_endpoints": [cloud.discovery_endpoint(), cloud.documented_discovery_endpoint()],
        "override_sections": sections,
        "oauth": procedure.needs_oauth,
        "stop_at_dauth": dedicated && procedure.needs_oauth,
        "relationships": federation::names(tenant, federation::TO_ONLINE),
        "token_issuer": federation::TOKEN_ISSUER,
        "ews_url": ews_url(&tenant.mail_host),
        "outbound_hosts": super::outbound(tenant),
        "autodiscover_url": autodiscover_url(&tenant.autodiscover_host),
    })
}

/// The builds that the config states, by server.
fn servers(tenant: &Tenant) -> Value {
    let builds = tenant.servers.iter();
    builds
        .map(|one| (one.name.clone(), json!(one.build)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// What is asked of a server: capability, its name in the script, what it is for, how bad its lack is.
pub(super) type Need = (Capability, &'static str, &'static str, &'static str);

/// What the method asks of every server, the gravest first; nothing of the shared principal.
fn asked(tenant: &Tenant) -> Vec<Need> {
    let set_up = super::description(tenant.procedure).method == MethodIs::SetUp;
    let dedicated = tenant.method == Method::DedicatedApp;
    let graph = tenant.hybrid_api.uses_graph();
    let all = CAPABILITIES.into_iter();
    all.filter(|(one, ..)| set_up && dedicated && (*one != Capability::GraphFlow || graph))
        .collect()
}

/// The build table for the script, with the builds that can do what is asked, in that order.
pub(super) fn products(needs: &[Need]) -> Vec<Value> {
    BUILD_TABLE
        .iter()
        .map(|row| {
            let able: Vec<_> = needs.iter().map(|need| row.minimum(need.0)).collect();
            json!({ "name": row.name, "first": row.first.to_string(), "able": able })
        })
        .collect()
}

fn needs(tenant: &Tenant) -> Vec<Value> {
    asked(tenant).iter().map(need).collect()
}

/// The same for the script.
pub(super) fn need((_, name, purpose, level): &Need) -> Value {
    json!({ "capability": name, "purpose": purpose, "level": level })
}

fn autodiscover_url(host: &HostName) -> String {
    format!("https://{host}/autodiscover/autodiscover.svc")
}

fn ews_url(host: &HostName) -> String {
    format!("https://{host}/ews/exchange.asmx")
}
