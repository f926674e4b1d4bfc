//! `ews-allow-list`.

use serde_json::Value;

use super::facts::{contains, field, list, truth, union};
use super::item::{Change, Halt, Item, KNOWN_AFTER_APPLY};
use super::world::World;
use crate::step::{Context, Step};

const LIST: &str = "EwsAllowedAppIDs";

pub(super) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let application = world.application.read()?;
    let config = world.objects(Context::ExchangeOnline, "OrganizationConfig")?;
    let config = config.first().unwrap_or(&Value::Null);
    if field(config, LIST).is_none() {
        return Err(Halt::stop(format!(
            "Exchange Online did not return {LIST}: what is in the list is not known, so nothing may be written."
        )));
    }
    if truth(config, "EwsEnabled") == Some(false) {
        return Err(Halt::stop(
            "EwsEnabled is False: somebody switched EWS off for the whole organisation, and this step does not switch it on.",
        ));
    }
    let present = list(config, LIST);
    let app_id = application.app_id.as_deref();
    let mut changes = Vec::new();
    if !app_id.is_some_and(|id| contains(&present, id)) {
        let add = vec![app_id.unwrap_or(KNOWN_AFTER_APPLY).to_owned()];
        let union = union(&present, &add);
        changes.push(Change::new(LIST, present.clone(), union));
    }
    let changed = !changes.is_empty();
    // There is one such object; the step knows it by the service's name.
    let name = step
        .objects(world.tenant)
        .first()
        .map(|resource| resource.key.clone())
        .unwrap_or_default();
    let item = Item::found("OrganizationConfig", &name, changes);
    Ok(vec![if changed && present.is_empty() {
        item.because("The list is empty: as soon as it holds one application and EwsEnabled is True, every other that is not in it is refused.")
    } else {
        item
    }])
}
