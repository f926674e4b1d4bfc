//! `publish-certificate`: Exchange signs with the staged next certificate.

use serde_json::{Value, json};

use super::shared::{ORGANIZATION_MANAGEMENT, exchange_page};
use super::{Code, PlannedAs};
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction, Wait};
use crate::tenant::Tenant;

/// The step; part of the rotation only.
pub static STEP: Code = Code {
    id: "publish-certificate",
    context: Context::ExchangeShell,
    title: "Publish the staged next auth certificate",
    summary: "Makes the staged next auth certificate the current one, once the cloud has it as a key and every Mailbox server has it with its private key. The former one stays as the previous certificate, so that tokens signed before stay valid. Without a staged certificate there is nothing to do.",
    undo: "Stages and publishes the former certificate again, as long as it has not expired, and stages the new one with the effective date it had. Where that date has passed, the new one is not staged, since Exchange would publish it at once; an older previous certificate cannot be named again. Both are said.",
    acts: "Minutes; a server that still signs with the former certificate needs its application pools recycled (MSExchangeServicesAppPool, MSExchangeOWAAppPool, MSExchangeECPAppPool).",
    minutes: 10,
    wait: Some(Wait {
        minutes: 1440,
        meanwhile: "The former certificate is cleared a day later at the earliest.",
    }),
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[
        "Get-AuthConfig",
        "Get-ExchangeServer",
        "Get-ExchangeCertificate",
        "Set-AuthConfig",
    ],
    links: &[
        exchange_page!("set-authconfig"),
        exchange_page!("get-exchangecertificate"),
    ],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    reads: &["uploaded.json"],
    requires: &["uploaded-certificates"],
    risk: risk(
        Level::Medium,
        "Every server signs with the new certificate from then on; a partner that does not know it refuses the calls.",
    ),
    template: include_str!("../../templates/steps/publish-certificate.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::PublishCertificate,
};

fn want(tenant: &Tenant) -> Value {
    json!({
        "uploaded_writer": super::windows_path(tenant, super::uploaded_certificates::STEP.id),
        "certificate_writer": super::windows_path(tenant, super::export_certificate::STEP.id),
    })
}

fn resources(_: &Tenant) -> Vec<Resource> {
    vec![
        Resource::new("AuthConfig", "AuthConfig")
            .with("CurrentCertificateThumbprint", "the staged certificate"),
    ]
}
