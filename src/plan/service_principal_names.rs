//! `service-principal-names`, and how the service principal of Exchange Online is found.

use serde::Deserialize;
use serde_json::Value;

use super::facts::{contains, list, same, text, union};
use super::item::{Change, Halt, Item};
use super::world::{World, want};
use crate::step::{Context, Step};

#[derive(Deserialize)]
struct Want {
    application_identifier: String,
    names: Vec<String>,
}

pub(super) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Want = want(world.tenant, step);
    let principal = principal(world, &want.application_identifier)?;
    let present = list(&principal, "servicePrincipalNames");
    let missing: Vec<String> = want
        .names
        .into_iter()
        .filter(|name| !contains(&present, name))
        .collect();
    let mut changes = Vec::new();
    if !missing.is_empty() {
        let union = union(&present, &missing);
        changes.push(Change::new("servicePrincipalNames", present, union));
    }
    let item = Item::found(
        "ServicePrincipal",
        &text(&principal, "displayName"),
        changes,
    );
    Ok(vec![item.with_key(&want.application_identifier)])
}

/// The one service principal with an application id.
pub(super) fn principal(world: &World<'_>, app_id: &str) -> Result<Value, Halt> {
    let mut found: Vec<Value> = world.objects(Context::MgGraph, "ServicePrincipal")?;
    found.retain(|one| same(one, "appId", app_id));
    if found.len() == 1 {
        return Ok(found.remove(0));
    }
    Err(Halt::stop(format!(
        "The tenant has {} service principals with the application id {app_id}, there must be one.",
        found.len()
    )))
}
