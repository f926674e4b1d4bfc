//! `partner-application`: lets the application Exchange Online call the on-premises organisation.

use serde_json::{Value, json};

use super::shared::{EXCHANGE_ONLINE_APP_ID, ORGANIZATION_MANAGEMENT, PROCEDURE, exchange_page};
use crate::resource::Resource;
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Step = Step {
    id: "partner-application",
    context: Context::ExchangeShell,
    title: "Enable the partner application Exchange Online",
    summary: "Enables the on-premises partner application with the application id of Exchange Online and an empty Realm. Without it the on-premises servers refuse every call from Exchange Online.",
    undo: "Disables the partner application again if this bundle enabled it.",
    acts: "At once.",
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &["Get-PartnerApplication", "Set-PartnerApplication"],
    links: &[PROCEDURE, exchange_page!("set-partnerapplication")],
    direction: Direction::ToOnPremises,
    can_change: true,
    is_test: false,
    requires: &[&super::auth_servers::STEP],
    applies: super::always,
    template: include_str!("../../templates/steps/partner-application.ps1.tera"),
    want,
    resources,
};

fn want(_: &Tenant) -> Value {
    json!({ "application_identifier": EXCHANGE_ONLINE_APP_ID })
}

fn resources(_: &Tenant) -> Vec<Resource> {
    vec![
        Resource::new("PartnerApplication", EXCHANGE_ONLINE_APP_ID)
            .with("ApplicationIdentifier", EXCHANGE_ONLINE_APP_ID)
            .with("Realm", "")
            .with("Enabled", true),
    ]
}
