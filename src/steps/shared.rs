//! Facts that several steps share: identifiers, pages, roles.

use serde_json::{Value, json};

use crate::tenant::Tenant;
use crate::wanted::{Absent, Create, Ensure, Guard, Policy, Test, Then, Wanted, stop};

/// Office 365 Exchange Online, in every tenant; also the id of Exchange's partner application.
pub const EXCHANGE_ONLINE_APP_ID: &str = "00000002-0000-0ff1-ce00-000000000000";

/// The procedure that the program was made from.
pub const PROCEDURE: &str = "https://learn.microsoft.com/exchange/configure-oauth-authentication-between-exchange-and-exchange-online-organizations-exchange-2013-help";

/// The role that reads in the Exchange shell.
pub const VIEW_ONLY_ORGANIZATION_MANAGEMENT: &str = "View-Only Organization Management";

/// The role of the Exchange shell's steps.
pub const ORGANIZATION_MANAGEMENT: &str = "Organization Management";

/// The role of Graph steps that write applications and service principals.
pub const APPLICATION_ADMINISTRATOR: &str = "Application Administrator";

/// The role of the steps in Exchange Online.
pub const EXCHANGE_ADMINISTRATOR: &str = "Exchange Administrator";

/// The permission of Graph steps that write applications and service principals.
pub const APPLICATION_READ_WRITE: &str = "Application.ReadWrite.All";

/// The reference page of a cmdlet of Exchange.
macro_rules! exchange_page {
    ($cmdlet:literal) => {
        concat!(
            "https://learn.microsoft.com/powershell/module/exchangepowershell/",
            $cmdlet
        )
    };
}
pub(super) use exchange_page;

/// The URL of an object collection of Graph v1.0.
pub fn graph_uri(tenant: &Tenant, collection: &str) -> String {
    format!(
        "https://{}/v1.0/{collection}",
        tenant.cloud.endpoints().graph_host
    )
}

/// The values of `parts/tested.ps1.tera`, added to those of the step; `reason` says why a passed test is asked for.
pub fn with_test(tenant: &Tenant, reason: &str, mut want: Value) -> Value {
    let id = super::test_to_online::STEP.id;
    let test = super::of(tenant)
        .into_iter()
        .find(|numbered| numbered.step.id == id);
    want["test_id"] = json!(id);
    want["test_evidence"] = json!(test.map(|test| format!("{:02}-{id}.apply.json", test.number)));
    want["test_script"] = json!(super::windows_path(tenant, id));
    want["test_reason"] = json!(reason);
    want
}

/// An intra-organization connector of either side.
pub struct Connector<'a> {
    pub name: &'a str,
    pub endpoint: String,
    pub good: Policy,
    pub domains: Vec<String>,
}

impl Connector<'_> {
    pub fn wanted(self) -> Wanted {
        let agent =
            |property: &str| Test::HostBelow(property.into(), vec!["msappproxy.net".into()]);
        let domains = self.domains.join(", ");
        Wanted {
            keep: Vec::new(),
            what: "One connector holds the domains.".into(),
            kind: "IntraOrganizationConnector".into(),
            key: self.domains.join(" "),
            find: vec![vec![Test::Overlaps(
                "TargetAddressDomains".into(),
                self.domains.clone(),
            )]],
            absent: Absent::Create(Create {
                name: self.name.into(),
                with: vec![
                    ("DiscoveryEndpoint".into(), json!(self.endpoint)),
                    ("TargetAddressDomains".into(), json!(self.domains)),
                    ("Enabled".into(), json!(true)),
                ],
                so: Vec::new(),
                unless: None,
            }),
            several: Some(stop(format!(
                "The wanted domains ({domains}) are spread over {{count}} connectors: {{names}}. A domain may stand in one connector only; decide which one stays, and remove the domains from the others."
            ))),
            given: None,
            guards: vec![Guard {
                when: vec![agent("DiscoveryEndpoint"), agent("TargetSharingEpr")],
                then: Then::Leave(
                    "DiscoveryEndpoint".into(),
                    "Left alone: {Name} goes through the hybrid agent ({DiscoveryEndpoint})."
                        .into(),
                    "It goes through the hybrid agent; its target is left alone.".into(),
                ),
            }],
            ensure: vec![
                Ensure {
                    property: "DiscoveryEndpoint".into(),
                    to: json!(self.endpoint),
                    policy: self.good,
                },
                Ensure {
                    property: "TargetAddressDomains".into(),
                    to: json!(self.domains),
                    policy: Policy::Union,
                },
                Ensure {
                    property: "Enabled".into(),
                    to: json!(true),
                    policy: Policy::Exact,
                },
            ],
        }
    }
}
