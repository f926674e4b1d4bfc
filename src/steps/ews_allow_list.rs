//! `ews-allow-list`: Exchange Online lets the dedicated application call EWS.

use serde_json::{Value, json};

use super::dedicated::{DEDICATED_APP, NO_WAY_BACK, application_writer};
use super::shared::{EXCHANGE_ADMINISTRATOR, exchange_page};
use crate::domain::Method;
use crate::resource::Resource;
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Step = Step {
    id: "ews-allow-list",
    context: Context::ExchangeOnline,
    title: "Add the dedicated application to the EWS allow-list",
    summary: "Adds the application id to EwsAllowedAppIDs of the Exchange Online organisation. The list is read with the switch that shows it, merged and written as one text; it is never shortened. Where EWS is switched off for the whole organisation the script stops and says so: that is a decision of a person. EWS in Exchange Online is expected to end on 1 April 2027.",
    undo: "Takes the application id off the list if this bundle added it. Undoing does not bring the service back: an application that is not listed is refused.",
    acts: "Up to 24 hours.",
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
        "https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange",
    ],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    requires: &[&super::hybrid_application::STEP],
    applies: |tenant| tenant.method == Method::DedicatedApp && tenant.hybrid_api.uses_ews(),
    template: include_str!("../../templates/steps/ews-allow-list.ps1.tera"),
    want,
    resources,
    wanted: None,
};

fn want(tenant: &Tenant) -> Value {
    json!({
        "application_writer": application_writer(tenant),
        "no_way_back": NO_WAY_BACK,
    })
}

fn resources(_: &Tenant) -> Vec<Resource> {
    vec![Resource::new("OrganizationConfig", "Exchange Online").with(
        "EwsAllowedAppIDs",
        json!(["the application id of the hand-off"]),
    )]
}
