//! `service-principal-certificate`: the auth certificate as a key of the shared service principal.

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
    id: "service-principal-certificate",
    context: Context::MgGraph,
    title: "Add the auth certificate to the service principal Exchange Online",
    summary: "Adds the handed-over certificate to the keys of the service principal Office 365 Exchange Online, compared by thumbprint. Keys that are there stay; expired ones, which Graph refuses, are dropped when the list is written. Since 31 October 2025 Exchange Online refuses calls made with this principal: this step no longer makes calls to the cloud work.",
    undo: "Takes the added certificate off again. Expired keys that were dropped cannot be brought back; they are named.",
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
    reads: &["certificate.json"],
    requires: &["export-certificate"],
    risk: risk(
        Level::Medium,
        "The list of keys is written as a whole; expired keys are dropped and cannot be brought back.",
    ),
    template: include_str!("../../templates/steps/service-principal-certificate.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::ServicePrincipalCertificate,
};

fn want(_: &Tenant) -> Value {
    json!({
        "application_identifier": EXCHANGE_ONLINE_APP_ID,
    })
}

fn resources(_: &Tenant) -> Vec<Resource> {
    vec![
        Resource::new("ServicePrincipal", EXCHANGE_ONLINE_APP_ID)
            .with("keyCredentials", json!(["the auth certificate"])),
    ]
}
