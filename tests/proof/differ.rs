//! Where two states differ, for complaints only: the judgement of sameness is the simulation's.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// Not part of what a state means.
const IGNORED: [&str; 13] = [
    "clock",
    "counter",
    "settings",
    "pending",
    "scenario",
    "id",
    "Guid",
    "keyId",
    "createdDateTime",
    "WhenChanged",
    "WhenCreated",
    "delays",
    "overridesRefreshed",
];

/// The first differences of two state files.
pub fn difference(expected: &Path, found: &Path) -> String {
    let mut lines = Vec::new();
    compare("", &read(expected), &read(found), &mut lines);
    lines.truncate(8);
    lines.join("\n      ")
}

fn compare(path: &str, expected: &Value, found: &Value, lines: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(a), Value::Object(b)) => {
            let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys
                .into_iter()
                .filter(|key| !IGNORED.contains(&key.as_str()))
            {
                let missing = Value::Null;
                compare(
                    &format!("{path}.{key}"),
                    a.get(key).unwrap_or(&missing),
                    b.get(key).unwrap_or(&missing),
                    lines,
                );
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                compare(&format!("{path}[{index}]"), a, b, lines);
            }
        }
        _ if expected != found => {
            let short = |value: &Value| value.to_string().chars().take(300).collect::<String>();
            lines.push(format!(
                "{path}: expected {}, found {}",
                short(expected),
                short(found)
            ));
        }
        _ => {}
    }
}

/// The thumbprints of every key of every object in the tenant, with the object's name.
pub fn keys(path: &Path) -> Vec<String> {
    let state = read(path);
    let mut found = Vec::new();
    for object in directory(&state) {
        for key in object["keyCredentials"].as_array().into_iter().flatten() {
            // On the wire it is the thumbprint as hexadecimal text.
            if let Some(identifier) = key["customKeyIdentifier"].as_str() {
                found.push(identifier.to_uppercase());
            }
        }
    }
    found
}

fn directory(state: &Value) -> impl Iterator<Item = &Value> {
    ["applications", "servicePrincipals"]
        .into_iter()
        .flat_map(|kind| state["tenant"][kind].as_array().into_iter().flatten())
}

/// Lists of objects that were there before and lack something now, letter for letter, or have it in another
/// order. Expired keys may go.
pub fn shortened(before: &Path, after: &Path) -> Vec<String> {
    let (before, after) = (read(before), read(after));
    let now = before["clock"].as_str().unwrap_or("");
    let (before, after) = (lists(&before, now), lists(&after, now));
    let mut wrong = Vec::new();
    for (object, items) in &before {
        let Some(there) = after.get(object) else {
            continue;
        };
        let lacking = items.iter().filter(|item| !there.contains(item));
        wrong.extend(lacking.map(|item| format!("{object} lacks {item}")));
        let order = |one: &[String], other: &[String]| {
            let both = one.iter().filter(|item| other.contains(item));
            both.cloned().collect::<Vec<_>>()
        };
        if order(items, there) != order(there, items) {
            wrong.push(format!("{object} has another order: {there:?}"));
        }
    }
    wrong
}

/// Every item of every list that a step writes, by the object and the property it is of.
fn lists(state: &Value, now: &str) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::<String, Vec<String>>::new();
    let mut add = |object: String, items: &Value| {
        let list = all.entry(object).or_default();
        for item in items.as_array().into_iter().flatten() {
            list.push(
                item.as_str()
                    .map_or_else(|| item.to_string(), str::to_owned),
            );
        }
        if let Some(text) = items.as_str() {
            let items = text.split(',').map(str::trim);
            list.extend(items.filter(|item| !item.is_empty()).map(str::to_owned));
        }
    };
    for object in directory(state) {
        let name = object["id"].as_str().unwrap_or("");
        for list in ["servicePrincipalNames", "tags", "requiredResourceAccess"] {
            add(format!("{name} {list}"), &object[list]);
        }
        for key in object["keyCredentials"].as_array().into_iter().flatten() {
            if key["endDateTime"].as_str().unwrap_or("") > now {
                add(
                    format!("{name} keys"),
                    &Value::Array(vec![key["customKeyIdentifier"].clone()]),
                );
            }
        }
    }
    for side in [
        &state["onPremises"]["objects"],
        &state["tenant"]["exchange"]["objects"],
    ] {
        for (kind, list) in [
            ("AuthServer", "DomainName"),
            ("IntraOrganizationConnector", "TargetAddressDomains"),
            ("OrganizationConfig", "EwsAllowedAppIDs"),
            ("MapiVirtualDirectory", "IISAuthenticationMethods"),
            (
                "ActiveSyncVirtualDirectory",
                "ExternalAuthenticationMethods",
            ),
        ] {
            for object in side[kind].as_array().into_iter().flatten() {
                add(format!("{kind} {} {list}", object["Guid"]), &object[list]);
            }
        }
    }
    all
}

/// What a procedure must never do: take an object away, or touch what belongs to somebody else.
pub fn harm(before: &Path, after: &Path) -> Vec<String> {
    let (before, after) = (objects(&read(before)), objects(&read(after)));
    let mut harm = Vec::new();
    for (id, object) in &before {
        let text = object.to_string();
        match after.get(id) {
            None => harm.push(format!("an object is gone: {text}")),
            Some(now)
                if now != object
                    && OTHERS
                        .iter()
                        .any(|name| object["Name"] == *name || object["displayName"] == *name) =>
            {
                harm.push(format!("somebody else's object was changed: {text}"));
            }
            _ => {}
        }
    }
    harm
}

/// The names of what belongs to somebody else in the scenario `foreign`.
const OTHERS: [&str; 7] = [
    "Other product",
    "ACS - fabrikam",
    "EvoSts - fabrikam",
    "SharePoint",
    "Fabrikam",
    "fabrikam.com",
    "Body scanning",
];

/// Every object of both organisations by its id.
fn objects(state: &Value) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for side in [
        &state["onPremises"]["objects"],
        &state["tenant"]["exchange"]["objects"],
        &state["tenant"],
    ] {
        for object in side
            .as_object()
            .into_iter()
            .flat_map(|kinds| kinds.values())
            .flat_map(|kind| kind.as_array().into_iter().flatten())
        {
            if let Some(id) = object["Guid"].as_str().or(object["id"].as_str()) {
                all.insert(id.to_owned(), object.clone());
            }
        }
    }
    all
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap_or_default()).unwrap_or(Value::Null)
}
