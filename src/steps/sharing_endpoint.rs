//! `sharing-endpoint`: organization relationships call EWS directly, without a detour over Autodiscover.

use serde_json::json;

use super::DATA;
use super::dedicated::DEDICATED_APP;
use super::shared::{ORGANIZATION_MANAGEMENT, exchange_page};
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;
use crate::wanted::{Absent, Ensure, Policy, Test, Wanted};

/// The step.
pub static STEP: Step = Step {
    id: "sharing-endpoint",
    context: Context::ExchangeShell,
    title: "Set the sharing endpoint of organization relationships with Exchange Online",
    summary: "Writes the EWS URL of Exchange Online into enabled organization relationships whose Autodiscover endpoint is Microsoft's and whose sharing endpoint is empty. All others, also those with a sharing endpoint of their own (hybrid agent), are left alone.",
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

/// The domains under which Autodiscover of the tenant's cloud answers: the parents of its documented hosts.
fn online_domains(tenant: &Tenant) -> Vec<&'static str> {
    let cloud = tenant.cloud.endpoints();
    let mut domains = Vec::new();
    for host in [cloud.autodiscover_service_host, cloud.exchange_online_host] {
        let parent = host.split_once('.').map_or(host, |(_, parent)| parent);
        // `partner.outlook.cn` and `autodiscover-s.partner.outlook.cn` are both of `partner.outlook.cn`.
        let domain = if parent.contains('.') && parent != "outlook.cn" {
            parent
        } else {
            host
        };
        if !domains.contains(&domain) {
            domains.push(domain);
        }
    }
    domains
}

fn wanted(tenant: &Tenant) -> Vec<Wanted> {
    let domains = online_domains(tenant)
        .into_iter()
        .map(String::from)
        .collect();
    vec![Wanted {
        keep: Vec::new(),
        what: "Relationships with Exchange Online call EWS directly.".into(),
        kind: "OrganizationRelationship".into(),
        key: "enabled, Autodiscover at Microsoft, no sharing endpoint".into(),
        find: vec![vec![
            Test::True("Enabled".into()),
            Test::HostBelow("TargetAutodiscoverEpr".into(), domains),
        ]],
        absent: Absent::Fine("No enabled organization relationship leads to Exchange Online: there is no sharing endpoint to set.".into()),
        several: None,
        guards: Vec::new(),
        ensure: vec![Ensure {
            property: "TargetSharingEpr".into(),
            to: json!(tenant.cloud.endpoints().ews_url()),
            policy: Policy::IfEmpty,
        }],
    }]
}
