//! Which cloud the state speaks of.

use crate::domain::{Cloud, DomainName};
use crate::plan::State;
use crate::plan::facts::{host, text};
use crate::step::Context;

/// The hosts of Microsoft that collected objects name, in lower case.
pub(super) fn endpoints_seen(state: &State) -> Vec<String> {
    let kinds = [
        ("AuthServer", "AuthMetadataUrl"),
        ("IntraOrganizationConnector", "DiscoveryEndpoint"),
        ("OrganizationRelationship", "TargetAutodiscoverEpr"),
        ("OrganizationRelationship", "TargetSharingEpr"),
    ];
    kinds
        .iter()
        .flat_map(|(kind, property)| {
            let all = state.objects(Context::ExchangeShell, kind).unwrap_or_default();
            all.iter().map(|one| host(&text(one, property)))
        })
        .filter(|name| !name.is_empty())
        .collect()
}

/// The one cloud that has initial domains like this one; where several have, the one whose hosts were seen.
pub(super) fn cloud(initial: &DomainName, seen: &[String]) -> Option<Cloud> {
    let able: Vec<Cloud> = Cloud::ALL
        .into_iter()
        .filter(|cloud| cloud.endpoints().routing_domain(initial).is_some())
        .collect();
    let named = |cloud: &&Cloud| {
        let endpoints = cloud.endpoints();
        let hosts = [endpoints.exchange_online_host, endpoints.autodiscover_service_host];
        seen.iter().any(|name| hosts.contains(&name.as_str()))
    };
    match able[..] {
        [one] => Some(one),
        _ => {
            let named: Vec<&Cloud> = able.iter().filter(named).collect();
            match named[..] {
                [one] => Some(*one),
                _ => None,
            }
        }
    }
}
