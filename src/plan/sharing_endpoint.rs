//! `sharing-endpoint`.

use serde::Deserialize;

use super::facts::{host, text, truth};
use super::item::{Action, Change, Halt, Item};
use super::world::{World, want};
use crate::step::{Context, Step};

#[derive(Deserialize)]
struct Want {
    online_domains: Vec<String>,
    ews_url: String,
}

pub(super) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Want = want(world.tenant, step);
    let all = world.objects(Context::ExchangeShell, "OrganizationRelationship")?;
    let online = |url: &str| {
        let name = host(url);
        want.online_domains
            .iter()
            .any(|domain| name == *domain || name.ends_with(&format!(".{domain}")))
    };
    let items: Vec<Item> = all
        .iter()
        .filter(|one| {
            truth(one, "Enabled") == Some(true) && online(&text(one, "TargetAutodiscoverEpr"))
        })
        .map(|one| {
            let mut changes = Vec::new();
            if text(one, "TargetSharingEpr").is_empty() {
                changes.push(Change::new("TargetSharingEpr", "", want.ews_url.as_str()));
            }
            Item::found("OrganizationRelationship", &text(one, "Name"), changes)
        })
        .collect();
    if !items.is_empty() {
        return Ok(items);
    }
    let none = |resource: crate::resource::Resource| {
        Item::new(resource.kind, &resource.key, Action::Leave)
            .because("No enabled organization relationship leads to Exchange Online: there is no sharing endpoint to set.")
    };
    Ok((step.resources)(world.tenant)
        .into_iter()
        .map(none)
        .collect())
}
