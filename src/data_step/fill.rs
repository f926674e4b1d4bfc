//! Fills a step that is data with the values of an organisation.

use serde_json::Value;

use crate::placeholder::{Values, fill, fill_list, whole_list};
use crate::step::{Create, Data, Missing, Part, Template};
use crate::wanted::{self, Absent, Ensure, Given, Guard, Keep, Policy, Stop, Test, Then, Wanted};

/// What a step wants of an organisation.
pub(crate) fn filled(data: &Data, values: &Values<'_>) -> Vec<Wanted> {
    parts(&data.wanted, values, |one| object(one, values))
}

fn object(template: &Template, values: &Values<'_>) -> Wanted {
    Wanted {
        what: template.what.clone(),
        kind: template.kind.to_owned(),
        // A key is words.
        key: fill(&template.key, values, " "),
        find: parts(&template.find, values, |tests| all(tests, values)),
        absent: absent(&template.absent, values),
        several: template.several.as_ref().map(|one| stop(one, values)),
        given: template.given.as_ref().map(|one| given(one, values)),
        guards: parts(&template.guards, values, |one| guard(one, values)),
        ensure: parts(&template.ensure, values, |one| ensure(one, values)),
        keep: parts(&template.keep, values, |one| Keep {
            when: all(&one.when, values),
            because: text(&one.because, values),
        }),
    }
}

fn parts<T, U>(parts: &[Part<T>], values: &Values<'_>, fill: impl Fn(&T) -> U) -> Vec<U> {
    let there = parts.iter().filter(|one| values.tenant.meets(&one.when));
    there.map(|one| fill(&one.part)).collect()
}

fn text(template: &str, values: &Values<'_>) -> String {
    fill(template, values, ", ")
}

fn value(template: &Value, values: &Values<'_>) -> Value {
    match template {
        Value::String(one) => match whole_list(one) {
            Some(_) => fill_list(std::slice::from_ref(one), values).into(),
            None => text(one, values).into(),
        },
        Value::Array(items) => {
            let items = items.iter().filter_map(|item| item.as_str());
            let items: Vec<String> = items.map(str::to_owned).collect();
            fill_list(&items, values).into()
        }
        other => other.clone(),
    }
}

fn stop(template: &Stop, values: &Values<'_>) -> Stop {
    Stop {
        reason: text(&template.reason, values),
        failure: template.failure.clone(),
    }
}

fn absent(templates: &[Part<Missing>], values: &Values<'_>) -> Absent {
    let mut there = templates
        .iter()
        .filter(|one| values.tenant.meets(&one.when));
    let found = there.next().map(|one| &one.part);
    match found {
        Some(Missing::Create(create)) => Absent::Create(created(create, values)),
        Some(Missing::Stop(one)) => Absent::Stop(stop(one, values)),
        Some(Missing::Fine(why)) => Absent::Fine(text(why, values)),
        // The loader asks for one that always holds.
        None => Absent::Stop(wanted::stop("It is not there.")),
    }
}

fn created(template: &Create, values: &Values<'_>) -> wanted::Create {
    let pair = |(name, one): &(String, Value)| (name.clone(), value(one, values));
    let unless = template.unless.as_ref();
    wanted::Create {
        name: text(&template.name, values),
        with: parts(&template.with, values, pair),
        so: template.so.iter().map(pair).collect(),
        unless: unless
            .filter(|one| values.tenant.meets(&one.when))
            .map(|one| (all(&one.part.0, values), stop(&one.part.1, values))),
    }
}

fn given(template: &Given, values: &Values<'_>) -> Given {
    Given {
        when: all(&template.when, values),
        otherwise: text(&template.otherwise, values),
        ..template.clone()
    }
}

fn guard(template: &Guard, values: &Values<'_>) -> Guard {
    let text = |template: &String| text(template, values);
    Guard {
        when: all(&template.when, values),
        then: match &template.then {
            Then::Stop(one) => Then::Stop(stop(one, values)),
            Then::Warn(warning, plan) => Then::Warn(text(warning), text(plan)),
            Then::Leave(property, warning, plan) => {
                Then::Leave(property.clone(), text(warning), text(plan))
            }
            Then::Note(note) => Then::Note(text(note)),
        },
    }
}

fn ensure(template: &Ensure, values: &Values<'_>) -> Ensure {
    Ensure {
        property: template.property.clone(),
        to: value(&template.to, values),
        policy: match &template.policy {
            Policy::Unless(good) => Policy::Unless(fill_list(good, values)),
            other => other.clone(),
        },
    }
}

fn all(tests: &[Test], values: &Values<'_>) -> Vec<Test> {
    tests.iter().map(|one| test(one, values)).collect()
}

fn test(template: &Test, values: &Values<'_>) -> Test {
    let list = |items: &[String]| fill_list(items, values);
    match template {
        Test::Is(name, one) => Test::Is(name.clone(), text(one, values)),
        Test::IsNot(name, one) => Test::IsNot(name.clone(), text(one, values)),
        Test::OneOf(name, items) => Test::OneOf(name.clone(), list(items)),
        Test::Overlaps(name, items) => Test::Overlaps(name.clone(), list(items)),
        Test::HostBelow(name, items) => Test::HostBelow(name.clone(), list(items)),
        Test::True(_) | Test::Blank(_) | Test::VanityUrl(..) => template.clone(),
    }
}
