//! What the script of wanted objects would do: the same data, read once more.

use serde_json::{Map, Value, json};

use super::facts::{contains, field, host, known, list, names, text, truth, union};
use super::item::{Action, Change, Halt, Item};
use super::world::World;
use crate::kind::{Kind, kind};
use crate::placeholder;
use crate::step::Step;
use crate::tenant::Tenant;
use crate::wanted::{Absent, Create, Ensure, Policy, Stop, Test, Then, Wanted};

pub(super) fn plan(
    world: &mut World<'_>,
    step: &Step,
    wanted: &[Wanted],
) -> Result<Vec<Item>, Halt> {
    let mut items = Vec::new();
    let mut changed: Vec<(&str, Vec<Value>)> = Vec::new();
    for one in wanted {
        let kind = kind(&one.kind);
        if let Some(given) = &one.given {
            let others = world.objects(step.context, &given.kind)?;
            let fits = |other: &Value| {
                let mut tests = given.when.iter();
                tests.all(|test| holds(world.tenant, test, other))
            };
            if others.iter().any(fits) != given.there {
                let item = Item::new(kind.name, &one.key, Action::Leave);
                items.push(item.because(&given.otherwise));
                continue;
            }
        }
        let present = world.objects(step.context, kind.name)?;
        if !changed.iter().any(|(name, _)| *name == kind.name) {
            changed.push((kind.name, present.clone()));
        }
        let after = changed
            .iter_mut()
            .find(|(name, _)| *name == kind.name)
            .map(|(_, after)| after)
            .expect("put there above");
        items.extend(of(world.tenant, kind, one, &present, after)?);
        if kind.each_server {
            items.extend(silent(world, step, kind)?);
        }
    }
    for (name, after) in changed {
        world.replace(step.context, name, after);
    }
    Ok(items)
}

/// The servers that did not answer: what they keep is unknown, and no reason to stop.
fn silent(world: &World<'_>, step: &Step, kind: &Kind) -> Result<Vec<Item>, Halt> {
    let mut items = Vec::new();
    for server in world.objects(step.context, "ExchangeServer")? {
        let name = text(&server, "Name");
        let edge = text(&server, "ServerRole").to_lowercase().contains("edge");
        let missing = world.require_key(step.context, kind.name, &name);
        if let (false, Err(Halt::Unknown(reason))) = (edge, missing) {
            items.push(Item::new(kind.name, &name, Action::Unknown).because(reason));
        }
    }
    Ok(items)
}

fn of(
    tenant: &Tenant,
    kind: &Kind,
    one: &Wanted,
    present: &[Value],
    after: &mut Vec<Value>,
) -> Result<Vec<Item>, Halt> {
    let fitting = |tests: &[Test]| -> Vec<usize> {
        (0..present.len())
            .filter(|at| tests.iter().all(|test| holds(tenant, test, &present[*at])))
            .collect()
    };
    let all = || (0..present.len()).collect();
    let found = if one.find.is_empty() {
        all()
    } else {
        one.find
            .iter()
            .map(|tests| fitting(tests))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    };
    let objects =
        |at: &[usize]| -> Vec<Value> { at.iter().map(|at| present[*at].clone()).collect() };
    if let Some(stop) = one.several.as_ref().filter(|_| found.len() > 1) {
        return Err(halt(stop, &objects(&found), None));
    }
    if found.is_empty() {
        return match &one.absent {
            Absent::Stop(stop) => Err(halt(stop, &[], None)),
            Absent::Fine(reason) => Ok(vec![
                Item::new(kind.name, &one.key, Action::Leave).because(reason),
            ]),
            Absent::Create(create) => {
                if let Some((tests, stop)) = &create.unless {
                    let others = fitting(tests);
                    if !others.is_empty() {
                        return Err(halt(stop, &objects(&others), None));
                    }
                }
                Ok(vec![made(tenant, kind, one, create, present, after)])
            }
        };
    }
    let items: Vec<Item> = found
        .iter()
        .map(|at| compare(tenant, kind, one, &present[*at], &mut after[*at]))
        .collect::<Result<_, _>>()?;
    // Of a mere look, only what stops is told.
    let is_look = one.ensure.is_empty() && !matches!(one.absent, Absent::Create(_));
    Ok(if is_look { Vec::new() } else { items })
}

fn made(
    tenant: &Tenant,
    kind: &Kind,
    one: &Wanted,
    create: &Create,
    present: &[Value],
    after: &mut Vec<Value>,
) -> Item {
    let taken: Vec<String> = present.iter().map(|one| text(one, kind.key)).collect();
    let name = if contains(&taken, &create.name) {
        other_name(tenant, create)
    } else {
        create.name.clone()
    };
    let name = &name;
    let mut object = Map::new();
    object.insert(kind.key.to_owned(), json!(name));
    let wanted = |name: &str| one.ensure.iter().any(|ensure| ensure.property == name);
    let also = create
        .so
        .iter()
        .chain(&create.with)
        .filter(|(name, _)| !wanted(name));
    object.extend(also.cloned());
    object.extend(
        one.ensure
            .iter()
            .map(|ensure| (ensure.property.clone(), ensure.to.clone())),
    );
    let mut stays = object.clone();
    if let (true, Some(id)) = (kind.name == "AuthServer", &tenant.tenant_id) {
        // Exchange reads the realm from the metadata.
        stays.insert("Realm".to_owned(), json!(id));
    }
    stays.extend(
        kind.defaults
            .iter()
            .map(|(name, value)| ((*name).to_owned(), json!(value))),
    );
    after.push(Value::Object(stays));
    Item::create(kind.name, name, Value::Object(object))
}

