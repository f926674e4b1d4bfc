//! `clear-previous-certificate`: Exchange forgets the former auth certificate.

use serde_json::{Value, json};

use super::shared::{ORGANIZATION_MANAGEMENT, exchange_page, with_test};
use super::{Code, PlannedAs};
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step; part of the rotation only.
pub static STEP: Code = Code {
    id: "clear-previous-certificate",
    context: Context::ExchangeShell,
    title: "Forget the previous auth certificate",
    summary: "Ends the overlap in Exchange, with evidence of a passed test of the new certificate on every server that the preflight saw. Wait at least a day after publishing. In Entra ID the old key stays until it expires and is dropped the next time the list of keys is written.",
    undo: "Cannot be undone alone: no documented cmdlet names a previous certificate. The certificate itself stays on the servers, and undoing publish-certificate puts it back into use.",
    acts: "At once.",
    minutes: 5,
    wait: None,
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &["Get-AuthConfig", "Set-AuthConfig"],
    links: &[exchange_page!("set-authconfig")],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    reads: &[],
    requires: &["publish-certificate"],
    risk: risk(
        Level::High,
        "No documented cmdlet names a previous certificate again; tokens that were signed with it are refused.",
    ),
    template: include_str!("../../templates/steps/clear-previous-certificate.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::ClearPreviousCertificate,
};

fn want(tenant: &Tenant) -> Value {
    with_test(
        tenant,
        "The previous certificate goes only once calls are proven to work with the new one.",
        json!({
            "publish_script": super::windows_path(tenant, super::publish_certificate::STEP.id),
        }),
    )
}

fn resources(_: &Tenant) -> Vec<Resource> {
    vec![Resource::new("AuthConfig", "AuthConfig").with("PreviousCertificateThumbprint", "")]
}
