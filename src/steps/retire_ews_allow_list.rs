//! `retire-ews-allow-list`: Exchange Online no longer lets the dedicated application call EWS.

use serde_json::{Value, json};

use super::ews_allow_list::POLICY;
use super::shared::{EXCHANGE_ADMINISTRATOR, exchange_page, with_test};
use super::test_to_online;
use super::{Code, PlannedAs};
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// Why the only entry stays, as the script says it.
const LAST_ONE: &str = "Left: EwsEnabled is True and this is the only entry of EwsAllowedAppIDs. With an empty list Exchange Online refuses every call to EWS, those of organization relationships between tenants too. When EWS may end here, switch it off: Set-OrganizationConfig -EwsEnabled $false.";

/// What the edit means while nobody decided, as the script says it.
const UNDECIDED: &str = "EwsEnabled is not set, so the list is not looked at yet. An edit by hand ends Microsoft's own filling of the list from the callers of the last 60 days: see that it names every application that is to call EWS, or leave it.";

/// The step; part of `retire` and `retire-ews`.
pub static STEP: Code = Code {
    id: "retire-ews-allow-list",
    context: Context::ExchangeOnline,
    title: "Take the dedicated application off the EWS allow-list",
    summary: "Takes the application id off EwsAllowedAppIDs of the Exchange Online organisation; what else is listed stays. The list is read with the switch that shows it, and written as one text. The only entry stays while EwsEnabled is True, since an empty list refuses everybody. Only with evidence that nobody needs the entry: the application is switched off, or a test through Microsoft Graph passed.",
    undo: "Puts the application id back if this bundle took it off.",
    acts: "Up to 24 hours.",
    minutes: 5,
    wait: None,
    roles: &[EXCHANGE_ADMINISTRATOR],
    scopes: &[],
    cmdlets: &[
        "Get-ConnectionInformation",
        "Get-OrganizationConfig",
        "Set-OrganizationConfig",
    ],
    links: &[POLICY, exchange_page!("set-organizationconfig")],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    reads: &["application.json"],
    requires: &["hybrid-application", "retire-application", "test-to-online"],
    risk: risk(
        Level::Medium,
        "Calls to EWS as this application are refused: archives in the cloud of on-premises mailboxes and MailTips still go that way.",
    ),
    template: include_str!("../../templates/steps/retire-ews-allow-list.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::RetireEwsAllowList,
};

fn want(tenant: &Tenant) -> Value {
    let tested = super::description(tenant.procedure).entry(test_to_online::STEP.id);
    let after = match tested {
        Some(_) => test_to_online::STEP.id,
        None => super::retire_application::STEP.id,
    };
    with_test(
        tenant,
        "The application leaves the EWS allow-list only once its calls are proven to go through Microsoft Graph.",
        json!({
            "tested": tested.is_some(),
            "after": [after],
            "others": [],
            "last_one": LAST_ONE,
            "undecided": UNDECIDED,
        }),
    )
}

fn resources(_: &Tenant) -> Vec<Resource> {
    vec![Resource::new("OrganizationConfig", "Exchange Online").with(
        "EwsAllowedAppIDs",
        json!(["without the application id of the hand-off"]),
    )]
}
