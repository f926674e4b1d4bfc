//! `test-relationship-to-on-premises`: is the relationship of Exchange Online whole?

use serde_json::{Value, json};

use super::federation::{TO_ON_PREMISES, values};
use super::shared::{EXCHANGE_ADMINISTRATOR, exchange_page};
use super::{Code, PlannedAs};
use crate::risk::NONE;
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step; part of `organization-relationship` only.
pub static STEP: Code = Code {
    id: "test-relationship-to-on-premises",
    context: Context::ExchangeOnline,
    title: "Test the relationship of Exchange Online with the on-premises organisation",
    summary: "Gets a delegation token for an online mailbox and compares what both sides know of each other, as far as Test-OrganizationRelationship does. It checks the configuration and asks for no free/busy times: in a new meeting of that mailbox, look at those of an on-premises one.",
    undo: "Nothing to undo: a test changes nothing.",
    acts: "At once.",
    minutes: 5,
    wait: None,
    roles: &[EXCHANGE_ADMINISTRATOR],
    scopes: &[],
    cmdlets: &[
        "Get-IntraOrganizationConnector",
        "Get-OrganizationRelationship",
        "Test-OrganizationRelationship",
    ],
    links: &[exchange_page!("test-organizationrelationship")],
    direction: Direction::ToOnPremises,
    can_change: false,
    is_test: true,
    reads: &[],
    requires: &["relationship-to-on-premises"],
    risk: NONE,
    template: include_str!("../../templates/steps/test-relationship.ps1.tera"),
    want,
    resources: |_| Vec::new(),
    plan: PlannedAs::Nothing,
};

fn want(tenant: &Tenant) -> Value {
    let mut want = values(tenant, TO_ON_PREMISES);
    want["script"] = json!(super::windows_path(tenant, "relationship-to-on-premises"));
    want
}
