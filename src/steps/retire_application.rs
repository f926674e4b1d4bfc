//! `retire-application`: the dedicated application gets no more tokens.

use serde_json::{Value, json};

use super::dedicated::{DEDICATED_APP, NAME_PREFIX};
use super::shared::{APPLICATION_ADMINISTRATOR, APPLICATION_READ_WRITE};
use super::{Code, PlannedAs};
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step; part of `retire` only.
pub static STEP: Code = Code {
    id: "retire-application",
    context: Context::MgGraph,
    title: "Switch off the dedicated application",
    summary: "Sets accountEnabled of the service principal of the dedicated application to false: Entra ID issues it no more tokens. Application, permissions, consent and certificates stay, so that Rollback needs no consent; delete the application when nobody will need it again. Hands its ids over to the step that takes it off the EWS allow-list. Only with evidence that the connectors are switched off.",
    undo: "Sets accountEnabled back to true if this bundle set it.",
    acts: "Tokens that were issued before live about a day.",
    minutes: 5,
    wait: None,
    roles: &[APPLICATION_ADMINISTRATOR],
    scopes: &[APPLICATION_READ_WRITE],
    cmdlets: &["Get-MgContext", "Invoke-MgGraphRequest"],
    links: &[
        DEDICATED_APP,
        "https://learn.microsoft.com/graph/api/serviceprincipal-update",
        "https://learn.microsoft.com/graph/api/application-delete",
    ],
    direction: Direction::Graph,
    can_change: true,
    is_test: false,
    reads: &["certificate.json"],
    requires: &[
        "export-certificate",
        "retire-connector-to-online",
        "retire-connector-to-on-premises",
    ],
    risk: risk(
        Level::Medium,
        "Whatever else signs in as this application is refused.",
    ),
    template: include_str!("../../templates/steps/retire-application.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::RetireApplication,
};

fn want(tenant: &Tenant) -> Value {
    json!({
        "name_prefix": NAME_PREFIX,
        "after": super::retire::callers(tenant),
    })
}

fn resources(_: &Tenant) -> Vec<Resource> {
    let name = format!("{NAME_PREFIX}<organisation GUID>");
    vec![
        Resource::new("ServicePrincipal", name).with("accountEnabled", false),
        Resource::new("HandOff", "handoff/application.json"),
    ]
}
