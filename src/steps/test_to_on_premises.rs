//! `test-to-on-premises`: does a call from Exchange Online to the on-premises servers work?

use serde_json::{Value, json};

use super::shared::{EXCHANGE_ADMINISTRATOR, PROCEDURE, exchange_page};
use super::{Code, PlannedAs};
use crate::risk::NONE;
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Code = Code {
    id: "test-to-on-premises",
    context: Context::ExchangeOnline,
    title: "Test calls from Exchange Online to on-premises",
    summary: "Lets Exchange Online call the on-premises hosts with a token of the tenant for an online mailbox and judges the answer by its ResultType alone. A failure is explained with its likely causes.",
    undo: "Nothing to undo: a test changes nothing.",
    acts: "At once.",
    minutes: 5,
    wait: None,
    roles: &[EXCHANGE_ADMINISTRATOR],
    scopes: &[],
    cmdlets: &[
        "Get-ConnectionInformation",
        "Get-IntraOrganizationConnector",
        "Test-OAuthConnectivity",
    ],
    links: &[PROCEDURE, exchange_page!("test-oauthconnectivity")],
    direction: Direction::ToOnPremises,
    can_change: false,
    is_test: true,
    reads: &[],
    requires: &["connector-to-on-premises"],
    risk: NONE,
    template: include_str!("../../templates/steps/test-to-on-premises.ps1.tera"),
    want,
    resources: |_| Vec::new(),
    plan: PlannedAs::Nothing,
};

fn want(tenant: &Tenant) -> Value {
    json!({ "mailbox": tenant.verification.as_ref().map(|wanted| &wanted.online_mailbox) })
}
