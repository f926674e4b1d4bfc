//! `relationship-to-on-premises`: Exchange Online asks the on-premises servers with tokens of the federation.

use super::DATA;
use super::federation::{NAMESPACE, RELATIONSHIP_PAGES, Relationship, TO_ON_PREMISES};
use super::shared::EXCHANGE_ADMINISTRATOR;
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;
use crate::wanted::{Policy, Wanted};

/// The step.
pub static STEP: Step = Step {
    id: "relationship-to-on-premises",
    context: Context::ExchangeOnline,
    title: "Set up the relationship of Exchange Online with the on-premises organisation",
    summary: "Makes or completes the organization relationship that holds the on-premises SMTP domains: free/busy times are asked of the on-premises organisation, as the application of its account namespace, over its own Autodiscover host. MailTips and photos are shared by a new one; one that is there keeps what it shares. Where an enabled connector holds a domain, nothing is set up.",
    undo: "Removes the relationship if this bundle made it, else puts back what it replaced.",
    acts: "Within minutes.",
    roles: &[EXCHANGE_ADMINISTRATOR],
    cmdlets: &[
        "Get-OrganizationRelationship",
        "Get-IntraOrganizationConnector",
        "New-OrganizationRelationship",
        "Remove-OrganizationRelationship",
        "Set-OrganizationRelationship",
    ],
    links: RELATIONSHIP_PAGES,
    direction: Direction::ToOnPremises,
    requires: &[&super::federated_domains::STEP],
    wanted: Some(wanted),
    ..DATA
};

fn wanted(tenant: &Tenant) -> Vec<Wanted> {
    // The account namespace is that of the first domain; the step federated-domains sees to that.
    let application = format!("{NAMESPACE}.{}", tenant.smtp_domains[0]);
    vec![
        Relationship {
            name: TO_ON_PREMISES,
            applications: vec![application],
            autodiscover: format!(
                "https://{}/autodiscover/autodiscover.svc/WSSecurity",
                tenant.autodiscover_host
            ),
            good: Policy::UnlessOwnUrl(
                "https://{0}/autodiscover/autodiscover.svc/WSSecurity".into(),
            ),
        }
        .wanted(tenant),
    ]
}
