//! The steps of `retire` that are code.

use serde::Deserialize;
use serde_json::{Value, json};

use super::facts::{contains, list, same, text, truth};
use super::hand_off::{self, Handed};
use super::item::{Action, Change, Halt, Item};
use super::world::{World, want};
use super::{ews_allow_list, setting_override};
use crate::step::{Context, Step};

const OVERRIDE: &str = "SettingOverride";
const PRINCIPAL: &str = "ServicePrincipal";
const EXCHANGE_ONLINE: &str = "Exchange Online";

#[derive(Deserialize)]
struct Mailboxes {
    own: Vec<String>,
}

/// What types of mailboxes are left; whose they are is not collected.
pub(crate) fn mailboxes_left(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Mailboxes = want(world.tenant, step);
    let all = world.objects(Context::ExchangeShell, "Mailbox")?;
    let left = all
        .iter()
        .filter(|one| !contains(&want.own, &text(one, "RecipientTypeDetails")));
    let blocks = left.map(|one| {
        let name = text(one, "RecipientTypeDetails");
        let reason = format!(
            "{} mailboxes of this type are left on-premises: the procedure is not for this organisation yet.",
            text(one, "Count")
        );
        Item {
            name: name.clone(),
            ..Item::new("Mailbox", &name, Action::Conflict)
        }
        .because(reason)
    });
    Ok(blocks.collect())
}

#[derive(Deserialize)]
struct Overrides {
    sections: Vec<String>,
    after: Vec<String>,
}

pub(crate) fn setting_override(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Overrides = want(world.tenant, step);
    let all = world.objects(Context::ExchangeShell, OVERRIDE)?;
    let of_section = |one: &Value| {
        let section = format!(
            "{}/{}",
            text(one, "ComponentName"),
            text(one, "SectionName")
        );
        want.sections.contains(&section).then_some(section)
    };
    let mut items = Vec::new();
    for (one, section) in all.iter().filter_map(|one| Some((one, of_section(one)?))) {
        let before = json!({
            "Name": text(one, "Name"),
            "Section": section,
            "Parameters": list(one, "Parameters"),
            "Server": list(one, "Server"),
            "Reason": text(one, "Reason"),
        });
        let change = Change::new("(object)", before, Value::Null);
        let mut item = Item::found(OVERRIDE, &text(one, "Name"), vec![change]);
        item.only_after = want.after.first().cloned();
        items.push(item.because("Only with evidence that the connectors are switched off."));
    }
    if items.is_empty() {
        let item = Item::new(OVERRIDE, &want.sections[0], Action::Leave);
        items.push(item.because("No setting override of the dedicated application is there."));
    }
    let changed = items.iter().any(|item| !item.changes.is_empty());
    items.extend(setting_override::without(
        world,
        step,
        &want.sections,
        changed,
    )?);
    Ok(items)
}

#[derive(Deserialize)]
struct Application {
    name_prefix: String,
    after: Vec<String>,
}

pub(crate) fn application(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let found = switched_off(world, step);
    if let Err(halt) = &found {
        world.application = Handed::after(halt, &step.id);
    }
    found
}

fn switched_off(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Application = want(world.tenant, step);
    let certificates = world.certificates.read()?;
    let guid = certificates.organization_guid.clone().unwrap_or_default();
    let name = format!("{}{guid}", want.name_prefix);
    let applications = world.objects(Context::MgGraph, "Application")?;
    let found: Vec<&Value> = applications
        .iter()
        .filter(|one| same(one, "displayName", &name))
        .collect();
    if found.len() > 1 {
        return Err(Halt::stop_at(name, "Several applications have that name."));
    }
    let app_id = found.first().map(|one| text(one, "appId"));
    let object_id = found.first().map(|one| text(one, "id"));
    let principals = world.objects(Context::MgGraph, PRINCIPAL)?;
    let principal = app_id.as_deref().and_then(|id| {
        let mut all = principals.iter();
        all.find(|one| same(one, "appId", id)).cloned()
    });
    let Some(principal) = principal else {
        world.application = Handed::nothing(&step.id);
        let item = Item::new(PRINCIPAL, &name, Action::Leave);
        return Ok(vec![item.because("It is gone already.")]);
    };
    let principal_id = Some(text(&principal, "id"));
    let values = [
        ("display_name", Some(name.clone())),
        ("organization_guid", Some(guid)),
        ("app_id", app_id.clone()),
        ("application_object_id", object_id),
        ("service_principal_object_id", principal_id.clone()),
    ];
    let file = hand_off::file(world, "application.json", &values);
    let lower = |id: Option<String>| id.map(|id| id.to_lowercase());
    world.application = Handed::Known(hand_off::Application {
        name: name.clone(),
        app_id: lower(app_id),
        principal_id: lower(principal_id),
    });
    if truth(&principal, "accountEnabled") == Some(false) {
        let item = Item::new(PRINCIPAL, &name, Action::Leave);
        return Ok(vec![item.because("It gets no tokens already."), file]);
    }
    let change = Change::new("accountEnabled", true, false);
    let mut item = Item::found(PRINCIPAL, &name, vec![change]);
    item.only_after = want.after.first().cloned();
    let item = item.because("Only with evidence that the connectors are switched off.");
    Ok(vec![item, file])
}

#[derive(Deserialize)]
struct AllowList {
    after: Vec<String>,
    last_one: String,
    undecided: String,
}

pub(crate) fn ews_allow_list(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: AllowList = want(world.tenant, step);
    let application = world.application.read()?;
    let all = world.objects(Context::ExchangeOnline, "OrganizationConfig")?;
    let config = all.first().unwrap_or(&Value::Null);
    let present = ews_allow_list::listed(config)?;
    let own = application.app_id.unwrap_or_default();
    let kept: Vec<String> = present
        .iter()
        .filter(|id| !id.eq_ignore_ascii_case(&own))
        .cloned()
        .collect();
    let enabled = truth(config, "EwsEnabled");
    let leave = Item {
        name: EXCHANGE_ONLINE.to_owned(),
        ..Item::new("OrganizationConfig", EXCHANGE_ONLINE, Action::Leave)
    };
    if kept.len() == present.len() {
        return Ok(vec![leave.because("The application is not in the list.")]);
    }
    if kept.is_empty() && enabled == Some(true) {
        return Ok(vec![leave.because(want.last_one)]);
    }
    let change = Change::new(ews_allow_list::LIST, present, kept);
    let mut item = Item::found("OrganizationConfig", EXCHANGE_ONLINE, vec![change]);
    item.only_after = want.after.first().cloned();
    Ok(vec![match enabled {
        None => item.because(want.undecided),
        Some(_) => item,
    }])
}
