//! The steps of `retire` that are code.

use serde::Deserialize;
use serde_json::{Value, json};

use super::facts::{contains, list, same, text, truth};
use super::item::{Action, Change, Halt, Item};
use super::setting_override;
use super::world::{World, want};
use crate::step::{Context, Step};

const OVERRIDE: &str = "SettingOverride";
const PRINCIPAL: &str = "ServicePrincipal";

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
    let principals = world.objects(Context::MgGraph, PRINCIPAL)?;
    let principal = app_id.and_then(|id| {
        let mut all = principals.iter();
        all.find(|one| same(one, "appId", &id)).cloned()
    });
    let enabled = principal
        .as_ref()
        .is_some_and(|one| truth(one, "accountEnabled") != Some(false));
    if !enabled {
        let item = Item::new(PRINCIPAL, &name, Action::Leave);
        return Ok(vec![item.because("It gets no tokens already.")]);
    }
    let change = Change::new("accountEnabled", true, false);
    let mut item = Item::found(PRINCIPAL, &name, vec![change]);
    item.only_after = want.after.first().cloned();
    Ok(vec![item.because(
        "Only with evidence that the connectors are switched off.",
    )])
}
