//! `auth-servers`, and how an AuthServer is found (`parts/find-auth-server.ps1.tera`).

use serde::Deserialize;
use serde_json::{Value, json};

use super::facts::{contains, known, names, same, text, truth};
use super::item::{Change, Halt, Item};
use super::world::{World, want};
use crate::step::{Context, Step};
use crate::tenant::Tenant;

#[derive(Deserialize)]
struct Want {
    auth_servers: Vec<Server>,
}

#[derive(Deserialize)]
struct Server {
    r#type: String,
    name: String,
    other_name: String,
    url: String,
    good_urls: Vec<String>,
    known_urls: Vec<String>,
}

pub(super) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Want = want(world.tenant, step);
    let present = world.objects(Context::ExchangeShell, "AuthServer")?;
    let mut after = present.clone();
    let mut items = Vec::new();
    for server in &want.auth_servers {
        items.push(
            match find(world.tenant, &present, &server.r#type, &server.known_urls)? {
                None => create(world.tenant, server, &present, &mut after),
                Some(at) => compare(world.tenant, server, &present[at], &mut after[at])?,
            },
        );
    }
    world.replace(Context::ExchangeShell, "AuthServer", after);
    Ok(items)
}

fn create(tenant: &Tenant, server: &Server, present: &[Value], after: &mut Vec<Value>) -> Item {
    let taken: Vec<String> = present.iter().map(|one| text(one, "Name")).collect();
    let name = if contains(&taken, &server.name) {
        &server.other_name
    } else {
        &server.name
    };
    let object = json!({ "Name": name, "Type": server.r#type, "AuthMetadataUrl": server.url });
    // Exchange reads the realm from the metadata.
    let mut made = object.clone();
    made["Realm"] = json!(tenant.tenant_id);
    made["Enabled"] = json!(true);
    after.push(made);
    Item::create("AuthServer", name, object)
}

fn compare(
    tenant: &Tenant,
    server: &Server,
    present: &Value,
    after: &mut Value,
) -> Result<Item, Halt> {
    let name = text(present, "Name");
    let realm = text(present, "Realm");
    if let Some(ours) = &tenant.tenant_id
        && !realm.eq_ignore_ascii_case(ours.as_str())
    {
        let reason = format!(
            "The Realm of the AuthServer {name} is \"{realm}\", not the tenant {ours}: its metadata URL leads to another tenant."
        );
        return Err(Halt::stop_at(name, reason));
    }
    let mut changes = Vec::new();
    let url = text(present, "AuthMetadataUrl");
    if !contains(&server.good_urls, &url) {
        changes.push(Change::new("AuthMetadataUrl", url, server.url.as_str()));
        after["AuthMetadataUrl"] = json!(server.url);
    }
    if truth(present, "Enabled") != Some(true) {
        changes.push(Change::new("Enabled", known(present, "Enabled"), true));
        after["Enabled"] = json!(true);
    }
    let item = Item::found("AuthServer", &name, changes);
    Ok(item.adopted_unless(&[&server.name, &server.other_name]))
}

/// Where the AuthServer of a type is that belongs to the tenant: by Realm, then by metadata URL.
pub(super) fn find(
    tenant: &Tenant,
    servers: &[Value],
    kind: &str,
    urls: &[String],
) -> Result<Option<usize>, Halt> {
    let of_type: Vec<usize> = (0..servers.len())
        .filter(|at| same(&servers[*at], "Type", kind))
        .collect();
    let with = |test: &dyn Fn(&Value) -> bool| -> Vec<usize> {
        of_type
            .iter()
            .copied()
            .filter(|at| test(&servers[*at]))
            .collect()
    };
    let mut found = match &tenant.tenant_id {
        Some(id) => with(&|one| same(one, "Realm", id.as_str())),
        None => Vec::new(),
    };
    if found.is_empty() {
        found = with(&|one| contains(urls, &text(one, "AuthMetadataUrl")));
    }
    match found[..] {
        [one] => Ok(Some(one)),
        [] if tenant.tenant_id.is_none() && !of_type.is_empty() => {
            let names = names(of_type.iter().map(|at| &servers[*at]));
            let reason = "Without tenant.id in the config it cannot be told whether these AuthServer objects belong to this tenant.";
            Err(Halt::stop_at(names, reason))
        }
        [] => Ok(None),
        _ => {
            let names = names(found.iter().map(|at| &servers[*at]));
            let reason = format!(
                "There are {} AuthServer objects of type {kind} for this tenant; keep the one in use, remove the others.",
                found.len()
            );
            Err(Halt::stop_at(names, reason))
        }
    }
}
