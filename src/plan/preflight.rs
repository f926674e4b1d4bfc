//! `preflight`: what would stop it, and what no step mends though calls will fail for it.

use serde::Deserialize;
use serde_json::Value;

use super::export_certificate::store;
use super::facts::{contains, list, names, same, text, truth};
use super::item::{Action, Halt, Item};
use super::preflight_servers;
use super::world::{World, want};
use crate::step::{Context, Step};

const SHELL: Context = Context::ExchangeShell;

#[derive(Deserialize)]
pub(super) struct Want {
    pub needs: Vec<Need>,
    oauth: bool,
    stop_at_dauth: bool,
    tenant_domains: Vec<String>,
    routing_domain: String,
    relationships: Vec<String>,
}

/// What the method asks of every server.
#[derive(Deserialize)]
pub(super) struct Need {
    pub capability: String,
    pub purpose: String,
    pub level: String,
}

pub(crate) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let world = &*world;
    let want: Want = want(world.tenant, step);
    let mut items = Vec::new();
    if want.oauth {
        items.extend(certificate(world));
    } else {
        items.extend(oauth_in_use(world, &want));
    }
    items.extend(preflight_servers::plan(world, &want));
    items.extend(warnings(world));
    if want.stop_at_dauth {
        items.extend(dauth(world, &want));
    }
    Ok(items)
}

pub(super) fn blocks(kind: &str, key: &str, reason: impl AsRef<str>) -> Item {
    Item {
        name: key.to_owned(),
        ..Item::new(kind, key, Action::Conflict)
    }
    .because(reason)
}

/// The certificate that signs the organisation's tokens, on the server where the state was collected.
pub(super) fn certificate(world: &World<'_>) -> Option<Item> {
    let config = world.objects(SHELL, "AuthConfig").ok()?;
    let thumbprint = config
        .first()
        .map(|config| text(config, "CurrentCertificateThumbprint"))
        .unwrap_or_default();
    if thumbprint.is_empty() {
        return Some(blocks(
            "AuthConfig",
            "AuthConfig",
            "The AuthConfig names no current certificate.",
        ));
    }
    let store = store(world).ok()?;
    let server = world.server();
    let Some(found) = store
        .iter()
        .find(|one| same(one, "Thumbprint", &thumbprint))
    else {
        let reason = format!("The auth certificate {thumbprint} is not in the store of {server}.");
        return Some(blocks("AuthConfig", &thumbprint, reason));
    };
    let now = world.collected(SHELL);
    let (from, until) = (text(found, "NotBefore"), text(found, "NotAfter"));
    let reason = if truth(found, "HasPrivateKey") == Some(false) {
        format!("The auth certificate {thumbprint} is on {server} without its private key.")
    } else if !until.is_empty() && until.as_str() <= now {
        format!("The auth certificate {thumbprint} expired on {until}.")
    } else if !until.is_empty() && from.as_str() > now {
        format!("The auth certificate {thumbprint} is valid from {from} on only.")
    } else {
        return None;
    };
    Some(blocks("AuthConfig", &thumbprint, reason))
}

/// An organisation that uses only DAuth for the tenant.
fn dauth(world: &World<'_>, want: &Want) -> Option<Item> {
    let trusts = world.objects(SHELL, "FederationTrust").ok()?;
    let relationships = world.objects(SHELL, "OrganizationRelationship").ok()?;
    let servers = world.objects(SHELL, "AuthServer").ok()?;
    let connectors = world.objects(SHELL, "IntraOrganizationConnector").ok()?;
    let for_tenant = |one: &&Value, property: &str| {
        let domains = list(one, property);
        truth(one, "Enabled") == Some(true)
            && want
                .tenant_domains
                .iter()
                .any(|domain| contains(&domains, domain))
    };
    let relationships: Vec<&Value> = relationships
        .iter()
        .filter(|one| for_tenant(one, "DomainNames"))
        .collect();
    let token_services = servers
        .iter()
        .any(|one| same(one, "Type", "MicrosoftACS") || same(one, "Type", "AzureAD"));
    let connected = connectors
        .iter()
        .any(|one| for_tenant(&one, "TargetAddressDomains"));
    if trusts.is_empty() || relationships.is_empty() || token_services || connected {
        return None;
    }
    let reason = format!(
        "This organisation uses DAuth only (federation trust {}; no AuthServer of Microsoft's token services, no connector): the dedicated application is for OAuth.",
        names(&trusts)
    );
    Some(blocks(
        "OrganizationRelationship",
        &names(relationships),
        reason,
    ))
}

/// An organisation whose calls OAuth does already, and that has no relationship of the procedure to end.
fn oauth_in_use(world: &World<'_>, want: &Want) -> Option<Item> {
    let relationships = world.objects(SHELL, "OrganizationRelationship").ok()?;
    let connectors = world.objects(SHELL, "IntraOrganizationConnector").ok()?;
    let winners: Vec<&Value> = connectors
        .iter()
        .filter(|one| {
            let domains = list(one, "TargetAddressDomains");
            truth(one, "Enabled") == Some(true) && contains(&domains, &want.routing_domain)
        })
        .collect();
    let own = |one: &Value| contains(&want.relationships, &text(one, "Name"));
    if winners.is_empty() || relationships.iter().any(own) {
        return None;
    }
    let reason = format!(
        "The enabled connector {} holds {}: OAuth does these calls, and it wins over organization relationships.",
        names(winners.iter().copied()),
        want.routing_domain
    );
    Some(blocks(
        "IntraOrganizationConnector",
        &names(winners),
        reason,
    ))
}

/// What is left as it is, and calls fail for it: a wildcard among the accepted domains, EWS on another port.
fn warnings(world: &World<'_>) -> Vec<Item> {
    let said =
        |kind: &str, key: &str, reason: String| Item::found(kind, key, Vec::new()).because(reason);
    let mut items = Vec::new();
    for domain in world.objects(SHELL, "AcceptedDomain").unwrap_or_default() {
        let name = text(&domain, "DomainName");
        if name.starts_with("*.") {
            let reason = "Calls for the domains below it fail: for a wildcard Exchange Online gets no token (error 2000004). Accept those domains one by one.";
            items.push(said("AcceptedDomain", &name, reason.to_owned()));
        }
    }
    for directory in world
        .objects(SHELL, "WebServicesVirtualDirectory")
        .unwrap_or_default()
    {
        let url = text(&directory, "ExternalUrl");
        let host = url.split('/').nth(2).unwrap_or_default();
        if host.split_once(':').is_some_and(|(_, port)| port != "443") {
            let reason = format!(
                "Its ExternalUrl is {url}: Exchange Online reaches on-premises servers on port 443 only."
            );
            items.push(said(
                "WebServicesVirtualDirectory",
                &text(&directory, "Identity"),
                reason,
            ));
        }
    }
    items
}
