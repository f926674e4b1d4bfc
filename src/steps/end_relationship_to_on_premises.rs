//! `end-relationship-to-on-premises`: once OAuth works, the relationship of Exchange Online is disabled.

use serde_json::{Value, json};

use super::federation::{RELATIONSHIP_PAGES, TO_ON_PREMISES, values};
use super::shared::EXCHANGE_ADMINISTRATOR;
use super::{Code, PlannedAs};
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step; part of `organization-relationship` only.
pub static STEP: Code = Code {
    id: "end-relationship-to-on-premises",
    context: Context::ExchangeOnline,
    title: "End the relationship of Exchange Online once OAuth works",
    summary: "To be run once OAuth works, after a bundle with the procedure oauth: disables the relationship that this procedure made in Exchange Online, when an enabled connector holds the SMTP domains and Test-OAuthConnectivity succeeds. Until then it changes nothing and says so. Other relationships, the wizard's among them, stay: those also serve mailbox moves and Outlook on the web.",
    undo: "Enables the relationship again if this bundle disabled it.",
    acts: "At once: the connector has won over the relationship before.",
    minutes: 5,
    wait: None,
    roles: &[EXCHANGE_ADMINISTRATOR],
    scopes: &[],
    cmdlets: &[
        "Get-IntraOrganizationConnector",
        "Get-OrganizationRelationship",
        "Set-OrganizationRelationship",
        "Test-OAuthConnectivity",
    ],
    links: RELATIONSHIP_PAGES,
    direction: Direction::ToOnPremises,
    can_change: true,
    is_test: false,
    reads: &[],
    requires: &["relationship-to-on-premises"],
    risk: risk(
        Level::Low,
        "The connector has won over the relationship before; what else the relationship was used for stops.",
    ),
    template: include_str!("../../templates/steps/end-relationship.ps1.tera"),
    want,
    resources: |tenant| {
        let names = super::federation::names(tenant, TO_ON_PREMISES);
        vec![Resource::new("OrganizationRelationship", names[0].clone()).with("Enabled", false)]
    },
    plan: PlannedAs::EndRelationship,
};

fn want(tenant: &Tenant) -> Value {
    let mut want = values(tenant, TO_ON_PREMISES);
    want["whole_forest"] = json!(false);
    want["target_uri"] = Value::Null;
    want
}
