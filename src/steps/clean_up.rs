//! `clean-up`: the shared service principal loses the keys that nobody needs any more.

use serde_json::{Value, json};

use super::dedicated::{DEDICATED_APP, GLOBAL_ADMINISTRATOR};
use super::shared::{APPLICATION_READ_WRITE, with_test};
use super::{Code, PlannedAs};
use crate::domain::microsoft::EXCHANGE_ONLINE_APP_ID;
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Code = OF_CLEAN_UP;

/// The same for steps that are it but for a few members.
pub(super) const OF_CLEAN_UP: Code = Code {
    id: "clean-up",
    context: Context::MgGraph,
    title: "Remove the keys of the shared service principal",
    summary: "Takes this organisation's auth certificates and expired keys off the service principal Office 365 Exchange Online, where they open the tenant to whoever has the private key (CVE-2025-53786). Only with evidence of a passed test of the dedicated application on every server that the preflight saw; keys of others stay and are listed until they are named. Run it again after every run of the classic Hybrid Configuration Wizard, which puts the certificate back.",
    undo: "Puts back the keys that have not expired; their certificates are kept in the evidence. Expired keys cannot be brought back; they are named. Undoing does not bring the service back, since calls with this principal are blocked.",
    acts: "Seconds to minutes.",
    minutes: 10,
    wait: None,
    roles: &[GLOBAL_ADMINISTRATOR],
    scopes: &[APPLICATION_READ_WRITE],
    cmdlets: &["Get-MgContext", "Invoke-MgGraphRequest"],
    links: &[
        DEDICATED_APP,
        "https://learn.microsoft.com/graph/api/serviceprincipal-update",
    ],
    direction: Direction::Graph,
    can_change: true,
    is_test: false,
    reads: &["certificate.json"],
    requires: &["test-to-online"],
    risk: risk(
        Level::High,
        "Expired keys cannot be brought back, and what still uses the shared principal fails.",
    ),
    template: include_str!("../../templates/steps/clean-up.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::CleanUp,
};

pub(super) fn want(tenant: &Tenant) -> Value {
    with_test(
        tenant,
        "The keys of the shared service principal go only once the dedicated application is proven to work.",
        json!({
            "application_identifier": EXCHANGE_ONLINE_APP_ID,
            "no_way_back": "Undoing this does not bring the service back: since 31 October 2025 Exchange Online refuses calls made with this service principal, whatever keys it has.",
        }),
    )
}

fn resources(_: &Tenant) -> Vec<Resource> {
    vec![
        Resource::new("ServicePrincipal", EXCHANGE_ONLINE_APP_ID).with("keyCredentials", json!([])),
    ]
}
