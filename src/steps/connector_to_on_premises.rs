//! `connector-to-on-premises`: Exchange Online looks for on-premises mailboxes at their servers.

use serde_json::{Value, json};

use super::shared::{EXCHANGE_ADMINISTRATOR, PROCEDURE, exchange_page};
use crate::domain::HostName;
use crate::resource::Resource;
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Step = Step {
    id: "connector-to-on-premises",
    context: Context::ExchangeOnline,
    title: "Connect Exchange Online to on-premises",
    summary: "Makes sure that one IntraOrganizationConnector of Exchange Online leads the on-premises SMTP domains to the Autodiscover of the on-premises servers. From then on it wins over an organization relationship for those domains.",
    undo: "Removes the connector if this bundle created it; puts endpoint, domains and Enabled back where it changed them.",
    acts: "Within minutes.",
    roles: &[EXCHANGE_ADMINISTRATOR],
    scopes: &[],
    cmdlets: &[
        "Get-ConnectionInformation",
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
    direction: Direction::ToOnPremises,
    can_change: true,
    is_test: false,
    requires: &[
        &super::partner_application::STEP,
        &super::service_principal_names::STEP,
    ],
    applies: super::always,
    template: include_str!("../../templates/steps/connector-to-on-premises.ps1.tera"),
    want,
    resources,
};

fn endpoint(host: &HostName) -> String {
    format!("https://{host}/autodiscover/autodiscover.svc")
}

fn want(tenant: &Tenant) -> Value {
    json!({
        "name": tenant.names.connector_to_on_premises,
        "other_name": format!("{} - {}", tenant.names.connector_to_on_premises, tenant.initial_domain),
        "discovery_endpoint": endpoint(&tenant.autodiscover_host),
        "good_endpoints": tenant.hosts().map(endpoint).collect::<Vec<_>>(),
        "target_address_domains": tenant.smtp_domains,
        "accepted_domain": null,
    })
}

fn resources(tenant: &Tenant) -> Vec<Resource> {
    let key: Vec<&str> = tenant
        .smtp_domains
        .iter()
        .map(|domain| domain.as_str())
        .collect();
    vec![
        Resource::new("IntraOrganizationConnector", key.join(" "))
            .with("DiscoveryEndpoint", endpoint(&tenant.autodiscover_host))
            .with("TargetAddressDomains", json!(tenant.smtp_domains))
            .with("Enabled", true),
    ]
}
