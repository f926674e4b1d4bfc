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

pub(crate) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
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
        not_held(world, &want.application_identifier, &missing)?;
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

/// Halts when another object of the tenant holds one of the names.
fn not_held(world: &World<'_>, app_id: &str, missing: &[String]) -> Result<(), Halt> {
    world.require_key(
        Context::MgGraph,
        "ServicePrincipal",
        "servicePrincipalNames",
    )?;
    for other in world.objects(Context::MgGraph, "ServicePrincipal")? {
        let names = list(&other, "servicePrincipalNames");
        let held = names.iter().find(|name| contains(missing, name));
        if let Some(held) = held.filter(|_| !same(&other, "appId", app_id)) {
            let name = text(&other, "displayName");
            let reason = format!(
                "{held} belongs to \"{name}\" (appId {}). Take it off there, or leave that host out of the config.",
                text(&other, "appId")
            );
            return Err(Halt::stop_at(name, reason));
        }
    }
    Ok(())
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
