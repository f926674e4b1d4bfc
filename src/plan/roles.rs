//! The application roles of the dedicated application (`parts/app-roles.ps1.tera`).

use serde::Deserialize;

use super::facts::{objects, same, text};
use super::item::Halt;
use super::service_principal_names::principal;
use super::world::World;

/// The values that the template of the roles needs.
#[derive(Deserialize)]
pub(super) struct Want {
    known_roles: Vec<Role>,
    graph_app_id: String,
    graph_role_values: Vec<String>,
}

/// A role and the service that defines it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Role {
    pub value: String,
    pub resource_app_id: String,
    pub id: String,
}

/// Every role that is wanted; those of Microsoft Graph are looked up on its service principal.
pub(super) fn wanted(world: &World<'_>, want: &Want) -> Result<Vec<Role>, Halt> {
    let mut roles = want.known_roles.clone();
    if want.graph_role_values.is_empty() {
        return Ok(roles);
    }
    let graph = principal(world, &want.graph_app_id)?;
    for value in &want.graph_role_values {
        let offered: Vec<_> = objects(&graph, "appRoles")
            .iter()
            .filter(|role| same(role, "value", value))
            .collect();
        let [role] = offered[..] else {
            return Err(Halt::stop(format!(
                "Microsoft Graph offers the application role {value} {} times in this tenant, it must be there once.",
                offered.len()
            )));
        };
        roles.push(Role {
            value: value.clone(),
            resource_app_id: want.graph_app_id.clone(),
            id: text(role, "id"),
        });
    }
    Ok(roles)
}
