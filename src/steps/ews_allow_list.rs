//! `ews-allow-list`: Exchange Online lets the dedicated application call EWS.

use serde_json::{Value, json};

use super::dedicated::{DEDICATED_APP, NO_WAY_BACK, application_writer};
use super::shared::{EXCHANGE_ADMINISTRATOR, exchange_page};
use super::{Code, PlannedAs};
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction, Wait};
use crate::tenant::Tenant;

/// What is open while EWS is off for the organisation; script, plan and runbook say it.
pub(crate) const DISABLED: &str = "Not done: EwsEnabled is False, so EWS is off for the whole organisation, whatever the list says. You decide, about 24 hours after the list: Set-OrganizationConfig -EwsEnabled $true, which acts in about an hour. Quickest way out, until 1 April 2027: -EwsEnabled $null.";

/// What is open while nobody decided; script, plan and runbook say it.
pub(crate) const UNDECIDED: &str = "Open: EwsEnabled is not set: EWS works whatever the list says, until Microsoft switches it off, tenant by tenant since October 2026. About 24 hours after the list: Set-OrganizationConfig -EwsEnabled $true.";

/// What a first edit of an empty list means; script, plan and runbook say it.
pub(crate) const EMPTY: &str = "EwsAllowedAppIDs is empty. The first edit by hand ends Microsoft's own filling from the callers of the last 60 days; with EwsEnabled True all that are not listed are refused. Name the others that call EWS (usage report of the Microsoft 365 admin center) in ews_allowed_app_ids and generate again, or confirm that there are none.";

/// How Exchange Online decides who may call EWS.
pub(super) const POLICY: &str = "https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange";

/// The step. The four states of `EwsEnabled`:
/// learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/exchange-web-services/control-access-to-ews-in-exchange
pub static STEP: Code = Code {
    id: "ews-allow-list",
    context: Context::ExchangeOnline,
    title: "Add the dedicated application to the EWS allow-list",
    summary: "Adds the application id, and those of the config, to EwsAllowedAppIDs of the Exchange Online organisation. The list is read with the switch that shows it, merged and written as one text; it is never shortened. The list is written whatever EwsEnabled is. EWS in Exchange Online ends on 1 April 2027.",
    undo: "Takes the application id off the list if this bundle added it. Undoing does not bring the service back: an application that is not listed is refused. With EwsEnabled True a list that would become empty stays.",
    acts: "Up to 24 hours.",
    minutes: 5,
    wait: Some(Wait {
        minutes: 1440,
        meanwhile: "Until then EWS may answer that a policy blocks the call.",
    }),
    roles: &[EXCHANGE_ADMINISTRATOR],
    scopes: &[],
    cmdlets: &[
        "Get-ConnectionInformation",
        "Get-OrganizationConfig",
        "Set-OrganizationConfig",
    ],
    links: &[
        DEDICATED_APP,
        exchange_page!("set-organizationconfig"),
        POLICY,
    ],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    reads: &["application.json"],
    requires: &["hybrid-application"],
    risk: risk(
        Level::High,
        "Where the list was empty, every application that it does not name is refused as soon as it holds one and EWS is switched on.",
    ),
    template: include_str!("../../templates/steps/ews-allow-list.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::EwsAllowList,
};

/// What the step may leave open; with other callers in the config an empty list is no question.
pub(super) fn remarks(tenant: &Tenant) -> Vec<&'static str> {
    let mut remarks = vec![UNDECIDED, DISABLED];
    if tenant.ews_allowed_app_ids.is_empty() {
        remarks.push(EMPTY);
    }
    remarks
}

fn want(tenant: &Tenant) -> Value {
    json!({
        "application_writer": application_writer(tenant),
        "no_way_back": NO_WAY_BACK,
        "disabled": DISABLED,
        "undecided": UNDECIDED,
        "empty": EMPTY,
        "others": tenant.ews_allowed_app_ids,
        "last_one": "EwsEnabled is True: an empty list refuses every application. Name those that stay, or end EWS first (Set-OrganizationConfig -EwsEnabled $false). Nothing was changed.",
    })
}

fn resources(tenant: &Tenant) -> Vec<Resource> {
    let others = tenant.ews_allowed_app_ids.iter().map(ToString::to_string);
    let list: Vec<String> = std::iter::once("the application id of the hand-off".into())
        .chain(others)
        .collect();
    vec![
        Resource::new("OrganizationConfig", "Exchange Online")
            .with("EwsAllowedAppIDs", json!(list)),
    ]
}
