//! `mailboxes-left`: is the last on-premises mailbox gone?

use serde_json::{Value, json};

use super::shared::{VIEW_ONLY_ORGANIZATION_MANAGEMENT, exchange_page};
use super::{Code, PlannedAs};
use crate::risk::NONE;
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step; part of `retire` only.
pub static STEP: Code = Code {
    id: "mailboxes-left",
    context: Context::ExchangeShell,
    title: "Count the mailboxes that are left on-premises",
    summary: "Counts the mailboxes of the on-premises organisation by type, those of Exchange itself left out, and stops where any is left: as long as there are mailboxes on both sides, they need each other's free/busy times. Public folders are not looked at: see with Get-OrganizationConfig of Exchange Online that PublicFoldersEnabled is not Remote.",
    undo: "Nothing to undo: it only reads.",
    acts: "At once.",
    minutes: 5,
    wait: None,
    roles: &[VIEW_ONLY_ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &["Get-Mailbox"],
    links: &[
        "https://learn.microsoft.com/exchange/decommission-on-premises-exchange",
        exchange_page!("get-mailbox"),
    ],
    direction: Direction::ToOnPremises,
    can_change: false,
    is_test: false,
    reads: &[],
    requires: &[],
    risk: NONE,
    template: include_str!("../../templates/steps/mailboxes-left.ps1.tera"),
    want,
    resources: |_| Vec::new(),
    plan: PlannedAs::MailboxesLeft,
};

fn want(_: &Tenant) -> Value {
    json!({ "own": ["DiscoveryMailbox", "ArbitrationMailbox", "MonitoringMailbox", "AuditLogMailbox"] })
}
