//! `connector-to-on-premises`: Exchange Online looks for on-premises mailboxes at their servers.

use super::DATA;
use super::shared::{Connector, EXCHANGE_ADMINISTRATOR, PROCEDURE, exchange_page};
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;
use crate::wanted::{Absent, Policy, Wanted};

/// The step.
pub static STEP: Step = Step {
    id: "connector-to-on-premises",
    context: Context::ExchangeOnline,
    title: "Connect Exchange Online to on-premises",
    summary: "Makes sure that one IntraOrganizationConnector of Exchange Online leads the on-premises SMTP domains to the Autodiscover of the on-premises servers. From then on it wins over an organization relationship for those domains.",
    undo: "Removes the connector if this bundle created it; puts back what it changed.",
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
    wanted: Some(wanted),
    ..DATA
};

fn endpoint(host: &str) -> String {
    format!("https://{host}/autodiscover/autodiscover.svc")
}

fn wanted(tenant: &Tenant) -> Vec<Wanted> {
    let connector = Connector {
        name: &tenant.names.connector_to_on_premises,
        endpoint: endpoint(tenant.autodiscover_host.as_str()),
        good: Policy::UnlessOwnUrl(endpoint("{0}")),
        domains: tenant
            .smtp_domains
            .iter()
            .map(ToString::to_string)
            .collect(),
    };
    let mut wanted = connector.wanted();
    if tenant.via_agent() {
        wanted.absent = Absent::Fine("No connector leads to these servers: the hybrid wizard makes one when it sets the hybrid agent up.".into());
    }
    vec![wanted]
}
