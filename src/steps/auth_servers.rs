//! `auth-servers`: the two objects that say whose tokens the on-premises organisation uses and trusts.

use serde_json::{Value, json};

use super::shared::{ORGANIZATION_MANAGEMENT, PROCEDURE, exchange_page};
use crate::resource::Resource;
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Step = Step {
    id: "auth-servers",
    context: Context::ExchangeShell,
    title: "Find or create the two AuthServer objects of the tenant",
    summary: "Makes sure that the on-premises organisation knows the tenant's two token services, ACS and evoSTS, by metadata URLs that name the tenant itself. Objects that are there already, under any name, are used.",
    undo: "Removes the AuthServer objects that this bundle created; puts metadata URLs and Enabled back where it changed them.",
    acts: "At once; a server may use cached metadata for about 15 minutes.",
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[
        "Get-AuthServer",
        "New-AuthServer",
        "Set-AuthServer",
        "Remove-AuthServer",
    ],
    links: &[
        PROCEDURE,
        exchange_page!("new-authserver"),
        exchange_page!("set-authserver"),
    ],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    requires: &[],
    applies: super::always,
    template: include_str!("../../templates/steps/auth-servers.ps1.tera"),
    want,
    resources,
};

/// What is known of one of the two objects.
struct AuthServer<'a> {
    what: &'static str,
    kind: &'static str,
    name: &'a str,
    pass_type: bool,
    url: fn(&Tenant, &str) -> Vec<String>,
}

fn servers(tenant: &Tenant) -> [AuthServer<'_>; 2] {
    [
        AuthServer {
            what: "ACS: issues the tokens with which the two Exchange organisations call each other.",
            kind: "MicrosoftACS",
            name: &tenant.names.acs_auth_server,
            pass_type: false,
            url: |tenant, segment| vec![tenant.cloud.endpoints().acs_metadata_url(segment)],
        },
        AuthServer {
            what: "evoSTS: Microsoft Entra ID.",
            kind: "AzureAD",
            name: &tenant.names.evosts_auth_server,
            pass_type: true,
            url: evosts_urls,
        },
    ]
}

fn want(tenant: &Tenant) -> Value {
    let tenant_names: Vec<&str> = [tenant.initial_domain.as_str()]
        .into_iter()
        .chain(tenant.tenant_id.as_ref().map(|id| id.as_str()))
        .collect();
    let servers: Vec<Value> = servers(tenant)
        .iter()
        .map(|server| {
            let urls = |segments: &mut dyn Iterator<Item = &str>| -> Vec<String> {
                segments
                    .flat_map(|name| (server.url)(tenant, name))
                    .collect()
            };
            let good = urls(&mut tenant_names.iter().copied());
            let known = urls(
                &mut tenant_names
                    .iter()
                    .copied()
                    .chain(tenant.smtp_domains.iter().map(|domain| domain.as_str())),
            );
            json!({
                "what": server.what,
                "type": server.kind,
                "name": server.name,
                "other_name": format!("{} - {}", server.name, tenant.initial_domain),
                "pass_type": server.pass_type,
                "url": wanted_url(tenant, server),
                "good_urls": good,
                "known_urls": known,
            })
        })
        .collect();
    json!({ "auth_servers": servers })
}

/// Every metadata URL by which an evoSTS object of the tenant may be known: of its id, initial and SMTP domains.
pub(super) fn known_evosts_urls(tenant: &Tenant) -> Vec<String> {
    let id = tenant.tenant_id.as_ref().map(|id| id.as_str());
    [tenant.initial_domain.as_str()]
        .into_iter()
        .chain(id)
        .chain(tenant.smtp_domains.iter().map(|domain| domain.as_str()))
        .flat_map(|segment| evosts_urls(tenant, segment))
        .collect()
}

/// The evoSTS metadata URL with each host that an object may name and be right; ours first.
fn evosts_urls(tenant: &Tenant, segment: &str) -> Vec<String> {
    let cloud = tenant.cloud.endpoints();
    let wanted = cloud.evosts_metadata_url(segment);
    let host = wanted.split('/').nth(2).unwrap_or_default().to_owned();
    let others = cloud.evosts_hosts.iter().filter(|other| **other != host);
    let mut urls = vec![wanted.clone()];
    urls.extend(others.map(|other| wanted.replacen(&host, other, 1)));
    urls
}

fn wanted_url(tenant: &Tenant, server: &AuthServer<'_>) -> String {
    (server.url)(tenant, tenant.tenant_segment()).swap_remove(0)
}

fn resources(tenant: &Tenant) -> Vec<Resource> {
    servers(tenant)
        .iter()
        .map(|server| {
            Resource::new(
                "AuthServer",
                format!("{} {}", server.kind, tenant.tenant_segment()),
            )
            .with("Type", server.kind)
            .with("AuthMetadataUrl", wanted_url(tenant, server))
            .with("Enabled", true)
        })
        .collect()
}
