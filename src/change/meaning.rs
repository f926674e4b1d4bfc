//! Objects, steps and settings of two bundles side by side.

use serde::Serialize;
use serde_json::Value;

use super::side::{Object, Side};
use super::{Change, PropertyChange, StepChange, effect, risk};
use crate::risk::NONE;
use crate::settings::{self, Acts};
use crate::step::{Step, Text};
use crate::steps;

/// What becomes of an object, a step, a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Only the new one has it.
    Add,
    /// Both have it, otherwise.
    Change,
    /// Only the old one has it.
    Remove,
}

impl Action {
    /// The word for people; the same as in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Change => "change",
            Self::Remove => "remove",
        }
    }

    /// From whether each side has it.
    fn of(old: bool, new: bool) -> Self {
        match (old, new) {
            (false, _) => Self::Add,
            (true, true) => Self::Change,
            (true, false) => Self::Remove,
        }
    }
}

/// The step as the two sides or this program know it; `collect` is none.
pub(super) fn known<'a>(old: &'a Side, new: &'a Side, id: &str) -> Option<&'a Step> {
    let mut own = new.own.steps.iter().chain(&old.own.steps);
    own.find(|step| step.id == id)
        .or_else(|| steps::known().find(|step| step.id == id))
}

/// Settings that differ, in the order of the config; nothing where a side does not list them.
pub(super) fn settings(old: &Side, new: &Side) -> Vec<PropertyChange> {
    if old.manifest.settings.is_none() || new.manifest.settings.is_none() {
        return Vec::new();
    }
    // What an older version did not list is not known to differ.
    let lists = |side: &Side, path: &str| {
        let settings = side.manifest.settings.as_ref();
        settings.is_some_and(|settings| settings.contains_key(path))
    };
    settings::ALL
        .iter()
        .filter(|setting| [old, new].iter().all(|side| lists(side, setting.path)))
        .filter(|setting| old.setting(setting.path) != new.setting(setting.path))
        .map(|setting| PropertyChange {
            name: setting.path.to_owned(),
            from: old.setting(setting.path).clone(),
            to: new.setting(setting.path).clone(),
        })
        .collect()
}

/// Steps that are new, gone or have another number, in the order of the new bundle, gone ones last.
pub(super) fn steps(old: &Side, new: &Side) -> Vec<StepChange> {
    let find = |side: &Side, step: &super::side::Step| {
        let mut found = side.manifest.steps.iter();
        found
            .find(|other| other.id == step.id && other.context == step.context)
            .map(|found| found.file.clone())
    };
    let change = |step: &super::side::Step, from: Option<String>, to: Option<String>| StepChange {
        action: Action::of(from.is_some(), to.is_some()),
        id: step.id.clone(),
        context: step.context.clone(),
        title: known(old, new, &step.id).map_or("".into(), |step| step.title.clone()),
        from,
        to,
    };
    let there = new
        .manifest
        .steps
        .iter()
        .map(|step| change(step, find(old, step), Some(step.file.clone())));
    let gone = old
        .manifest
        .steps
        .iter()
        .map(|step| change(step, Some(step.file.clone()), find(new, step)));
    there
        .filter(|step| step.from != step.to)
        .chain(gone.filter(|step| step.to.is_none()))
        .collect()
}

/// Objects that differ in the order of the steps, then the settings that show in none of them.
pub(super) fn changes(old: &Side, new: &Side, settings: &[PropertyChange]) -> Vec<Change> {
    let (Some(before), Some(after)) = (&old.manifest.resources, &new.manifest.resources) else {
        return Vec::new();
    };
    let same_organisation = ["cloud", "tenant.initial_domain"]
        .iter()
        .all(|path| old.setting(path) == new.setting(path));
    let mut left: Vec<Option<&Object>> = before.iter().map(Some).collect();
    let mut partner: Vec<Option<&Object>> = vec![None; after.len()];
    for exact in [true, false] {
        for (object, partner) in after.iter().zip(&mut partner) {
            let fits = |other: &Object| {
                other.step == object.step
                    && other.kind == object.kind
                    && (other.key == object.key
                        || !exact && same_organisation && is_found_anew(other, object))
            };
            if partner.is_none() {
                let found = left.iter_mut().find(|one| one.is_some_and(fits));
                *partner = found.and_then(Option::take);
            }
        }
    }
    let there = after
        .iter()
        .zip(partner)
        .filter_map(|(object, partner)| one(old, new, partner, Some(object)));
    let mut changes: Vec<Change> = there.collect();
    changes.extend(
        left.into_iter()
            .flatten()
            .filter_map(|object| one(old, new, Some(object), None)),
    );
    let order = |change: &Change| {
        let id = change.step.as_deref().unwrap_or_default();
        steps::known()
            .position(|step| step.id == id)
            .unwrap_or(usize::MAX)
    };
    changes.sort_by_key(order);
    changes.extend(
        settings
            .iter()
            .filter_map(|setting| of_setting(old, new, setting)),
    );
    changes
}

