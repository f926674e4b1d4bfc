//! Facts that the steps of the dedicated application share.
//!
//! Source: learn.microsoft.com `exchange/hybrid-deployment/deploy-dedicated-hybrid-app`.

use serde_json::{Value, json};

use crate::domain::microsoft::EXCHANGE_ONLINE_APP_ID;
use crate::tenant::Tenant;

/// The page of the dedicated application.
pub const DEDICATED_APP: &str =
    "https://learn.microsoft.com/exchange/hybrid-deployment/deploy-dedicated-hybrid-app";

/// The roles of Entra ID that may consent for the whole tenant.
pub const PRIVILEGED_ROLE_ADMINISTRATOR: &str = "Privileged Role Administrator";

/// The role that cleans up the principal of Microsoft's own application.
pub const GLOBAL_ADMINISTRATOR: &str = "Global Administrator";

/// Microsoft Graph, in every tenant.
pub const MICROSOFT_GRAPH_APP_ID: &str = "00000003-0000-0000-c000-000000000000";

/// Before the GUID of the Exchange organisation; Exchange finds the application by this name.
pub const NAME_PREFIX: &str = "ExchangeServerApp-";

/// The section of the setting override that switches the dedicated application on.
pub const APPLICATION_SECTION: &str = "ExchangeOnpremAsThirdPartyAppId";

/// The section of the setting override that sends calls to Microsoft Graph.
pub const GRAPH_SECTION: &str = "RouteThroughMSGraph";

/// Said whenever a step of the dedicated application is undone.
pub const NO_WAY_BACK: &str = "Undoing does not bring the service back: the former way is refused since 31 October 2025. Without the dedicated application Free/Busy, MailTips, photos and cloud archives fail.";

/// The roles of the Graph flow; their ids are looked up in the tenant.
pub const GRAPH_ROLES: [&str; 4] = [
    "Calendars.Read",
    "MailboxSettings.Read",
    "MailTips.ReadBasic.All",
    "ProfilePhoto.Read.All",
];

/// The role of the EWS flow: `full_access_as_app` of Office 365 Exchange Online.
pub const EWS_ROLE: (&str, &str) = ("full_access_as_app", "dc890d15-9560-4a4c-9b7f-a736ec74ec40");

/// The roles that the tenant's flows need, by value.
pub fn role_values(tenant: &Tenant) -> Vec<&'static str> {
    let mut values = Vec::new();
    if tenant.hybrid_api.uses_ews() {
        values.push(EWS_ROLE.0);
    }
    values.extend(graph_role_values(tenant));
    values
}

fn graph_role_values(tenant: &Tenant) -> &'static [&'static str] {
    if tenant.hybrid_api.uses_graph() {
        &GRAPH_ROLES
    } else {
        &[]
    }
}

/// The values of `parts/app-roles.ps1.tera`, added to those of the step.
pub fn with_roles(tenant: &Tenant, mut want: Value) -> Value {
    let known: Vec<Value> = if tenant.hybrid_api.uses_ews() {
        vec![json!({
            "value": EWS_ROLE.0,
            "id": EWS_ROLE.1,
            "resource_app_id": EXCHANGE_ONLINE_APP_ID,
        })]
    } else {
        Vec::new()
    };
    want["known_roles"] = json!(known);
    want["graph_app_id"] = json!(MICROSOFT_GRAPH_APP_ID);
    want["graph_role_values"] = json!(graph_role_values(tenant));
    want["role_values"] = json!(role_values(tenant));
    want
}

/// The script that writes `handoff/application.json`.
pub fn application_writer(tenant: &Tenant) -> String {
    super::windows_path(tenant, super::hybrid_application::STEP.id)
}
