//! The steps of `organization-relationship` that are code: the trust, its domains, the end of the relationships.

use serde::Deserialize;
use serde_json::{Value, json};

use super::facts::{contains, list, names, same, text, truth};
use super::item::{Action, Change, Halt, Item};
use super::world::{World, want};
use crate::step::{Context, Step};

const SHELL: Context = Context::ExchangeShell;

const TRUST: &str = "FederationTrust";
const CERTIFICATE: &str = "ExchangeCertificate";
const IDENTIFIER: &str = "FederatedOrganizationIdentifier";
const DOMAIN: &str = "FederatedDomain";
const RELATIONSHIP: &str = "OrganizationRelationship";

#[derive(Deserialize)]
struct Trust {
    trust: String,
    certificate: String,
    token_issuer: String,
}

pub(crate) fn trust(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Trust = want(world.tenant, step);
    let mut trusts = world.objects(SHELL, TRUST)?;
    if trusts.len() > 1 {
        let found = names(&trusts);
        let reason = format!("There are several federation trusts: {found}. Keep the one in use.");
        return Err(Halt::stop_at(found, reason));
    }
    if let Some(there) = trusts.first() {
        let name = text(there, "Name");
        if !same(there, "TokenIssuerUri", &want.token_issuer) {
            let reason = format!(
                "It is with {}, not with {}: with the consumer service Exchange Online cannot be federated.",
                text(there, "TokenIssuerUri"),
                want.token_issuer
            );
            return Err(Halt::stop_at(name, reason));
        }
        return Ok(vec![Item::found(TRUST, &name, Vec::new())]);
    }
    let server = world.server().to_owned();
    let own: Vec<Value> = world
        .objects(SHELL, CERTIFICATE)?
        .into_iter()
        .filter(|one| {
            same(one, "FriendlyName", &want.certificate)
                && super::facts::same_server(&text(one, "Server"), &server)
        })
        .collect();
    let mut items = Vec::new();
    match own.len() {
        0 => items.push(Item::create(
            CERTIFICATE,
            &want.certificate,
            json!({ "FriendlyName": want.certificate, "Services": "Federation" }),
        )),
        1 => {}
        _ => {
            let reason = format!("Several certificates on {server} have that name.");
            return Err(Halt::stop_at(want.certificate, reason));
        }
    }
    let object = json!({ "Name": want.trust, "Certificate": want.certificate });
    items.push(Item::create(TRUST, &want.trust, object));
    trusts.push(json!({ "Name": want.trust, "TokenIssuerUri": want.token_issuer }));
    world.replace(SHELL, TRUST, trusts);
    Ok(items)
}

#[derive(Deserialize)]
struct Domains {
    token_issuer: String,
    prefix: String,
    domains: Vec<String>,
}

pub(crate) fn domains(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Domains = want(world.tenant, step);
    let trusts = world.objects(SHELL, TRUST)?;
    let usable = trusts
        .iter()
        .filter(|one| same(one, "TokenIssuerUri", &want.token_issuer));
    if usable.count() != 1 {
        return Err(Halt::stop(
            "There is no federation trust to use, or several.",
        ));
    }
    let identifiers = world.objects(SHELL, IDENTIFIER)?;
    let identifier = identifiers.first().cloned().unwrap_or_default();
    let namespace = text(&identifier, "AccountNamespace");
    let first = &want.domains[0];
    let wanted = format!("{}.{first}", want.prefix);
    let changes = if namespace.is_empty() {
        vec![Change::new("AccountNamespace", "", first.as_str())]
    } else if !namespace.eq_ignore_ascii_case(&wanted) {
        let reason = format!(
            "The account namespace is {namespace}, not {wanted}: put its domain first in on_premises.smtp_domains."
        );
        return Err(Halt::stop_at(namespace, reason));
    } else if truth(&identifier, "Enabled") != Some(true) {
        vec![Change::new("Enabled", false, true)]
    } else {
        Vec::new()
    };
    let mut item = Item::found(IDENTIFIER, "federation", changes);
    if namespace.is_empty() {
        item = item.because("Its domains need their TXT records in the public DNS first.");
    }
    let there = list(&identifier, "Domains");
    let more = want.domains[1..].iter().map(|domain| {
        if contains(&there, domain) {
            Item::found(DOMAIN, domain, Vec::new())
        } else {
            Item::create(DOMAIN, domain, json!({ "DomainName": domain }))
        }
    });
    Ok(std::iter::once(item).chain(more).collect())
}

#[derive(Deserialize)]
struct End {
    domains: Vec<String>,
    names: Vec<String>,
    mailbox: Option<String>,
}

pub(crate) fn end(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: End = want(world.tenant, step);
    let holds = |one: &Value, property: &str| {
        let domains = list(one, property);
        want.domains.iter().any(|domain| contains(&domains, domain))
    };
    let enabled = |one: &Value| truth(one, "Enabled") == Some(true);
    let connectors = world.objects(step.context, "IntraOrganizationConnector")?;
    let mut relationships = world.objects(step.context, RELATIONSHIP)?;
    let winners = connectors
        .iter()
        .any(|one| enabled(one) && holds(one, "TargetAddressDomains"));
    let leave = |reason: &str| {
        let item = Item::new(RELATIONSHIP, &want.names[0], Action::Leave);
        Ok(vec![item.because(reason)])
    };
    if !winners {
        return leave(
            "No enabled connector holds its domains yet, so OAuth does not do its calls.",
        );
    }
    let mut items = Vec::new();
    for one in &mut relationships {
        let name = text(one, "Name");
        if !enabled(one) || !holds(one, "DomainNames") || !contains(&want.names, &name) {
            continue;
        }
        let change = Change::new("Enabled", true, false);
        let item = Item::found(RELATIONSHIP, &name, vec![change]);
        items.push(item.because("Only when the test of OAuth succeeds."));
        one["Enabled"] = json!(false);
    }
    if items.is_empty() {
        return leave("No relationship of this procedure is enabled.");
    }
    if want.mailbox.is_none() {
        return Err(Halt::stop(
            "The config names no mailboxes, so nobody can tell whether OAuth works.",
        ));
    }
    world.replace(step.context, RELATIONSHIP, relationships);
    Ok(items)
}