/// The name of an object where another has its name.
fn other_name(tenant: &Tenant, create: &Create) -> String {
    format!("{} - {}", create.name, tenant.initial_domain)
}

fn compare(
    tenant: &Tenant,
    kind: &Kind,
    one: &Wanted,
    present: &Value,
    after: &mut Value,
) -> Result<Item, Halt> {
    let name = if kind.single {
        one.key.clone()
    } else {
        text(present, kind.key)
    };
    let mut reasons = Vec::new();
    let mut left = Vec::new();
    for guard in &one.guards {
        let mut tests = guard.when.iter();
        let held = tests.any(|test| holds(tenant, test, present));
        match &guard.then {
            _ if !held => {}
            Then::Stop(stop) => return Err(halt(stop, &[], Some(present))),
            Then::Warn(_, reason) => reasons.push(reason),
            Then::Leave(property, _, reason) => {
                left.push(property);
                reasons.push(reason);
            }
            Then::Note(_) => {}
        }
    }
    let mut changes = Vec::new();
    // Collect reads what the program's own steps want; what it did not read is not empty.
    let mut unread = Vec::new();
    for ensure in one
        .ensure
        .iter()
        .filter(|ensure| !left.contains(&&ensure.property))
    {
        if kind.single && field(present, &ensure.property).is_none() {
            unread.push(ensure.property.as_str());
        } else if let Some((from, to)) = change(tenant, ensure, present) {
            after[&ensure.property] = to.clone();
            changes.push(Change::new(&ensure.property, from, to));
        }
    }
    let mut item = Item::found(kind.name, &name, changes);
    if !unread.is_empty() {
        if item.action == Action::Leave {
            item.action = Action::Unknown;
        }
        let names = unread.join(", ");
        item = item.because(format!(
            "Not collected: {names}. The script reads it and says what it would do."
        ));
    }
    if let Absent::Create(create) = &one.absent {
        item = item.adopted_unless(&[&create.name, &other_name(tenant, create)]);
    }
    Ok(reasons.into_iter().fold(item, Item::because))
}

fn change(tenant: &Tenant, ensure: &Ensure, present: &Value) -> Option<(Value, Value)> {
    let (name, to) = (ensure.property.as_str(), &ensure.to);
    if let (Policy::Union | Policy::Extend, Value::Array(items)) = (&ensure.policy, to) {
        let add: Vec<String> = items
            .iter()
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect();
        let list = list(present, name);
        if list.is_empty() && matches!(ensure.policy, Policy::Extend) {
            return None;
        }
        let union = union(&list, &add);
        return (union.len() > list.len()).then(|| (json!(list), json!(union)));
    }
    if let Value::Bool(flag) = to {
        return (truth(present, name) != Some(*flag)).then(|| (known(present, name), to.clone()));
    }
    let value = text(present, name);
    let good = match &ensure.policy {
        Policy::Unless(good) => contains(good, &value),
        Policy::UnlessTenantUrl(forms) => tenant_url(
            &value,
            &tenant.metadata_forms(forms),
            &tenant.metadata_names(),
        ),
        Policy::UnlessOwnUrl(form) => {
            let names: Vec<&str> = tenant.hosts().map(|host| host.as_str()).collect();
            tenant_url(&value, std::slice::from_ref(form), &names)
        }
        Policy::IfEmpty => !value.is_empty(),
        _ => contains(&[to.as_str().unwrap_or_default()], &value),
    };
    (!good).then(|| (json!(value), to.clone()))
}

/// Whether a metadata URL is one of some forms, `{0}` being one of the names.
fn tenant_url(url: &str, forms: &[String], names: &[&str]) -> bool {
    forms.iter().any(|form| {
        let mut all = names.iter().map(|name| form.replace("{0}", name));
        all.any(|one| one.eq_ignore_ascii_case(url))
    })
}

fn holds(tenant: &Tenant, test: &Test, object: &Value) -> bool {
    match test {
        Test::Is(property, value) => text(object, property).eq_ignore_ascii_case(value),
        Test::IsNot(property, value) => !text(object, property).eq_ignore_ascii_case(value),
        Test::OneOf(property, values) => contains(values, &text(object, property)),
        Test::Overlaps(property, values) => {
            let list = list(object, property);
            values.iter().any(|value| contains(&list, value))
        }
        Test::True(property) => truth(object, property) == Some(true),
        Test::Blank(property) => {
            field(object, property).is_some() && text(object, property).is_empty()
        }
        Test::VanityUrl(property, forms) => {
            let smtp = tenant.smtp_domains.iter().map(|domain| domain.as_str());
            let names: Vec<&str> = tenant.metadata_names().into_iter().chain(smtp).collect();
            tenant_url(
                &text(object, property),
                &tenant.metadata_forms(forms),
                &names,
            )
        }
        Test::HostBelow(property, domains) => {
            let name = host(&text(object, property));
            domains
                .iter()
                .any(|domain| name == *domain || name.ends_with(&format!(".{domain}")))
        }
    }
}

fn halt(stop: &Stop, found: &[Value], object: Option<&Value>) -> Halt {
    let mut reason = String::new();
    let mut at = 0;
    for (name, place) in placeholder::names(&stop.reason) {
        let value = match (name, object) {
            ("count", _) => found.len().to_string(),
            ("names", _) => names(found),
            (name, Some(object)) => text(object, name),
            (_, None) => continue,
        };
        reason.push_str(&stop.reason[at..place.start]);
        reason.push_str(&value);
        at = place.end;
    }
    reason.push_str(&stop.reason[at..]);
    Halt::stop_at(
        object.map_or_else(|| names(found), |object| text(object, "Name")),
        reason,
    )
}
