//! `test-to-online`: does a call from on-premises to Exchange Online work?

use serde_json::{Value, json};

use super::shared::{ORGANIZATION_MANAGEMENT, PROCEDURE, exchange_page};
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Step = Step {
    id: "test-to-online",
    context: Context::ExchangeShell,
    title: "Test calls from on-premises to Exchange Online",
    summary: "Calls EWS of Exchange Online with a token of this organisation for an on-premises mailbox and judges the answer by its ResultType alone. A failure is explained with its likely causes.",
    undo: "Nothing to undo: a test changes nothing.",
    acts: "At once.",
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &["Test-OAuthConnectivity"],
    links: &[PROCEDURE, exchange_page!("test-oauthconnectivity")],
    direction: Direction::ToOnline,
    can_change: false,
    is_test: true,
    requires: &[&super::connector_to_online::STEP],
    applies: super::verified,
    template: include_str!("../../templates/steps/test-to-online.ps1.tera"),
    want,
    resources: |_| Vec::new(),
};

fn want(tenant: &Tenant) -> Value {
    json!({
        "checks": super::checks(tenant, &STEP),
        "target_uri": tenant.cloud.endpoints().ews_url(),
        "mailbox": tenant.verification.as_ref().map(|wanted| &wanted.on_premises_mailbox),
    })
}
