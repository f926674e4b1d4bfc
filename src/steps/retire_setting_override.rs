//! `retire-setting-override`: servers no longer act as the dedicated application.

use serde_json::{Value, json};

use super::dedicated::{APPLICATION_SECTION, DEDICATED_APP, GRAPH_SECTION};
use super::shared::{ORGANIZATION_MANAGEMENT, exchange_page};
use super::{Code, PlannedAs};
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step; part of `retire` only.
pub static STEP: Code = Code {
    id: "retire-setting-override",
    context: Context::ExchangeShell,
    title: "Remove the setting override of the dedicated application",
    summary: "Removes the setting overrides that switch the dedicated application and its calls to Microsoft Graph on, and lets the servers read their overrides anew. Only with evidence that the connectors are switched off.",
    undo: "Creates the overrides again as the record has them, and lets the servers read them; one that was for some servers only is named and left to you.",
    acts: "Up to 60 minutes.",
    minutes: 10,
    wait: None,
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[
        "Get-ExchangeDiagnosticInfo",
        "Get-ExchangeServer",
        "Get-SettingOverride",
        "New-SettingOverride",
        "Remove-SettingOverride",
    ],
    links: &[DEDICATED_APP, exchange_page!("remove-settingoverride")],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    reads: &[],
    requires: &["retire-connector-to-online"],
    risk: risk(
        Level::Medium,
        "On-premises servers call Exchange Online as they did before the dedicated application, and are refused.",
    ),
    template: include_str!("../../templates/steps/retire-setting-override.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::RetireSettingOverride,
};

fn want(tenant: &Tenant) -> Value {
    json!({
        "sections": sections(),
        "after": super::retire::callers(tenant),
    })
}

/// Whatever the config says, an override of an earlier hand goes too.
fn sections() -> [String; 2] {
    [
        format!("Global/{APPLICATION_SECTION}"),
        format!("SettingOverride/{GRAPH_SECTION}"),
    ]
}

fn resources(_: &Tenant) -> Vec<Resource> {
    let gone =
        |section: String| Resource::new("SettingOverride", section).with("Parameters", json!([]));
    sections().map(gone).into()
}
