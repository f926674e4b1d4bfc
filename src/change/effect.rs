//! What running the new bundle does about a difference, what it leaves, and how it is taken back.
//!
//! Scripts find objects by their keys, use what is there, merge lists and never shorten them; so a
//! thing that is no longer wanted stays until somebody removes it.

use serde::Serialize;
use serde_json::Value;

use super::meaning::known;
use super::side::Side;
use super::{Action, Change, PropertyChange, shown};

/// A sentence with the data it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The sentence; no data in it.
    pub text: String,
    /// The data.
    pub items: Vec<String>,
}

impl Fact {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            items: Vec::new(),
        }
    }

    pub(super) fn of(text: impl Into<String>, items: Vec<String>) -> Self {
        Self {
            text: text.into(),
            items,
        }
    }
}

/// What running the new bundle does and does not do.
pub(super) fn effect(old: &Side, new: &Side, change: &Change) -> Vec<Fact> {
    if change.kind == "Config" {
        return of_setting(change);
    }
    match change.action {
        Action::Add => vec![added(change)],
        Action::Remove => removed(new, change),
        Action::Change => {
            let facts = change
                .properties
                .iter()
                .flat_map(|one| property(old, new, change, one));
            facts.collect()
        }
    }
}

fn added(change: &Change) -> Fact {
    Fact::new(match (change.kind.as_str(), change.step.as_deref()) {
        ("HandOff", _) => "The script writes this file beside the scripts.",
        (_, Some("clean-up")) => {
            "The script takes this organisation's auth certificates and expired keys off, only with evidence of a passed test; keys of others stay."
        }
        (_, Some("ews-allow-list")) => {
            "The script adds the application to the list; what is listed stays."
        }
        _ => {
            "The script looks for it by its key: it uses what is there and sets what differs, or creates it."
        }
    })
}

fn removed(new: &Side, change: &Change) -> Vec<Fact> {
    let id = change.step.as_deref().unwrap_or_default();
    let resources = new.manifest.resources.iter().flatten();
    let others: Vec<String> = resources
        .filter(|other| {
            let shared = |one: &PropertyChange| other.get(&one.name).is_some();
            other.kind == change.kind
                && other.key == change.key
                && change.properties.iter().any(shared)
        })
        .map(|other| other.step.clone())
        .collect();
    if !others.is_empty() {
        return vec![Fact::of(
            "The new bundle has no script for this step and takes nothing back. The same property of the same object is looked after by another step, which says what becomes of it",
            others,
        )];
    }
    let first = if new.step(id).is_some() {
        "The new script no longer looks after it and does not remove it: it stays as it is."
    } else {
        "The new bundle has no script for this step, and nothing removes what the old one made: it stays as it is."
    };
    vec![Fact::new(first)]
}

fn property(old: &Side, new: &Side, change: &Change, property: &PropertyChange) -> Vec<Fact> {
    let name = property.name.as_str();
    let label = |text: &str| format!("{name}: {text}");
    if property.to.is_null() {
        return vec![Fact::new(label(
            "the new script no longer looks after it; the value stays as it is.",
        ))];
    }
    if property.from.is_array() || property.to.is_array() {
        return list(&label, property);
    }
    let text = match (change.kind.as_str(), name) {
        ("AvailabilityAddressSpace", _) => {
            "the new script stops (exit code 3) where the address space is there with the old value: no documented cmdlet changes one. Roll the step back with the old bundle first, or remove the address space by hand."
        }
        ("OrganizationRelationship", _) => {
            "only empty endpoints are filled; an endpoint that is set, also to the old value, stays."
        }
        ("AuthServer", "AuthMetadataUrl") if same_tenant(old, new) => {
            "an object whose URL names the tenant by its id or its initial domain is good already and stays; any other of this tenant gets the new URL."
        }
        ("IntraOrganizationConnector", "DiscoveryEndpoint")
            if old_host_stays(new, &property.from) =>
        {
            "the host of the old endpoint is still one of the hosts of the config, so a connector that has it is good already and stays as it is."
        }
        ("IntraOrganizationConnector", "DiscoveryEndpoint") => {
            "the script sets the new endpoint, unless the connector goes through the hybrid agent, which is left alone."
        }
        _ => "the script sets the new value.",
    };
    vec![Fact::new(label(text))]
}

fn same_tenant(old: &Side, new: &Side) -> bool {
    old.setting("tenant.initial_domain") == new.setting("tenant.initial_domain")
        && old.setting("cloud") == new.setting("cloud")
}

/// Whether the host of a URL is among those of the new config.
fn old_host_stays(new: &Side, url: &Value) -> bool {
    let host = url.as_str().and_then(|url| url.split('/').nth(2));
    let Some(host) = host else { return false };
    let additional = new.setting("on_premises.additional_hosts").as_array();
    ["on_premises.hosts.mail", "on_premises.hosts.autodiscover"]
        .iter()
        .map(|path| new.setting(path))
        .chain(additional.into_iter().flatten())
        .any(|other| other == host)
}

