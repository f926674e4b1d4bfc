//! `availability-address-space`: Free/Busy of servers older than Exchange 2013 SP1, through a newer one.

use serde_json::{Value, json};

use super::shared::{ORGANIZATION_MANAGEMENT, PROCEDURE, exchange_page};
use crate::resource::Resource;
use crate::step::{Context, Direction, Step};
use crate::tenant::Tenant;

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
    template: include_str!("../../templates/steps/availability-address-space.ps1.tera"),
    want,
    resources,
};

fn want(tenant: &Tenant) -> Value {
    let space = tenant.availability_address_space.as_ref();
    json!({
        "forest_name": space.map(|space| &space.forest_name),
        "proxy_url": space.map(|space| &space.proxy_url),
    })
}

fn resources(tenant: &Tenant) -> Vec<Resource> {
    tenant
        .availability_address_space
        .iter()
        .map(|space| {
            Resource::new("AvailabilityAddressSpace", space.forest_name.to_string())
                .with("AccessMethod", "InternalProxy")
                .with("ProxyUrl", space.proxy_url.to_string())
                .with("UseServiceAccount", true)
        })
        .collect()
}
