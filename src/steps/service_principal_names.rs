//! `service-principal-names`: the on-premises hosts as names for which the tenant issues tokens.

use serde_json::{Value, json};

use super::shared::{APPLICATION_ADMINISTRATOR, APPLICATION_READ_WRITE, PROCEDURE};
use super::{Code, PlannedAs};
use crate::domain::microsoft::EXCHANGE_ONLINE_APP_ID;
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Code = Code {
    id: "service-principal-names",
    context: Context::MgGraph,
    title: "Add the on-premises hosts to the names of the service principal",
    summary: "Adds the URL of every Exchange host that is reached from outside to the names of the service principal Office 365 Exchange Online, so that the tenant issues tokens for them. The list is merged, never shortened; only the documented form https://host/ counts, letter case aside.",
    undo: "Takes off the names that this bundle added; all others stay.",
    acts: "Seconds to minutes.",
    minutes: 5,
    wait: None,
    roles: &[APPLICATION_ADMINISTRATOR],
    scopes: &[APPLICATION_READ_WRITE],
    cmdlets: &["Get-MgContext", "Invoke-MgGraphRequest"],
    links: &[
        PROCEDURE,
        "https://learn.microsoft.com/graph/api/serviceprincipal-update",
    ],
    direction: Direction::Graph,
    can_change: true,
    is_test: false,
    reads: &[],
    requires: &[],
    risk: risk(
        Level::Low,
        "Names are only added; a name that another object of the tenant holds stops the step before anything is written.",
    ),
    template: include_str!("../../templates/steps/service-principal-names.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::ServicePrincipalNames,
};

fn names(tenant: &Tenant) -> Vec<String> {
    super::procedures::principal_names(tenant)
}

fn want(tenant: &Tenant) -> Value {
    json!({
        "application_identifier": EXCHANGE_ONLINE_APP_ID,
        "names": names(tenant),
    })
}

fn resources(tenant: &Tenant) -> Vec<Resource> {
    vec![
        Resource::new("ServicePrincipal", EXCHANGE_ONLINE_APP_ID)
            .with("servicePrincipalNames", json!(names(tenant))),
    ]
}
