//! `uploaded-certificates`: the cloud has the next certificate before Exchange signs with it.

use serde_json::{Value, json};

use super::dedicated::{DEDICATED_APP, application_writer};
use super::shared::APPLICATION_ADMINISTRATOR;
use super::{Code, PlannedAs};
use crate::domain::Method;
use crate::domain::microsoft::EXCHANGE_ONLINE_APP_ID;
use crate::resource::Resource;
use crate::risk::NONE;
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step; part of the rotation only.
pub static STEP: Code = Code {
    id: "uploaded-certificates",
    context: Context::MgGraph,
    title: "Make sure that the cloud has the next certificate",
    summary: "Reads the keys that Entra ID has for Exchange and stops unless the handed-over certificate, the one that Exchange signs with next, is among them and valid. Only then it writes the hand-off without which the next step does not publish. The key of the certificate in use stays beside it.",
    undo: "Removes the hand-off file; nothing else was changed.",
    acts: "At once.",
    minutes: 5,
    wait: None,
    roles: &[APPLICATION_ADMINISTRATOR],
    scopes: &["Application.Read.All"],
    cmdlets: &["Get-MgContext", "Invoke-MgGraphRequest"],
    links: &[
        DEDICATED_APP,
        "https://learn.microsoft.com/graph/api/resources/keycredential",
    ],
    direction: Direction::Graph,
    can_change: true,
    is_test: false,
    reads: &["certificate.json", "application.json"],
    requires: &["export-certificate"],
    risk: NONE,
    template: include_str!("../../templates/steps/uploaded-certificates.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::UploadedCertificates,
};

fn want(tenant: &Tenant) -> Value {
    let dedicated = tenant.method == Method::DedicatedApp;
    let upload = if dedicated {
        super::hybrid_application::STEP.id
    } else {
        super::service_principal_certificate::STEP.id
    };
    json!({
        "application_identifier": EXCHANGE_ONLINE_APP_ID,
        "application_writer": dedicated.then(|| application_writer(tenant)),
        "upload_script": super::windows_path(tenant, upload),
    })
}

fn resources(_: &Tenant) -> Vec<Resource> {
    vec![Resource::new("HandOff", "handoff/uploaded.json")]
}
