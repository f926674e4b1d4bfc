//! `service-principal-certificate`.

use serde::Deserialize;

use super::facts::text;
use super::item::{Halt, Item};
use super::keys;
use super::service_principal_names::principal;
use super::world::{World, want};
use crate::step::{Context, Step};

#[derive(Deserialize)]
struct Want {
    application_identifier: String,
}

pub(crate) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Want = want(world.tenant, step);
    let principal = principal(world, &want.application_identifier)?;
    let certificates = world.certificates.read()?;
    let present = keys::of(&principal, world.collected(Context::MgGraph));
    let changes = keys::addition(&present, &certificates)
        .into_iter()
        .collect();
    let item = Item::found(
        "ServicePrincipal",
        &text(&principal, "displayName"),
        changes,
    );
    Ok(vec![item.with_key(&want.application_identifier)])
}