fn list(label: &dyn Fn(&str) -> String, property: &PropertyChange) -> Vec<Fact> {
    let empty = Vec::new();
    let items = |value: &Value| value.as_array().unwrap_or(&empty).clone();
    let (from, to) = (items(&property.from), items(&property.to));
    let without = |all: &[Value], known: &[Value]| -> Vec<String> {
        all.iter()
            .filter(|item| !known.contains(item))
            .map(shown)
            .collect()
    };
    let (added, left) = (without(&to, &from), without(&from, &to));
    let mut facts = Vec::new();
    if !added.is_empty() {
        facts.push(Fact::of(
            label("the script adds, where it is missing"),
            added,
        ));
    }
    if !left.is_empty() {
        facts.push(Fact::of(
            label("the script does NOT take off, since it never shortens a list"),
            left,
        ));
    }
    if facts.is_empty() {
        facts.push(Fact::new(label(
            "the order differs, which the scripts do not compare: nothing is written.",
        )));
    }
    facts
}

fn of_setting(change: &Change) -> Vec<Fact> {
    vec![Fact::new(match change.key.as_str() {
        "name" => {
            "The bundle is written to a folder of the new name. What the scripts wrote (handoff, evidence, state) stays in the old folder: move it, or Rollback finds no record."
        }
        "on_premises.servers" => {
            "The preflight compares the servers it finds with this list; nothing is written."
        }
        "certificate_file" if change.action == Action::Remove => {
            "The step no longer writes the file; the one it wrote stays."
        }
        "certificate_file" => {
            "The step also writes the public part of the certificate there; a file it wrote elsewhere stays."
        }
        "verification.on_premises_mailbox" | "verification.online_mailbox"
            if change.action == Action::Remove =>
        {
            "The bundle no longer has the test."
        }
        "verification.on_premises_mailbox" | "verification.online_mailbox" => {
            "The test uses this mailbox; nothing is written to it."
        }
        "change.id" | "change.reason" => {
            "Shown in the runbooks; setting overrides that are made from now on carry it as their reason, existing ones keep theirs."
        }
        "require_approval" if change.properties.iter().any(|one| one.to == true) => {
            "Scripts refuse to change anything, also by Rollback, unless the bundle they stand in is the approved one."
        }
        "require_approval" => {
            "Scripts only warn when the bundle they stand in is not the approved one."
        }
        key if key.starts_with("names.") => {
            "Used only for an object that a script creates from now on; objects that are there keep their names."
        }
        _ => "Shown in the runbooks only.",
    })]
}

/// How the change is taken back; of what is no longer wanted, how it is taken away.
pub(super) fn rollback(old: &Side, new: &Side, change: &Change) -> Vec<Fact> {
    let id = change.step.as_deref().unwrap_or_default();
    let run = |side: &Side| {
        let file = side.step(id).map(|step| step.file.replace('/', "\\"));
        let command = |file: String| format!(".\\{file} -Action Rollback");
        file.map(command).into_iter().collect::<Vec<_>>()
    };
    let undo = known(id).map_or("What it does is written in the script's help.", |step| {
        step.undo
    });
    if change.kind == "Config" {
        let fact = Fact::new("Generate the bundle from the old config again.");
        return if change.key == "certificate_file" {
            vec![fact, Fact::of(undo, run(new))]
        } else {
            vec![fact]
        };
    }
    let left = change.action == Action::Remove || change.properties.iter().any(loses);
    let mut facts = Vec::new();
    if change.action != Action::Remove {
        facts.push(Fact::of(
            format!("{undo} For that, run in the new bundle"),
            run(new),
        ));
    }
    if change.action == Action::Change {
        facts.push(Fact::new(
            "Rollback goes back to what was there before the first Apply, so it undoes what the old bundle did in this step too. To come back to the state of the old bundle, run its script with Apply afterwards.",
        ));
    }
    if left {
        let first = if change.action == Action::Remove {
            format!("{undo} ")
        } else {
            String::new()
        };
        let (then, between) = if new.step(id).is_some() {
            (
                ", then the new one with Apply",
                " Between the two, everything the old bundle made in this step is missing.",
            )
        } else {
            ("", "")
        };
        facts.push(Fact::of(
            format!(
                "{first}To take away what is no longer wanted, if the old bundle made it, use the old bundle with its evidence before it is replaced{then}.{between} Run in the old bundle"
            ),
            run(old),
        ));
    }
    facts
}

/// Whether something of the old value is no longer wanted.
fn loses(property: &PropertyChange) -> bool {
    match (&property.from, &property.to) {
        (Value::Array(from), Value::Array(to)) => from.iter().any(|item| !to.contains(item)),
        (from, to) => !from.is_null() && to.is_null(),
    }
}
