//! `end-relationship-to-online`: once OAuth works, the on-premises relationship is disabled.

use serde_json::{Value, json};

use super::federation::{RELATIONSHIP_PAGES, TO_ONLINE, values};
use super::shared::ORGANIZATION_MANAGEMENT;
use super::{Code, PlannedAs};
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step; part of `organization-relationship` only.
pub static STEP: Code = Code {
    id: "end-relationship-to-online",
    context: Context::ExchangeShell,
    title: "End the on-premises relationship once OAuth works",
    summary: "To be run once OAuth works, after a bundle with the procedure oauth: disables the on-premises relationship that this procedure made, when an enabled connector holds the routing domain and Test-OAuthConnectivity succeeds. Until then it changes nothing and says so. Other relationships, the wizard's among them, and the federation trust stay: the wizard's also serve mailbox moves and Outlook on the web.",
    undo: "Enables the relationship again if this bundle disabled it.",
    acts: "At once: the connector has won over the relationship before.",
    minutes: 5,
    wait: None,
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[
        "Get-ADServerSettings",
        "Get-IntraOrganizationConnector",
        "Get-OrganizationRelationship",
        "Set-ADServerSettings",
        "Set-OrganizationRelationship",
        "Test-OAuthConnectivity",
    ],
    links: RELATIONSHIP_PAGES,
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    reads: &[],
    requires: &["relationship-to-online"],
    risk: risk(
        Level::Low,
        "The connector has won over the relationship before; what else the relationship was used for stops.",
    ),
    template: include_str!("../../templates/steps/end-relationship.ps1.tera"),
    want,
    resources: |tenant| {
        let names = super::federation::names(tenant, TO_ONLINE);
        vec![Resource::new("OrganizationRelationship", names[0].clone()).with("Enabled", false)]
    },
    plan: PlannedAs::EndRelationship,
};

fn want(tenant: &Tenant) -> Value {
    let mut want = values(tenant, TO_ONLINE);
    want["whole_forest"] = json!(true);
    want["target_uri"] = json!(tenant.cloud.endpoints().ews_url());
    want
}
