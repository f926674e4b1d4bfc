//! `setting-override`: switches the dedicated application on, on every server.

use serde_json::{Value, json};

use super::dedicated::{DEDICATED_APP, NO_WAY_BACK};
use super::shared::{ORGANIZATION_MANAGEMENT, exchange_page};
use super::{Code, PlannedAs};
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction, Wait};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Code = Code {
    id: "setting-override",
    context: Context::ExchangeShell,
    title: "Switch the dedicated application on",
    summary: "Makes sure that exactly one setting override switches the dedicated application on, and lets every server read it. The Hybrid Configuration Wizard does not do this: without it everything looks done and calls still fail. Each server is asked which overrides act on it, so one that was not reached is told again by the next run.",
    undo: "Removes the override if this bundle created it, or puts its parameters back, and lets every server read it anew. Undoing does not bring the service back, since the old way is blocked.",
    acts: "Up to 60 minutes on each server.",
    minutes: 10,
    wait: Some(Wait {
        minutes: 60,
        meanwhile: "A 403 within that time is normal.",
    }),
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[
        "Get-ExchangeServer",
        "Get-SettingOverride",
        "New-SettingOverride",
        "Set-SettingOverride",
        "Remove-SettingOverride",
        "Get-ExchangeDiagnosticInfo",
    ],
    links: &[
        DEDICATED_APP,
        exchange_page!("new-settingoverride"),
        exchange_page!("get-exchangediagnosticinfo"),
    ],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    reads: &[],
    requires: &["application-consent", "application-identifier"],
    risk: risk(
        Level::High,
        "Every server changes how it signs in to the cloud; where anything before it is missing, Free/Busy, MailTips, photos and cloud archives fail.",
    ),
    template: include_str!("../../templates/steps/setting-override.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::SettingOverride,
};

/// One override that the tenant needs.
struct Override<'a> {
    what: &'static str,
    name: &'a str,
    component: &'static str,
    section: &'static str,
}

impl Override<'_> {
    fn key(&self) -> String {
        format!("{}/{}", self.component, self.section)
    }
}

fn overrides(tenant: &Tenant) -> Vec<Override<'_>> {
    let mut wanted = vec![Override {
        what: "Calls are made as the dedicated application.",
        name: &tenant.names.setting_override,
        component: "Global",
        section: super::dedicated::APPLICATION_SECTION,
    }];
    if tenant.hybrid_api.uses_graph() {
        wanted.push(Override {
            what: "Calls go to Microsoft Graph where it serves them.",
            name: &tenant.names.graph_setting_override,
            component: "SettingOverride",
            section: super::dedicated::GRAPH_SECTION,
        });
    }
    wanted
}

/// What `-Reason` says: the customer's change, else what the override is for.
fn reason(tenant: &Tenant) -> String {
    let change = tenant.change.as_ref();
    let parts: Vec<&str> = change
        .into_iter()
        .flat_map(|change| [change.id.as_deref(), change.reason.as_deref()])
        .flatten()
        .collect();
    if parts.is_empty() {
        "Dedicated Exchange hybrid application".to_owned()
    } else {
        parts.join(": ")
    }
}

fn want(tenant: &Tenant) -> Value {
    let wanted = overrides(tenant);
    json!({
        "sections": wanted.iter().map(Override::key).collect::<Vec<_>>(),
        "overrides": wanted.iter().map(|one| json!({
            "what": one.what,
            "key": one.key(),
            "name": one.name,
            "other_name": other_name(tenant, one),
            "component": one.component,
            "section": one.section,
        })).collect::<Vec<_>>(),
        "override_names": wanted
            .iter()
            .flat_map(|one| [one.name.to_string(), other_name(tenant, one)])
            .collect::<Vec<_>>(),
        "reason": reason(tenant),
        "no_way_back": NO_WAY_BACK,
    })
}

/// The name where somebody else's override has the usual one.
fn other_name(tenant: &Tenant, one: &Override) -> String {
    format!("{} - {}", one.name, tenant.initial_domain)
}

fn resources(tenant: &Tenant) -> Vec<Resource> {
    overrides(tenant)
        .iter()
        .map(|one| {
            Resource::new("SettingOverride", one.key()).with("Parameters", json!(["Enabled=true"]))
        })
        .collect()
}
