//! `application-consent`: the tenant lets the dedicated application do what it asks for.

use serde_json::{Value, json};

use super::dedicated::{
    DEDICATED_APP, MICROSOFT_GRAPH_APP_ID, NO_WAY_BACK, PRIVILEGED_ROLE_ADMINISTRATOR,
    application_writer, role_values, with_roles,
};
use super::{Code, PlannedAs};
use crate::domain::microsoft::EXCHANGE_ONLINE_APP_ID;
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction, Wait};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Code = Code {
    id: "application-consent",
    context: Context::MgGraph,
    title: "Consent to the permissions of the dedicated application",
    summary: "Gives the service principal of the dedicated application the application roles it needs, one app role assignment each, for the whole tenant. A step of its own, so that the person who may consent runs only this. Consents that are there stay.",
    undo: "Withdraws the consents that this bundle gave. Undoing does not bring the service back, since the old way is blocked.",
    acts: "Minutes; tokens issued before keep their permissions for about an hour.",
    minutes: 10,
    wait: Some(Wait {
        minutes: 60,
        meanwhile: "A 403 within that time can come from an earlier token.",
    }),
    roles: &[PRIVILEGED_ROLE_ADMINISTRATOR],
    scopes: &["Application.Read.All", "AppRoleAssignment.ReadWrite.All"],
    cmdlets: &["Get-MgContext", "Invoke-MgGraphRequest"],
    links: &[
        DEDICATED_APP,
        "https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignments",
    ],
    direction: Direction::Graph,
    can_change: true,
    is_test: false,
    reads: &["application.json"],
    requires: &["hybrid-application"],
    risk: risk(
        Level::High,
        "The consent holds for every mailbox of the tenant.",
    ),
    template: include_str!("../../templates/steps/application-consent.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::ApplicationConsent,
};

fn want(tenant: &Tenant) -> Value {
    let mut properties = vec!["id", "appId", "displayName"];
    let mut resources = Vec::new();
    if tenant.hybrid_api.uses_ews() {
        resources.push(EXCHANGE_ONLINE_APP_ID);
    }
    if tenant.hybrid_api.uses_graph() {
        properties.push("appRoles");
        resources.push(MICROSOFT_GRAPH_APP_ID);
    }
    with_roles(
        tenant,
        json!({
            "principal_properties": properties,
            "resource_app_ids": resources,
            "application_writer": application_writer(tenant),
            "no_way_back": NO_WAY_BACK,
        }),
    )
}

fn resources(tenant: &Tenant) -> Vec<Resource> {
    role_values(tenant)
        .into_iter()
        .map(|value| Resource::new("AppRoleAssignment", value))
        .collect()
}
