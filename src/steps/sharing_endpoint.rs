//! `sharing-endpoint`: organization relationships call EWS directly, without a detour over Autodiscover.

use serde_json::json;

use super::DATA;
use super::dedicated::DEDICATED_APP;
use super::shared::{ORGANIZATION_MANAGEMENT, exchange_page};
use crate::domain::microsoft::EXCHANGE_ONLINE_DOMAINS;
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;
use crate::wanted::{Absent, Ensure, Policy, Test, Wanted};

/// The step.
pub static STEP: Step = Step {
    id: "sharing-endpoint",
    context: Context::ExchangeShell,
    title: "Set the sharing endpoint of organization relationships with Exchange Online",
    summary: "Writes the EWS URL of Exchange Online into the enabled organization relationship whose domains hold the hybrid routing domain, whose Autodiscover endpoint is Microsoft's and whose sharing endpoint is empty. All others, a partner's among them, are left alone.",
    undo: "Empties the sharing endpoints that this bundle set.",
    acts: "Within minutes.",
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[
        "Get-OrganizationRelationship",
        "Set-OrganizationRelationship",
    ],
    links: &[
        DEDICATED_APP,
        exchange_page!("set-organizationrelationship"),
    ],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    requires: &[],
    applies: super::dedicated_app,
    wanted: Some(wanted),
    ..DATA
};

fn wanted(tenant: &Tenant) -> Vec<Wanted> {
    let online = EXCHANGE_ONLINE_DOMAINS.iter().map(ToString::to_string);
    vec![Wanted {
        keep: Vec::new(),
        what: "Relationships with Exchange Online call EWS directly.".into(),
        kind: "OrganizationRelationship".into(),
        key: "enabled, Autodiscover at Microsoft, no sharing endpoint".into(),
        find: vec![vec![
            Test::True("Enabled".into()),
            Test::Overlaps("DomainNames".into(), vec![tenant.routing_domain.to_string()]),
            Test::HostBelow("TargetAutodiscoverEpr".into(), online.collect()),
        ]],
        absent: Absent::Fine("No enabled organization relationship leads from the routing domain to Exchange Online: there is no sharing endpoint to set.".into()),
        several: None,
        given: None,
        guards: Vec::new(),
        ensure: vec![Ensure {
            property: "TargetSharingEpr".into(),
            to: json!(tenant.cloud.endpoints().ews_url()),
            policy: Policy::IfEmpty,
        }],
    }]
}
