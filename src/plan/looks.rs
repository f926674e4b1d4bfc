//! What collected objects show that no step changes, but that is a cause of failures.

use serde_json::Value;

use super::facts::{field, same, text, truth};
use super::world::World;
use crate::domain::microsoft::EXCHANGE_ONLINE_APP_ID;
use crate::step::Context;

/// Something looked at, and whether it is as it must be.
#[derive(Debug, Clone)]
pub(super) struct Look {
    /// The name after `look.` in the table of failures.
    pub name: &'static str,
    /// Whether it is as it must be.
    pub good: bool,
    /// What was seen, a clause.
    pub seen: &'static str,
}

/// The names of all looks.
pub const NAMES: [&str; 3] = [
    "linked-account",
    "service-principal-enabled",
    "virtual-directories",
];

/// Every look that the state allows; what was not collected says nothing.
pub(super) fn of(world: &World<'_>) -> Vec<Look> {
    let looks = [linked_account, service_principal, directories];
    let all = NAMES.iter().zip(looks);
    all.filter_map(|(name, look)| {
        let (good, seen) = look(world)?;
        Some(Look { name, good, seen })
    })
    .collect()
}

fn linked_account(world: &World<'_>) -> Option<(bool, &'static str)> {
    let all = world
        .objects(Context::ExchangeShell, "PartnerApplication")
        .ok()?;
    let app = all.iter().find(|app| {
        same(app, "ApplicationIdentifier", EXCHANGE_ONLINE_APP_ID) && text(app, "Realm").is_empty()
    })?;
    field(app, "LinkedAccount")?;
    Some(if text(app, "LinkedAccount").is_empty() {
        (false, "the partner application has no LinkedAccount")
    } else {
        (true, "the partner application has a LinkedAccount")
    })
}

fn service_principal(world: &World<'_>) -> Option<(bool, &'static str)> {
    let all = world.objects(Context::MgGraph, "ServicePrincipal").ok()?;
    let principal = all
        .iter()
        .find(|one| same(one, "appId", EXCHANGE_ONLINE_APP_ID))?;
    Some(if truth(principal, "accountEnabled")? {
        (true, "the service principal of Exchange Online is enabled")
    } else {
        (
            false,
            "the service principal of Exchange Online is disabled",
        )
    })
}

fn directories(world: &World<'_>) -> Option<(bool, &'static str)> {
    let kinds = [
        "WebServicesVirtualDirectory",
        "AutodiscoverVirtualDirectory",
    ];
    let collected = kinds.map(|kind| world.objects(Context::ExchangeShell, kind).ok());
    let states: Vec<Option<bool>> = collected
        .iter()
        .flatten()
        .flatten()
        .map(|one: &Value| truth(one, "OAuthAuthentication"))
        .collect();
    if states.contains(&Some(false)) {
        return Some((false, "a virtual directory has OAuthAuthentication off"));
    }
    // A server that did not answer is not among them, and may have it off.
    let servers = world
        .objects(Context::ExchangeShell, "ExchangeServer")
        .ok()?;
    let answered = |kind: &str| {
        let mut names = servers.iter().map(|one| text(one, "Name"));
        names.all(|name| {
            world
                .require_key(Context::ExchangeShell, kind, &name)
                .is_ok()
        })
    };
    let whole = kinds.into_iter().all(answered) && states.iter().all(Option::is_some);
    (whole && collected.iter().all(Option::is_some) && !states.is_empty())
        .then_some((true, "all virtual directories have OAuthAuthentication on"))
}
