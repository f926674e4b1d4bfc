//! `export-certificate`: hands the public part of the auth certificate to the Graph shell.

use serde_json::{Value, json};

use super::shared::{ORGANIZATION_MANAGEMENT, PROCEDURE, exchange_page};
use super::{Code, PlannedAs};
use crate::domain::Method;
use crate::resource::Resource;
use crate::risk::NONE;
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Code = Code {
    id: "export-certificate",
    context: Context::ExchangeShell,
    title: "Hand over the public part of the auth certificate",
    summary: "Reads which certificate signs the organisation's tokens, and the next one if it is staged, and writes their public parts to a hand-off file for the Graph step (in a rotation only that of the next one: the cloud has the other); for the dedicated application also the GUID of the organisation, after which it is named. The private key never leaves the server.",
    undo: "Removes the hand-off file, and the .cer file if the config asks for one, where this bundle wrote them; nothing in Exchange was changed.",
    acts: "At once.",
    minutes: 5,
    wait: None,
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &["Get-AuthConfig", "Get-OrganizationConfig"],
    links: &[PROCEDURE, exchange_page!("get-authconfig")],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    reads: &[],
    requires: &[],
    risk: NONE,
    template: include_str!("../../templates/steps/export-certificate.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::ExportCertificate,
};

fn want(tenant: &Tenant) -> Value {
    json!({
        "certificate_file": tenant.certificate_file,
        "rotation": super::description(tenant.procedure).only_next_certificate,
        "organization_guid": tenant.method == Method::DedicatedApp,
    })
}

fn resources(_: &Tenant) -> Vec<Resource> {
    vec![Resource::new("HandOff", "handoff/certificate.json")]
}
