//! A step that is data before it is filled with the values of an organisation.

use serde_json::Value;

use crate::condition::When;
use crate::placeholder::{fill, fill_list, whole_list};
use crate::tenant::Tenant;
use crate::wanted::{self, Absent, Ensure, Given, Guard, Keep, Policy, Stop, Test, Then, Wanted};

/// A part that is there only where its condition holds.
#[derive(Debug, Clone)]
pub(super) struct Part<T> {
    pub when: When,
    pub part: T,
}

/// One object before it is filled.
#[derive(Debug, Clone)]
pub(super) struct Template {
    pub what: String,
    pub kind: &'static str,
    pub key: String,
    pub find: Vec<Part<Vec<Test>>>,
    pub absent: Vec<Part<Missing>>,
    pub several: Option<Stop>,
    pub given: Option<Given>,
    pub guards: Vec<Part<Guard>>,
    pub ensure: Vec<Part<Ensure>>,
    pub keep: Vec<Part<Keep>>,
}

/// What is done where an object is not there, before it is filled.
#[derive(Debug, Clone)]
pub(super) enum Missing {
    Create(Box<Create>),
    Stop(Stop),
    Fine(String),
}

/// How an object is made, before it is filled.
#[derive(Debug, Clone)]
pub(super) struct Create {
    pub name: String,
    pub with: Vec<Part<(String, Value)>>,
    pub so: Vec<(String, Value)>,
    pub unless: Option<Part<(Vec<Test>, Stop)>>,
}

impl Template {
    pub fn changes(&self) -> bool {
        !self.ensure.is_empty() || self.creates()
    }

    pub fn creates(&self) -> bool {
        let mut all = self.absent.iter();
        all.any(|one| matches!(one.part, Missing::Create(_)))
    }

    pub fn filled(&self, tenant: &Tenant) -> Wanted {
        Wanted {
            what: self.what.clone(),
            kind: self.kind.to_owned(),
            // A key is words.
            key: fill(&self.key, tenant, " "),
            find: parts(&self.find, tenant, |tests| all(tests, tenant)),
            absent: absent(&self.absent, tenant),
            several: self.several.as_ref().map(|one| stop(one, tenant)),
            given: self.given.as_ref().map(|one| given(one, tenant)),
            guards: parts(&self.guards, tenant, |one| guard(one, tenant)),
            ensure: parts(&self.ensure, tenant, |one| ensure(one, tenant)),
            keep: parts(&self.keep, tenant, |one| Keep {
                when: all(&one.when, tenant),
                because: text(&one.because, tenant),
            }),
        }
    }
}

fn parts<T, U>(parts: &[Part<T>], tenant: &Tenant, fill: impl Fn(&T) -> U) -> Vec<U> {
    let there = parts.iter().filter(|one| one.when.holds(tenant));
    there.map(|one| fill(&one.part)).collect()
}

fn text(template: &str, tenant: &Tenant) -> String {
    fill(template, tenant, ", ")
}

fn value(template: &Value, tenant: &Tenant) -> Value {
    match template {
        Value::String(one) => match whole_list(one) {
            Some(_) => fill_list(std::slice::from_ref(one), tenant).into(),
            None => text(one, tenant).into(),
        },
        Value::Array(items) => {
            let items = items.iter().filter_map(|item| item.as_str());
            let items: Vec<String> = items.map(str::to_owned).collect();
            fill_list(&items, tenant).into()
        }
        other => other.clone(),
    }
}

fn stop(template: &Stop, tenant: &Tenant) -> Stop {
    Stop {
        reason: text(&template.reason, tenant),
        failure: template.failure.clone(),
    }
}

fn absent(templates: &[Part<Missing>], tenant: &Tenant) -> Absent {
    let mut there = templates.iter().filter(|one| one.when.holds(tenant));
    let found = there.next().map(|one| &one.part);
    match found {
        Some(Missing::Create(create)) => Absent::Create(created(create, tenant)),
        Some(Missing::Stop(one)) => Absent::Stop(stop(one, tenant)),
        Some(Missing::Fine(why)) => Absent::Fine(text(why, tenant)),
        // The loader asks for one that always holds.
        None => Absent::Stop(wanted::stop("It is not there.")),
    }
}

fn created(template: &Create, tenant: &Tenant) -> wanted::Create {
    let pair = |(name, one): &(String, Value)| (name.clone(), value(one, tenant));
    let unless = template.unless.as_ref();
    wanted::Create {
        name: text(&template.name, tenant),
        with: parts(&template.with, tenant, pair),
        so: template.so.iter().map(pair).collect(),
        unless: unless
            .filter(|one| one.when.holds(tenant))
            .map(|one| (all(&one.part.0, tenant), stop(&one.part.1, tenant))),
    }
}

fn given(template: &Given, tenant: &Tenant) -> Given {
    Given {
        when: all(&template.when, tenant),
        otherwise: text(&template.otherwise, tenant),
        ..template.clone()
    }
}

fn guard(template: &Guard, tenant: &Tenant) -> Guard {
    let text = |template: &String| text(template, tenant);
    Guard {
        when: all(&template.when, tenant),
        then: match &template.then {
            Then::Stop(one) => Then::Stop(stop(one, tenant)),
            Then::Warn(warning, plan) => Then::Warn(text(warning), text(plan)),
            Then::Leave(property, warning, plan) => {
                Then::Leave(property.clone(), text(warning), text(plan))
            }
            Then::Note(note) => Then::Note(text(note)),
        },
    }
}

fn ensure(template: &Ensure, tenant: &Tenant) -> Ensure {
    Ensure {
        property: template.property.clone(),
        to: value(&template.to, tenant),
        policy: match &template.policy {
            Policy::Unless(good) => Policy::Unless(fill_list(good, tenant)),
            other => other.clone(),
        },
    }
}

fn all(tests: &[Test], tenant: &Tenant) -> Vec<Test> {
    tests.iter().map(|one| test(one, tenant)).collect()
}

fn test(template: &Test, tenant: &Tenant) -> Test {
    let list = |items: &[String]| fill_list(items, tenant);
    match template {
        Test::Is(name, one) => Test::Is(name.clone(), text(one, tenant)),
        Test::IsNot(name, one) => Test::IsNot(name.clone(), text(one, tenant)),
        Test::OneOf(name, items) => Test::OneOf(name.clone(), list(items)),
        Test::Overlaps(name, items) => Test::Overlaps(name.clone(), list(items)),
        Test::HostBelow(name, items) => Test::HostBelow(name.clone(), list(items)),
        Test::True(_) | Test::Blank(_) | Test::VanityUrl(..) => template.clone(),
    }
}
