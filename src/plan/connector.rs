//! `connector-to-online` and `connector-to-on-premises` (`parts/connector.ps1.tera`).

use serde::Deserialize;
use serde_json::{Value, json};

use super::facts::{contains, host, known, list, names, same, text, truth, union};
use super::item::{Change, Halt, Item};
use super::world::{World, want};
use crate::step::{Context, Step};

const KIND: &str = "IntraOrganizationConnector";

#[derive(Deserialize)]
struct Want {
    name: String,
    other_name: String,
    discovery_endpoint: String,
    good_endpoints: Vec<String>,
    target_address_domains: Vec<String>,
    accepted_domain: Option<String>,
}

pub(super) fn plan(
    world: &mut World<'_>,
    step: &Step,
    context: Context,
) -> Result<Vec<Item>, Halt> {
    let want: Want = want(world.tenant, step);
    if let Some(domain) = &want.accepted_domain {
        let accepted = world.objects(context, "AcceptedDomain")?;
        let times = accepted
            .iter()
            .filter(|one| same(one, "DomainName", domain))
            .count();
        if times != 1 {
            return Err(Halt::stop(format!(
                "The hybrid routing domain {domain} is {times} times among the accepted domains, it must be there once."
            )));
        }
    }
    let all = world.objects(context, KIND)?;
    let wanted = &want.target_address_domains;
    let found: Vec<&Value> = all
        .iter()
        .filter(|one| {
            let domains = list(one, "TargetAddressDomains");
            wanted.iter().any(|domain| contains(&domains, domain))
        })
        .collect();
    match found[..] {
        [] => Ok(vec![create(&want, &all)]),
        [one] => Ok(vec![compare(&want, one)]),
        _ => {
            let reason = format!(
                "The wanted domains ({}) are spread over {} connectors; a domain may stand in one only.",
                wanted.join(", "),
                found.len()
            );
            Err(Halt::stop_at(names(found), reason))
        }
    }
}

fn create(want: &Want, all: &[Value]) -> Item {
    let taken: Vec<String> = all.iter().map(|one| text(one, "Name")).collect();
    let name = if contains(&taken, &want.name) {
        &want.other_name
    } else {
        &want.name
    };
    let object = json!({
        "Name": name,
        "DiscoveryEndpoint": want.discovery_endpoint,
        "TargetAddressDomains": want.target_address_domains,
        "Enabled": true,
    });
    Item::create(KIND, name, object)
}

fn compare(want: &Want, found: &Value) -> Item {
    let endpoint = text(found, "DiscoveryEndpoint");
    let agent = |url: &str| host(url).ends_with(".msappproxy.net");
    let through_agent = agent(&endpoint) || agent(&text(found, "TargetSharingEpr"));
    let mut changes = Vec::new();
    if !through_agent && !contains(&want.good_endpoints, &endpoint) {
        changes.push(Change::new(
            "DiscoveryEndpoint",
            endpoint,
            want.discovery_endpoint.as_str(),
        ));
    }
    let domains = list(found, "TargetAddressDomains");
    let union = union(&domains, &want.target_address_domains);
    if union.len() > domains.len() {
        changes.push(Change::new("TargetAddressDomains", domains, union));
    }
    if truth(found, "Enabled") != Some(true) {
        changes.push(Change::new("Enabled", known(found, "Enabled"), true));
    }
    let item = Item::found(KIND, &text(found, "Name"), changes)
        .adopted_unless(&[&want.name, &want.other_name]);
    if through_agent {
        return item.because("It goes through the hybrid agent; its target is left alone.");
    }
    item
}
