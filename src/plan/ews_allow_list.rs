//! `ews-allow-list`.

use serde_json::Value;

use super::facts::{contains, field, list, truth, union};
use super::item::{Change, Halt, Item, KNOWN_AFTER_APPLY};
use super::world::World;
use crate::step::{Context, Step};
use crate::steps::{self, DISABLED, EMPTY, UNDECIDED};

const LIST: &str = "EwsAllowedAppIDs";

pub(crate) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let application = world.application.read()?;
    let config = world.objects(Context::ExchangeOnline, "OrganizationConfig")?;
    let config = config.first().unwrap_or(&Value::Null);
    if field(config, LIST).is_none() {
        return Err(Halt::stop(format!(
            "Exchange Online did not return {LIST}: what is in the list is not known, so nothing may be written."
        )));
    }
    let present = list(config, LIST);
    let app_id = application.app_id.as_deref();
    let mut changes = Vec::new();
    let others = world.tenant.ews_allowed_app_ids.iter();
    let mut add: Vec<String> = others.map(ToString::to_string).collect();
    add.insert(0, app_id.unwrap_or(KNOWN_AFTER_APPLY).to_owned());
    if !add.iter().all(|id| contains(&present, id)) {
        let union = union(&present, &add);
        changes.push(Change::new(LIST, present.clone(), union));
    }
    let changed = !changes.is_empty();
    // There is one such object; the step knows it by the service's name.
    let name = steps::objects(world.tenant, step)
        .first()
        .map(|resource| resource.key.clone())
        .unwrap_or_default();
    let item = Item::found("OrganizationConfig", &name, changes);
    let enabled = truth(config, "EwsEnabled");
    if enabled == Some(false) && !changed {
        return Err(Halt::stop_at(name, DISABLED));
    }
    let open = match enabled {
        Some(false) => Some(DISABLED),
        None => Some(UNDECIDED),
        Some(true) => None,
    };
    let empty = (changed && present.is_empty() && add.len() == 1).then_some(EMPTY);
    let notes = open.into_iter().chain(empty);
    Ok(vec![notes.fold(item, Item::because)])
}