/// Whether a script would find the object that has the old key by what it looks for now.
fn is_found_anew(old: &Object, new: &Object) -> bool {
    match new.kind.as_str() {
        // The key is the type and the name of the tenant, by its id or its initial domain.
        "AuthServer" => old.key.split(' ').next() == new.key.split(' ').next(),
        "IntraOrganizationConnector" => {
            let domains = |object: &Object| match object.get("TargetAddressDomains") {
                Some(Value::Array(domains)) => domains.clone(),
                _ => Vec::new(),
            };
            let before = domains(old);
            domains(new).iter().any(|domain| before.contains(domain))
        }
        _ => false,
    }
}

fn one(old: &Side, new: &Side, from: Option<&Object>, to: Option<&Object>) -> Option<Change> {
    let object = to.or(from)?;
    let mut names: Vec<&str> = Vec::new();
    for property in [to, from]
        .into_iter()
        .flatten()
        .flat_map(|one| &one.properties)
    {
        if !names.contains(&property.name.as_str()) {
            names.push(&property.name);
        }
    }
    let value = |object: Option<&Object>, name| {
        object
            .and_then(|object| object.get(name))
            .cloned()
            .unwrap_or_default()
    };
    let properties: Vec<PropertyChange> = names
        .into_iter()
        .map(|name| PropertyChange {
            name: name.to_owned(),
            from: value(from, name),
            to: value(to, name),
        })
        .filter(|property| property.from != property.to)
        .collect();
    let action = Action::of(from.is_some(), to.is_some());
    if action == Action::Change && properties.is_empty() {
        return None;
    }
    Some(finish(
        old,
        new,
        Change {
            action,
            kind: object.kind.clone(),
            key: object.key.clone(),
            step: Some(object.step.clone()),
            properties,
            ..EMPTY
        },
    ))
}

fn of_setting(old: &Side, new: &Side, setting: &PropertyChange) -> Option<Change> {
    let step = match settings::find(&setting.name)?.acts {
        Acts::Objects => return None,
        Acts::Step(id) => Some(id.to_owned()),
        Acts::Documents | Acts::Scripts => None,
    };
    Some(finish(
        old,
        new,
        Change {
            action: Action::of(!setting.from.is_null(), !setting.to.is_null()),
            kind: "Config".into(),
            key: setting.name.clone(),
            step,
            properties: vec![PropertyChange {
                name: "value".into(),
                ..setting.clone()
            }],
            ..EMPTY
        },
    ))
}

const EMPTY: Change = Change {
    action: Action::Change,
    kind: String::new(),
    key: String::new(),
    step: None,
    properties: Vec::new(),
    context: None,
    shell: "",
    script: None,
    effect: Vec::new(),
    risk: NONE.told(),
    rollback: Vec::new(),
    roles: Vec::new(),
    acts: Text::Borrowed(""),
};

/// Adds what the step says and what running it means.
fn finish(old: &Side, new: &Side, mut change: Change) -> Change {
    let id = change.step.as_deref().unwrap_or_default();
    let place = new.step(id).or_else(|| old.step(id));
    change.script = place.map(|step| step.file.clone());
    change.context = place.map(|step| step.context.clone());
    let step = known(old, new, id);
    if let Some(step) = step {
        change.shell = step.context.shell();
        change.roles = step.roles.clone();
        change.acts = step.acts.clone();
    }
    change.effect = effect::effect(old, new, &change);
    change.risk = risk::risk(&change, step);
    change.rollback = effect::rollback(old, new, &change);
    change
}
