//! `preflight-modern-authentication`: what would stop it.

use serde::Deserialize;
use serde_json::Value;

use super::facts::{contains, host, same, text, truth};
use super::item::{Halt, Item};
use super::preflight::{self, blocks};
use super::preflight_servers;
use super::world::{World, want};
use crate::step::{Context, Step};

const SHELL: Context = Context::ExchangeShell;

#[derive(Deserialize)]
struct Want {
    names: Vec<String>,
    directories: Vec<Directory>,
}

#[derive(Deserialize)]
struct Directory {
    kind: String,
}

pub(crate) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let mut items = Vec::new();
    items.extend(preflight::certificate(world));
    items.extend(preflight_servers::plan(world, &want(world.tenant, step)));
    items.extend(endpoint(world));
    items.extend(urls(world, &want(world.tenant, step)));
    Ok(items)
}

/// The AuthServer of the tenant must be there and enabled, and no other the default.
fn endpoint(world: &World<'_>) -> Vec<Item> {
    let Ok(servers) = world.objects(SHELL, "AuthServer") else {
        return Vec::new();
    };
    let tenant = world.tenant.tenant_id.as_ref();
    let tenant = tenant.map_or("", |id| id.as_str());
    let stop = |server: &Value, what: &str| {
        let name = text(server, "Name");
        blocks("AuthServer", &name, format!("The AuthServer {name} {what}"))
    };
    let mut own = servers
        .iter()
        .filter(|one| same(one, "Type", "AzureAD") && same(one, "Realm", tenant));
    let mut items = Vec::new();
    match own.next() {
        None => {
            let reason = format!("No AuthServer of type AzureAD has the realm {tenant}.");
            items.push(blocks("AuthServer", "evoSTS", reason));
        }
        Some(one) if truth(one, "Enabled") == Some(false) => {
            items.push(stop(one, "of this tenant is disabled."));
        }
        Some(_) => {}
    }
    let default = |one: &&Value| {
        truth(one, "IsDefaultAuthorizationEndpoint") == Some(true) && !same(one, "Realm", tenant)
    };
    let others = servers.iter().filter(default);
    items.extend(others.map(|one| stop(one, "is the default authorization endpoint.")));
    items
}

/// The URLs that clients are told and for which the tenant would give no token.
fn urls(world: &World<'_>, want: &Want) -> Vec<Item> {
    let mut items = Vec::new();
    let mut look = |kind: &str, named_by: &str, properties: &[&str]| {
        for object in world.objects(SHELL, kind).unwrap_or_default() {
            for property in properties {
                let url = text(&object, property);
                let known = url.to_lowercase().starts_with("https://")
                    && contains(&want.names, &format!("https://{}/", host(&url)));
                if !url.is_empty() && !known {
                    let reason =
                        format!("Its {property} is {url}: clients that are told it get no token.");
                    items.push(blocks(kind, &text(&object, named_by), reason));
                }
            }
        }
    };
    for directory in &want.directories {
        look(&directory.kind, "Identity", &["InternalUrl", "ExternalUrl"]);
    }
    look(
        "ClientAccessService",
        "Name",
        &["AutoDiscoverServiceInternalUri"],
    );
    items
}
