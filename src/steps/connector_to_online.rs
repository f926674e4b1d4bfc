//! `connector-to-online`: on-premises servers look for online mailboxes in Exchange Online.

use serde_json::{Value, json};

use super::shared::{ORGANIZATION_MANAGEMENT, PROCEDURE, exchange_page};
use crate::resource::Resource;
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Step = Step {
    id: "connector-to-online",
    context: Context::ExchangeShell,
    title: "Connect on-premises to Exchange Online",
    summary: "Makes sure that one IntraOrganizationConnector of the on-premises organisation leads the hybrid routing domain to the Autodiscover service of the cloud. From then on it wins over an organization relationship for that domain, with no way back to it: it comes after everything that makes tokens work.",
    undo: "Removes the connector if this bundle created it; puts endpoint, domains and Enabled back where it changed them.",
    acts: "Within minutes.",
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[
        "Get-AcceptedDomain",
        "Get-IntraOrganizationConnector",
        "New-IntraOrganizationConnector",
        "Set-IntraOrganizationConnector",
        "Remove-IntraOrganizationConnector",
    ],
    links: &[
        PROCEDURE,
        exchange_page!("new-intraorganizationconnector"),
        exchange_page!("set-intraorganizationconnector"),
    ],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    requires: &[&super::auth_servers::STEP, &super::export_certificate::STEP],
    applies: super::always,
    template: include_str!("../../templates/steps/connector-to-online.ps1.tera"),
    want,
    resources,
};

fn want(tenant: &Tenant) -> Value {
    let cloud = tenant.cloud.endpoints();
    json!({
        "name": tenant.names.connector_to_online,
        "other_name": format!("{} - {}", tenant.names.connector_to_online, tenant.initial_domain),
        "discovery_endpoint": cloud.discovery_endpoint(),
        "good_endpoints": [cloud.discovery_endpoint(), cloud.documented_discovery_endpoint()],
        "target_address_domains": [tenant.routing_domain],
        "accepted_domain": tenant.routing_domain,
    })
}

fn resources(tenant: &Tenant) -> Vec<Resource> {
    vec![
        Resource::new(
            "IntraOrganizationConnector",
            tenant.routing_domain.to_string(),
        )
        .with(
            "DiscoveryEndpoint",
            tenant.cloud.endpoints().discovery_endpoint(),
        )
        .with("TargetAddressDomains", json!([tenant.routing_domain]))
        .with("Enabled", true),
    ]
}
