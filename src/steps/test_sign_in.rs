//! `test-sign-in`: is all in place on this side, and do people sign in with tokens?

use serde_json::{Value, json};

use super::modern_authentication::{CONFIGURE, OVERVIEW};
use super::shared::ORGANIZATION_MANAGEMENT;
use super::{Code, PlannedAs};
use crate::risk::NONE;
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Code = Code {
    id: "test-sign-in",
    context: Context::ExchangeShell,
    title: "Test that people sign in with tokens of Entra ID",
    summary: "Checks with -Action Verify of the steps before it that everything on this side is as wanted. No documented cmdlet signs a person in: the script then says what to look at, in the answer of the web server and in Outlook, and takes what a person saw with -SignInSeen.",
    undo: "Nothing to undo: a test changes nothing.",
    acts: "At once.",
    minutes: 15,
    wait: None,
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[],
    links: &[CONFIGURE, OVERVIEW],
    direction: Direction::ToOnPremises,
    can_change: false,
    is_test: true,
    reads: &[],
    requires: &["oauth-client-profile"],
    risk: NONE,
    template: include_str!("../../templates/steps/test-sign-in.ps1.tera"),
    want,
    resources: |_| Vec::new(),
    plan: PlannedAs::Nothing,
};

fn want(tenant: &Tenant) -> Value {
    let urls = tenant.ews_hosts();
    let urls: Vec<String> = urls
        .map(|host| format!("https://{host}/EWS/Exchange.asmx"))
        .collect();
    let tested = tenant.verification.as_ref();
    let mailbox = tested.map(|wanted| wanted.on_premises_mailbox.as_str());
    json!({
        "urls": urls.join(", "),
        "mailbox": mailbox.unwrap_or("an on-premises mailbox"),
        "authorities": tenant.cloud.endpoints().evosts_hosts.join(" or "),
    })
}
