//! `connector-to-online`: on-premises servers look for online mailboxes in Exchange Online.

use super::DATA;
use super::shared::{Connector, ORGANIZATION_MANAGEMENT, PROCEDURE, exchange_page};
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;
use crate::wanted::{Absent, Policy, Test, Wanted, stop};

/// The step.
pub static STEP: Step = Step {
    id: "connector-to-online",
    context: Context::ExchangeShell,
    title: "Connect on-premises to Exchange Online",
    summary: "Makes sure that one IntraOrganizationConnector of the on-premises organisation leads the hybrid routing domain to the Autodiscover service of the cloud. From then on it wins over an organization relationship for it.",
    undo: "Removes the connector if this bundle created it; puts back what it changed.",
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
    wanted: Some(wanted),
    ..DATA
};

fn wanted(tenant: &Tenant) -> Vec<Wanted> {
    let cloud = tenant.cloud.endpoints();
    let domain = tenant.routing_domain.to_string();
    let accepted = Wanted {
        what: "The hybrid routing domain is this organisation's.".into(),
        kind: "AcceptedDomain".into(),
        key: domain.clone(),
        find: vec![vec![Test::Is("DomainName".into(), domain.clone())]],
        absent: Absent::Stop(stop(format!(
            "The routing domain {domain} is no accepted domain; the hybrid wizard adds it."
        ))),
        several: Some(stop(format!(
            "The hybrid routing domain {domain} is {{count}} times among the accepted domains, it must be there once."
        ))),
        given: None,
        guards: Vec::new(),
        ensure: Vec::new(),
        keep: Vec::new(),
    };
    let connector = Connector {
        name: &tenant.names.connector_to_online,
        endpoint: cloud.discovery_endpoint(),
        good: Policy::Unless(vec![
            cloud.discovery_endpoint(),
            cloud.documented_discovery_endpoint(),
        ]),
        domains: vec![domain],
    };
    vec![accepted, connector.wanted()]
}
