//! `hybrid-application`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::export_certificate::ended;
use super::facts::{contains, guid, list, objects, same, text, truth, union};
use super::hand_off::{self, Application, Certificates, Handed};
use super::item::{Action, Change, Halt, Item};
use super::keys;
use super::roles;
use super::world::{World, want};
use crate::step::{Context, Step};

#[derive(Deserialize)]
struct Want {
    name_prefix: String,
    audience: String,
    notes: String,
    tags: Vec<String>,
    #[serde(flatten)]
    roles: roles::Want,
}

pub(crate) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    match look(world, step) {
        Ok((items, application)) => {
            world.application = Handed::Known(application);
            Ok(items)
        }
        Err(halt) => {
            world.application = Handed::after(&halt, &step.id);
            Err(halt)
        }
    }
}

fn look(world: &World<'_>, step: &Step) -> Result<(Vec<Item>, Application), Halt> {
    let want: Want = want(world.tenant, step);
    let certificates = world.certificates.read()?;
    let organization = certificates.organization_guid.clone().unwrap_or_default();
    let name = format!("{}{organization}", want.name_prefix);
    let application = find(world, &name)?;
    if certificates
        .all()
        .any(|certificate| ended(world, certificate))
    {
        return Err(Halt::stop("A certificate of the hand-off has expired."));
    }
    let roles = roles::wanted(world, &want.roles)?;
    let access: Vec<String> = roles
        .iter()
        .map(|role| format!("{}/Role/{}", role.resource_app_id, role.id))
        .collect();
    let object_id = application.as_ref().map(|found| text(found, "id"));
    let app_id = application.as_ref().map(|found| text(found, "appId"));
    let principal = match &app_id {
        Some(app_id) => world
            .objects(Context::MgGraph, "ServicePrincipal")?
            .into_iter()
            .find(|one| same(one, "appId", app_id)),
        None => None,
    };
    let collected = world.collected(Context::MgGraph);
    let mut items = vec![
        of_application(
            &want,
            &name,
            application.as_ref(),
            &access,
            &certificates,
            collected,
        ),
        of_principal(&want, &name, principal.as_ref())?,
    ];
    let principal_id = principal.as_ref().map(|one| text(one, "id"));
    let values = [
        ("display_name", Some(name.clone())),
        ("organization_guid", Some(organization)),
        ("app_id", app_id.clone()),
        ("application_object_id", object_id),
        ("service_principal_object_id", principal_id.clone()),
    ];
    items.push(hand_off::file(world, "application.json", &values));
    let lower = |id: Option<String>| id.and_then(|id| guid(&id));
    Ok((
        items,
        Application {
            name,
            app_id: lower(app_id),
            principal_id: lower(principal_id),
        },
    ))
}

/// The application with the name; exactly one may have it.
fn find(world: &World<'_>, name: &str) -> Result<Option<Value>, Halt> {
    let mut found = world.objects(Context::MgGraph, "Application")?;
    found.retain(|one| same(one, "displayName", name));
    if found.len() > 1 {
        let ids: Vec<String> = found.iter().map(|one| text(one, "appId")).collect();
        let reason = format!(
            "{} applications have the name {name} (appId {}); Exchange finds its application by that name, so there must be one.",
            found.len(),
            ids.join(", ")
        );
        return Err(Halt::stop_at(name, reason));
    }
    Ok(found.pop())
}

fn of_application(
    want: &Want,
    name: &str,
    found: Option<&Value>,
    access: &[String],
    certificates: &Certificates,
    collected: &str,
) -> Item {
    let nothing = Value::Null;
    let present = found.unwrap_or(&nothing);
    let mut changes = Vec::new();
    if found.is_none() {
        changes.push(Change::object(
            json!({ "displayName": name, "signInAudience": want.audience, "notes": want.notes }),
        ));
    } else if !same(present, "signInAudience", &want.audience) {
        changes.push(Change::new(
            "signInAudience",
            text(present, "signInAudience"),
            want.audience.as_str(),
        ));
    }
    changes.extend(additions(
        "requiredResourceAccess",
        &access_of(present),
        access,
    ));
    changes.extend(keys::addition(&keys::of(present, collected), certificates));
    let mut item = Item::found("Application", name, changes);
    if found.is_none() {
        item.action = Action::Create;
    }
    item
}

fn of_principal(want: &Want, name: &str, found: Option<&Value>) -> Result<Item, Halt> {
    let Some(present) = found else {
        let object = json!({ "displayName": name, "tags": want.tags });
        return Ok(Item::create("ServicePrincipal", name, object));
    };
    if truth(present, "accountEnabled") == Some(false) {
        let reason = format!(
            "The service principal of {name} is disabled: somebody switched it off, and no token is issued for it."
        );
        return Err(Halt::stop_at(name, reason));
    }
    let changes = additions("tags", &list(present, "tags"), &want.tags);
    Ok(Item::found(
        "ServicePrincipal",
        name,
        changes.into_iter().collect(),
    ))
}

/// `requiredResourceAccess` as the evidence keeps it, `resource/type/id`.
fn access_of(application: &Value) -> Vec<String> {
    objects(application, "requiredResourceAccess")
        .iter()
        .flat_map(|resource| {
            let entries = objects(resource, "resourceAccess").iter();
            entries.map(move |entry| {
                format!(
                    "{}/{}/{}",
                    text(resource, "resourceAppId"),
                    text(entry, "type"),
                    text(entry, "id")
                )
            })
        })
        .collect()
}

/// The change that adds to a list what it lacks.
fn additions(property: &str, present: &[String], wanted: &[String]) -> Option<Change> {
    if wanted.iter().all(|one| contains(present, one)) {
        return None;
    }
    Some(Change::new(
        property,
        present.to_vec(),
        union(present, wanted),
    ))
}
