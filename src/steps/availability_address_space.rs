//! `availability-address-space`: Free/Busy of servers older than Exchange 2013 SP1, through a newer one.

use serde_json::json;

use super::DATA;
use super::shared::{ORGANIZATION_MANAGEMENT, PROCEDURE, exchange_page};
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;
use crate::wanted::{Absent, Create, Guard, Test, Then, Wanted, stop};

/// The step.
pub static STEP: Step = Step {
    id: "availability-address-space",
    context: Context::ExchangeShell,
    title: "Add the availability address space for old servers",
    summary: "Lets servers older than Exchange 2013 SP1 ask for Free/Busy of online mailboxes through the EWS of a newer server. Wanted only while such servers are there.",
    undo: "Removes the availability address space if this bundle created it.",
    acts: "At once.",
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[
        "Get-AvailabilityAddressSpace",
        "Add-AvailabilityAddressSpace",
        "Remove-AvailabilityAddressSpace",
    ],
    links: &[PROCEDURE, exchange_page!("add-availabilityaddressspace")],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    requires: &[],
    applies: |tenant| tenant.availability_address_space.is_some(),
    wanted: Some(wanted),
    ..DATA
};

fn wanted(tenant: &Tenant) -> Vec<Wanted> {
    let one = |space: &crate::domain::AvailabilityAddressSpace| {
        let (forest, url) = (space.forest_name.to_string(), space.proxy_url.clone());
        let other = format!(
            "An availability address space for {forest} is there with other settings (AccessMethod {{AccessMethod}}, ProxyUrl {{ProxyUrl}}), and no documented cmdlet changes one: remove it with Remove-AvailabilityAddressSpace if it is not needed."
        );
        Wanted {
            keep: Vec::new(),
            what: "Free/Busy of old servers goes through a newer one.".into(),
            kind: "AvailabilityAddressSpace".into(),
            key: forest.clone(),
            find: vec![vec![Test::Is("ForestName".into(), forest.clone())]],
            absent: Absent::Create(Create {
                name: forest.clone(),
                with: vec![
                    ("AccessMethod".into(), json!("InternalProxy")),
                    ("ProxyUrl".into(), json!(url)),
                    ("UseServiceAccount".into(), json!(true)),
                ],
                so: Vec::new(),
                unless: None,
            }),
            several: Some(stop(format!(
                "There are {{count}} availability address spaces for {forest}; keep one."
            ))),
            given: None,
            guards: vec![Guard {
                when: vec![
                    Test::IsNot("AccessMethod".into(), "InternalProxy".into()),
                    Test::IsNot("ProxyUrl".into(), url.clone()),
                ],
                then: Then::Stop(stop(other)),
            }],
            ensure: Vec::new(),
        }
    };
    tenant.availability_address_space.iter().map(one).collect()
}
