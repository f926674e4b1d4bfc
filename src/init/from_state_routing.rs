//! The hybrid routing domain of collected state.

use super::from_state::Notes;
use crate::domain::{Cloud, DomainName, InitialDomainSuffix};
use crate::plan::State;
use crate::plan::facts::{contains, text};
use crate::step::Context;

/// The endings of initial and routing domains, of all clouds.
pub(super) fn suffixes() -> impl Iterator<Item = &'static InitialDomainSuffix> {
    Cloud::ALL
        .iter()
        .flat_map(|cloud| cloud.endpoints().initial_domain_suffixes)
}

/// The routing domain where it is not the one that follows from the initial domain.
pub(super) fn routing_domain(
    state: &State,
    initial: Option<&DomainName>,
    cloud: Option<Cloud>,
    notes: &mut Notes,
) -> Option<String> {
    const PATH: &str = "routing_domain";
    let accepted = state
        .objects(Context::ExchangeShell, "AcceptedDomain")
        .ok()?;
    let names: Vec<String> = accepted
        .iter()
        .map(|one| text(one, "DomainName").to_lowercase())
        .collect();
    let derived = initial.and_then(|initial| {
        cloud
            .unwrap_or_default()
            .endpoints()
            .routing_domain(initial)
    });
    if derived.is_some_and(|derived| contains(&names, derived.as_str())) {
        return None;
    }
    let mut found: Vec<&String> = names
        .iter()
        .filter(|name| suffixes().any(|suffix| name.ends_with(suffix.routing)))
        .collect();
    let meant = match initial {
        Some(_) => "without it, the one that follows from the initial domain is meant.",
        None => "without it, the one that will follow from the initial domain is meant.",
    };
    match found.len() {
        1 => return found.pop().cloned(),
        0 => notes.say(
            PATH,
            format!("no hybrid routing domain is accepted on-premises yet; {meant}"),
        ),
        _ => {
            let all = found.iter().map(|name| name.as_str()).collect::<Vec<_>>();
            notes.say(
                PATH,
                format!(
                    "several are accepted on-premises: {}; {meant}",
                    all.join(", ")
                ),
            );
        }
    }
    None
}
