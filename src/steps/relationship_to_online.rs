//! `relationship-to-online`: on-premises Exchange asks Exchange Online with tokens of the federation.

use super::DATA;
use super::federation::{RELATIONSHIP_PAGES, Relationship, TO_ONLINE};
use super::shared::ORGANIZATION_MANAGEMENT;
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;
use crate::wanted::{Policy, Wanted};

/// The step.
pub static STEP: Step = Step {
    id: "relationship-to-online",
    context: Context::ExchangeShell,
    title: "Set up the on-premises relationship with Exchange Online",
    summary: "Makes or completes the organization relationship that holds the hybrid routing domain: free/busy times are asked of Exchange Online, as the application that it is for federated organisations, over its Autodiscover. MailTips and photos are shared by a new one; one that is there keeps what it shares. Where an enabled connector holds the domain, nothing is set up.",
    undo: "Removes the relationship if this bundle made it, else puts back what it replaced.",
    acts: "Within minutes.",
    roles: &[ORGANIZATION_MANAGEMENT],
    cmdlets: &[
        "Get-OrganizationRelationship",
        "Get-IntraOrganizationConnector",
        "New-OrganizationRelationship",
        "Remove-OrganizationRelationship",
        "Set-OrganizationRelationship",
    ],
    links: RELATIONSHIP_PAGES,
    direction: Direction::ToOnline,
    requires: &[&super::federated_domains::STEP],
    wanted: Some(wanted),
    ..DATA
};

fn wanted(tenant: &Tenant) -> Vec<Wanted> {
    let cloud = tenant.cloud.endpoints();
    let autodiscover = format!("{}/WSSecurity", cloud.discovery_endpoint());
    let application = cloud.federation.map_or("", |one| one.application_uri);
    vec![
        Relationship {
            name: TO_ONLINE,
            applications: vec![application.to_owned()],
            good: Policy::Exact,
            autodiscover,
        }
        .wanted(tenant),
    ]
}
