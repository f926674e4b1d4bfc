//! `availability-address-space`.

use serde::Deserialize;
use serde_json::json;

use super::facts::{contains, same, text};
use super::item::{Halt, Item};
use super::world::{World, want};
use crate::step::{Context, Step};

const KIND: &str = "AvailabilityAddressSpace";
const METHOD: &str = "InternalProxy";

#[derive(Deserialize)]
struct Want {
    forest_name: String,
    proxy_url: String,
}

pub(super) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let Want {
        forest_name,
        proxy_url,
    } = want(world.tenant, step);
    let all = world.objects(Context::ExchangeShell, KIND)?;
    let found: Vec<_> = all
        .iter()
        .filter(|one| same(one, "ForestName", &forest_name))
        .collect();
    let Some(space) = found.first() else {
        let object = json!({
            "ForestName": forest_name, "AccessMethod": METHOD, "ProxyUrl": proxy_url, "UseServiceAccount": true,
        });
        return Ok(vec![Item::create(KIND, &forest_name, object)]);
    };
    let url = text(space, "ProxyUrl");
    let same = same(space, "AccessMethod", METHOD) && contains(&[&proxy_url], &url);
    if found.len() > 1 || !same {
        let reason = format!(
            "An availability address space for {forest_name} is there with other settings (AccessMethod {}, ProxyUrl {url}), and no documented cmdlet changes one.",
            text(space, "AccessMethod")
        );
        return Err(Halt::stop_at(forest_name, reason));
    }
    Ok(vec![Item::found(KIND, &forest_name, Vec::new())])
}
