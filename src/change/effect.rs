//! What running the new bundle does about a difference, what it leaves, and how it is taken back.
//!
//! Scripts find objects by their keys, use what is there, merge lists and never shorten them; so a
//! thing that is no longer wanted stays until somebody removes it.

use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::Value;

use crate::step::Text;

use super::meaning::known;
use super::sentences::*;
use super::side::Side;
use super::{Action, Change, PropertyChange, shown};

/// Sentences with the data they are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The property it is about, where it is about one.
    pub lead: Option<String>,
    /// In English; no data in them.
    pub sentences: Vec<Text>,
    /// The data.
    pub items: Vec<String>,
}

impl Fact {
    pub(super) fn new(sentence: &'static str) -> Self {
        Self::of(&[sentence], Vec::new())
    }

    pub(super) fn of(sentences: &[&'static str], items: Vec<String>) -> Self {
        let sentences = sentences.iter().copied().map(Text::Borrowed);
        Self::told(sentences.collect(), items)
    }

    fn told(sentences: Vec<Text>, items: Vec<String>) -> Self {
        Self {
            lead: None,
            sentences,
            items,
        }
    }

    fn about(name: &str, sentence: &'static str, items: Vec<String>) -> Self {
        Self {
            lead: Some(name.to_owned()),
            ..Self::of(&[sentence], items)
        }
    }
}

/// As one English text with its data.
impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lead = self.lead.iter().map(|lead| format!("{lead}: "));
        let text = lead.collect::<String>() + &self.sentences.join(" ");
        let mut fact = serializer.serialize_struct("Fact", 2)?;
        fact.serialize_field("text", &text)?;
        fact.serialize_field("items", &self.items)?;
        fact.end()
    }
}

/// What running the new bundle does and does not do.
pub(super) fn effect(old: &Side, new: &Side, change: &Change) -> Vec<Fact> {
    if change.kind == "Config" {
        return of_setting(change);
    }
    match change.action {
        Action::Add => vec![added(old, new, change)],
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

fn added(old: &Side, new: &Side, change: &Change) -> Fact {
    let step = known(old, new, change.step.as_deref().unwrap_or_default());
    if step.is_some_and(|step| step.own_code().is_some()) {
        return Fact::new(OWN_CODE);
    }
    Fact::new(match (change.kind.as_str(), change.step.as_deref()) {
        ("HandOff", _) => WRITES_HAND_OFF,
        (_, Some("clean-up")) => CLEANS_UP,
        (_, Some("ews-allow-list")) => ADDS_TO_LIST,
        _ => FINDS_OR_CREATES,
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
        return vec![Fact::of(&[OTHER_STEP], others)];
    }
    vec![Fact::new(match new.step(id) {
        Some(_) => NO_LONGER_LOOKS,
        None => NO_SCRIPT,
    })]
}

fn property(old: &Side, new: &Side, change: &Change, property: &PropertyChange) -> Vec<Fact> {
    let name = property.name.as_str();
    if property.to.is_null() {
        return vec![Fact::about(name, VALUE_STAYS, Vec::new())];
    }
    if property.from.is_array() || property.to.is_array() {
        return list(name, property);
    }
    let text = match (change.kind.as_str(), name) {
        ("AvailabilityAddressSpace", _) => ADDRESS_SPACE_STOPS,
        ("OrganizationRelationship", _) => ONLY_EMPTY_FILLED,
        ("AuthServer", "AuthMetadataUrl") if same_tenant(old, new) => URL_GOOD_ALREADY,
        ("IntraOrganizationConnector", "DiscoveryEndpoint")
            if old_host_stays(new, &property.from) =>
        {
            OLD_HOST_GOOD
        }
        ("IntraOrganizationConnector", "DiscoveryEndpoint") => SETS_ENDPOINT,
        _ => SETS_VALUE,
    };
    vec![Fact::about(name, text, Vec::new())]
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

fn list(name: &str, property: &PropertyChange) -> Vec<Fact> {
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
        facts.push(Fact::about(name, ADDS_MISSING, added));
    }
    if !left.is_empty() {
        facts.push(Fact::about(name, DOES_NOT_SHORTEN, left));
    }
    if facts.is_empty() {
        facts.push(Fact::about(name, ORDER_ONLY, Vec::new()));
    }
    facts
}

fn of_setting(change: &Change) -> Vec<Fact> {
    vec![Fact::new(match change.key.as_str() {
        "name" => NEW_FOLDER,
        "on_premises.servers" => PREFLIGHT_COMPARES,
        "certificate_file" if change.action == Action::Remove => FILE_NO_LONGER,
        "certificate_file" => FILE_ELSEWHERE,
        "verification.on_premises_mailbox" | "verification.online_mailbox"
            if change.action == Action::Remove =>
        {
            TEST_GONE
        }
        "verification.on_premises_mailbox" | "verification.online_mailbox" => TEST_USES,
        "change.id" | "change.reason" => SHOWN_AND_REASON,
        "require_approval" if change.properties.iter().any(|one| one.to == true) => {
            APPROVAL_REFUSES
        }
        "require_approval" => APPROVAL_WARNS,
        key if key.starts_with("names.") => FOR_NEW_OBJECTS,
        _ => SHOWN_ONLY,
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
    let step = known(old, new, id);
    let undo = step.map_or(Text::Borrowed(SEE_HELP), |step| step.undo.clone());
    if change.kind == "Config" {
        let fact = Fact::new(GENERATE_AGAIN);
        return if change.key == "certificate_file" {
            vec![fact, Fact::told(vec![undo], run(new))]
        } else {
            vec![fact]
        };
    }
    let left = change.action == Action::Remove || change.properties.iter().any(loses);
    let mut facts = Vec::new();
    if change.action != Action::Remove {
        facts.push(Fact::told(vec![undo.clone(), RUN_IN_NEW.into()], run(new)));
    }
    if change.action == Action::Change {
        facts.push(Fact::new(BEFORE_FIRST_APPLY));
    }
    if left {
        let away = match new.step(id) {
            Some(_) => TAKE_AWAY_BETWEEN,
            None => TAKE_AWAY,
        };
        let mut sentences = vec![undo, away.into(), RUN_IN_OLD.into()];
        sentences.drain(..usize::from(change.action != Action::Remove));
        facts.push(Fact::told(sentences, run(old)));
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
