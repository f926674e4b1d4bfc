//! `hybrid-application`: the application that on-premises Exchange is in the tenant.

use serde_json::{Value, json};

use super::dedicated::{
    DEDICATED_APP, MICROSOFT_GRAPH_APP_ID, NAME_PREFIX, NO_WAY_BACK, role_values, with_roles,
};
use super::shared::{APPLICATION_ADMINISTRATOR, APPLICATION_READ_WRITE};
use super::{Code, PlannedAs};
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Code = Code {
    id: "hybrid-application",
    context: Context::MgGraph,
    title: "Create the dedicated Exchange hybrid application",
    summary: "Makes sure that the tenant has one application named after the Exchange organisation, with its service principal, the permissions it asks for and the auth certificate as its key. An application that is there is used; keys and permissions of others stay; expired keys, which Graph refuses, are dropped when the list is written. Consent is the next step, for a more privileged person.",
    undo: "Deletes the application and its service principal if this bundle created them (Entra ID keeps a deleted application for 30 days); otherwise takes off what it added. Undoing does not bring the service back, since the old way is blocked. Expired keys that were dropped cannot be brought back; they are named.",
    acts: "Seconds to minutes; nothing uses it yet.",
    minutes: 10,
    wait: None,
    roles: &[APPLICATION_ADMINISTRATOR],
    scopes: &[APPLICATION_READ_WRITE],
    cmdlets: &["Get-MgContext", "Invoke-MgGraphRequest"],
    links: &[
        DEDICATED_APP,
        "https://learn.microsoft.com/graph/api/application-post-applications",
        "https://learn.microsoft.com/graph/api/application-update",
        "https://learn.microsoft.com/graph/api/serviceprincipal-post-serviceprincipals",
    ],
    direction: Direction::Graph,
    can_change: true,
    is_test: false,
    reads: &["certificate.json"],
    requires: &["export-certificate"],
    risk: risk(
        Level::Medium,
        "Whoever holds the private key of the auth certificate can sign in as this application.",
    ),
    template: include_str!("../../templates/steps/hybrid-application.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::HybridApplication,
};

/// What the application is for, to whoever finds it among the app registrations.
const NOTES: &str = "Dedicated Exchange hybrid application: with it the on-premises Exchange servers call Exchange Online (free/busy, MailTips, photos). Keep it and its certificate as long as there are mailboxes on both sides.";

const AUDIENCE: &str = "AzureADMyOrg";

/// Lists it among the enterprise applications, hides it from users.
const TAGS: [&str; 2] = ["WindowsAzureActiveDirectoryIntegratedApp", "HideApp"];

fn want(tenant: &Tenant) -> Value {
    let mut properties = vec!["id", "appId", "displayName", "accountEnabled", "tags"];
    let mut filters = Vec::new();
    if tenant.hybrid_api.uses_graph() {
        properties.push("appRoles");
        filters.push(format!("appId eq '{MICROSOFT_GRAPH_APP_ID}'"));
    }
    with_roles(
        tenant,
        json!({
            "name_prefix": NAME_PREFIX,
            "audience": AUDIENCE,
            "notes": NOTES,
            "tags": TAGS,
            "principal_properties": properties,
            "resource_filters": filters,
            "no_way_back": super::description(tenant.procedure).application_undo.as_deref().unwrap_or(NO_WAY_BACK),
        }),
    )
}

fn resources(tenant: &Tenant) -> Vec<Resource> {
    let name = format!("{NAME_PREFIX}<organisation GUID>");
    vec![
        Resource::new("Application", name.clone())
            .with("signInAudience", AUDIENCE)
            .with("notes", NOTES)
            .with("requiredResourceAccess", json!(role_values(tenant)))
            .with("keyCredentials", json!(["the auth certificate"])),
        Resource::new("ServicePrincipal", name).with("tags", json!(TAGS)),
        Resource::new("HandOff", "handoff/application.json"),
    ]
}
