//! `test-relationship-to-online`: is the on-premises relationship with Exchange Online whole?

use serde_json::{Value, json};

use super::federation::{TO_ONLINE, values};
use super::shared::{ORGANIZATION_MANAGEMENT, exchange_page};
use super::{Code, PlannedAs};
use crate::risk::NONE;
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step; part of `organization-relationship` only.
pub static STEP: Code = Code {
    id: "test-relationship-to-online",
    context: Context::ExchangeShell,
    title: "Test the on-premises relationship with Exchange Online",
    summary: "Gets a delegation token for an on-premises mailbox and compares what both sides know of each other, as far as Test-OrganizationRelationship does. It checks the configuration and asks for no free/busy times: in a new meeting of that mailbox, look at those of an online one.",
    undo: "Nothing to undo: a test changes nothing.",
    acts: "At once.",
    minutes: 5,
    wait: None,
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[
        "Get-IntraOrganizationConnector",
        "Get-OrganizationRelationship",
        "Test-OrganizationRelationship",
    ],
    links: &[exchange_page!("test-organizationrelationship")],
    direction: Direction::ToOnline,
    can_change: false,
    is_test: true,
    reads: &[],
    requires: &["relationship-to-online"],
    risk: NONE,
    template: include_str!("../../templates/steps/test-relationship.ps1.tera"),
    want,
    resources: |_| Vec::new(),
    plan: PlannedAs::Nothing,
};

fn want(tenant: &Tenant) -> Value {
    let mut want = values(tenant, TO_ONLINE);
    want["script"] = json!(super::windows_path(tenant, "relationship-to-online"));
    want
}
