//! `test-to-online`: does a call from on-premises to Exchange Online work?

use serde_json::{Value, json};

use super::shared::{ORGANIZATION_MANAGEMENT, PROCEDURE, exchange_page};
use super::{Code, PlannedAs};
use crate::risk::NONE;
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Code = Code {
    id: "test-to-online",
    context: Context::ExchangeShell,
    title: "Test calls from on-premises to Exchange Online",
    summary: "Calls EWS of Exchange Online with a token of this organisation for an on-premises mailbox and judges the answer by its ResultType alone. It tests the server it runs on, so run it on each. A failure is explained with its likely causes. With hybrid_api graph the application may not call EWS, and no documented cmdlet makes the call to Microsoft Graph: the script then proves the token, asks a person to look at free/busy times and takes the answer with -FreeBusySeen.",
    undo: "Nothing to undo: a test changes nothing.",
    acts: "At once.",
    minutes: 5,
    wait: None,
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[
        "Get-ADServerSettings",
        "Set-ADServerSettings",
        "Test-OAuthConnectivity",
    ],
    links: &[PROCEDURE, exchange_page!("test-oauthconnectivity")],
    direction: Direction::ToOnline,
    can_change: false,
    is_test: true,
    reads: &[],
    requires: &["connector-to-online"],
    risk: NONE,
    template: include_str!("../../templates/steps/test-to-online.ps1.tera"),
    want,
    resources: |_| Vec::new(),
    plan: PlannedAs::Nothing,
};

/// Whether a person must look for the test to say all: no documented cmdlet makes the call to Microsoft Graph.
pub fn needs_look(tenant: &Tenant) -> bool {
    !tenant.hybrid_api.uses_ews()
}

fn want(tenant: &Tenant) -> Value {
    let verification = tenant.verification.as_ref();
    let by_person = needs_look(tenant);
    json!({
        "target_uri": tenant.cloud.endpoints().ews_url(),
        "mailbox": verification.map(|wanted| &wanted.on_premises_mailbox),
        "refusals": if by_person { REFUSALS } else { &[] },
        "look": by_person.then(|| json!({
            "online_mailbox": verification.map(|wanted| &wanted.online_mailbox),
            "consent_script": super::windows_path(tenant, super::application_consent::STEP.id),
        })),
    })
}

/// How EWS answers an application without `full_access_as_app`, by failure id: the documentation names 403 for a
/// missing permission; a bare 401 is the other way in which a service refuses a token that it could read.
const REFUSALS: &[&str] = &["forbidden-403", "unauthorized-401"];
