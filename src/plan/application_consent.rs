//! `application-consent`.

use serde_json::json;

use super::facts::{same, text};
use super::item::{Halt, Item, or_later};
use super::roles;
use super::service_principal_names::principal;
use super::world::{World, want};
use crate::step::{Context, Step};

pub(crate) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: roles::Want = want(world.tenant, step);
    let application = world.application.read()?;
    let given = match &application.principal_id {
        Some(id) => {
            world.require_key(Context::MgGraph, "AppRoleAssignment", id)?;
            let mut given = world.objects(Context::MgGraph, "AppRoleAssignment")?;
            given.retain(|one| same(one, "principalId", id));
            given
        }
        None => Vec::new(),
    };
    let mut items = Vec::new();
    for role in roles::wanted(world, &want)? {
        let resource = text(&principal(world, &role.resource_app_id)?, "id");
        let there = given
            .iter()
            .any(|one| same(one, "resourceId", &resource) && same(one, "appRoleId", &role.id));
        items.push(if there {
            Item::found("AppRoleAssignment", &role.value, Vec::new())
        } else {
            let object = json!({
                "principalId": or_later(application.principal_id.as_deref()),
                "resourceId": resource,
                "appRoleId": role.id,
            });
            Item::create("AppRoleAssignment", &role.value, object).because(format!(
                "Consent for {}, for the whole tenant.",
                application.name
            ))
        });
    }
    Ok(items)
}
