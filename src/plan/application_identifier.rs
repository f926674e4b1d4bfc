//! `application-identifier`.

use serde::Deserialize;

use super::auth_servers::find;
use super::facts::{contains, list, text, union};
use super::item::{Change, Halt, Item, or_later};
use super::world::{World, want};
use crate::step::{Context, Step};

#[derive(Deserialize)]
struct Want {
    known_urls: Vec<String>,
    domain_names: Vec<String>,
    graph_base_url: Option<String>,
}

pub(crate) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Want = want(world.tenant, step);
    let application = world.application.read()?;
    let servers = world.objects(Context::ExchangeShell, "AuthServer")?;
    let Some(at) = find(world.tenant, &servers, "AzureAD", &want.known_urls)? else {
        return Err(Halt::stop(
            "No AuthServer of type AzureAD belongs to this tenant.",
        ));
    };
    let server = &servers[at];
    let mut changes = Vec::new();
    let identifier = text(server, "ApplicationIdentifier");
    let app_id = application.app_id.as_deref();
    let right = app_id.is_some_and(|id| id.eq_ignore_ascii_case(&identifier));
    if !right {
        changes.push(Change::new(
            "ApplicationIdentifier",
            identifier.as_str(),
            or_later(app_id),
        ));
    }
    let domains = list(server, "DomainName");
    let union = union(&domains, &want.domain_names);
    if union.len() > domains.len() {
        changes.push(Change::new("DomainName", domains, union));
    }
    if let Some(url) = &want.graph_base_url {
        let present = text(server, "GraphBaseUrl");
        if !contains(&[url], &present) {
            changes.push(Change::new("GraphBaseUrl", present, url.as_str()));
        }
    }
    let item = Item::found("AuthServer", &text(server, "Name"), changes);
    Ok(vec![if right || identifier.is_empty() {
        item
    } else {
        item.because(format!(
            "It names the application {identifier}, which is not {} of this tenant.",
            application.name
        ))
    }])
}
