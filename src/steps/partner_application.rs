//! `partner-application`: lets the application Exchange Online call the on-premises organisation.

use serde_json::json;

use super::DATA;
use super::shared::{EXCHANGE_ONLINE_APP_ID, ORGANIZATION_MANAGEMENT, PROCEDURE, exchange_page};
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;
use crate::wanted::{Absent, Ensure, Guard, Policy, Test, Then, Wanted, stop};

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
    wanted: Some(wanted),
    ..DATA
};

fn wanted(_: &Tenant) -> Vec<Wanted> {
    let id = EXCHANGE_ONLINE_APP_ID;
    vec![Wanted {
        keep: Vec::new(),
        what: "The application with whose tokens Exchange Online calls.".into(),
        kind: "PartnerApplication".into(),
        key: id.into(),
        find: vec![vec![
            Test::Is("ApplicationIdentifier".into(), id.into()),
            Test::Is("Realm".into(), String::new()),
        ]],
        absent: Absent::Stop(stop(format!("No partner application has the ApplicationIdentifier {id} and an empty Realm; Exchange setup (/PrepareAD) creates it."))),
        several: Some(stop(format!("{{count}} partner applications have the ApplicationIdentifier {id} and an empty Realm: {{names}}. Keep one, remove the others with Remove-PartnerApplication."))),
        given: None,
        guards: vec![Guard {
            when: vec![Test::Blank("LinkedAccount".into())],
            then: Then::Warn(
                "The partner application {Name} has no LinkedAccount. If calls from Exchange Online fail with \"missing a linked account\", run: Set-PartnerApplication -Identity \"{Name}\" -LinkedAccount \"<root domain>/Users/Exchange Online-ApplicationAccount\"".into(),
                "It has no LinkedAccount, which calls from Exchange Online may need; that is not changed.".into(),
            ),
        }],
        ensure: vec![Ensure { property: "Enabled".into(), to: json!(true), policy: Policy::Exact }],
    }]
}
