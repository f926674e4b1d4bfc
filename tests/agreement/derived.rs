//! Scenarios that follow from what steps that are data want: everything in place, then one thing of one object
//! otherwise. Only `collect` and that step run.

use hybrid_oauth::domain::microsoft;
use hybrid_oauth::kind::kind;
use hybrid_oauth::plan::{Action, Plan};
use hybrid_oauth::step::Context;
use hybrid_oauth::steps;
use hybrid_oauth::tenant::Tenant;
use hybrid_oauth::wanted::{Absent, Ensure, Policy, Test, Then, Wanted};
use serde_json::{Value, json};

/// One thing of one object that is otherwise.
#[derive(Debug, Clone)]
pub struct Derived {
    pub step: String,
    context: Context,
    /// Its place among what the step wants.
    at: usize,
    how: How,
}

#[derive(Debug, Clone)]
enum How {
    NothingThere,
    Off(String),
    /// What a guard looks for.
    Guarded(usize),
    OtherName,
    Two,
}

impl Derived {
    /// `auth-servers 1 Enabled off`
    pub fn name(&self) -> String {
        let how = match &self.how {
            How::NothingThere => "not there".to_owned(),
            How::Off(property) => format!("{property} off"),
            How::Guarded(guard) => format!("guard {guard}"),
            How::OtherName => "under another name".to_owned(),
            How::Two => "twice".to_owned(),
        };
        format!("{} {} {how}", self.step, self.at)
    }

    /// Changes the state of an organisation in which everything is in place.
    pub fn apply(&self, tenant: &Tenant, state: &mut Value) {
        let wanted = self.wanted(tenant);
        let key = kind(&wanted.kind).key;
        let side = match self.context {
            Context::ExchangeOnline => &mut state["tenant"]["exchange"],
            _ => &mut state["onPremises"],
        };
        let objects = side["objects"][&wanted.kind].as_array_mut();
        let objects = objects.unwrap_or_else(|| panic!("no {} in the state", wanted.kind));
        let is_meant = |object: &Value| {
            wanted
                .find
                .iter()
                .any(|all| all.iter().all(|test| holds(test, object)))
        };
        if let How::NothingThere = self.how {
            objects.retain(|object| !is_meant(object));
            return;
        }
        // Not everything that a step wants is there when all is done by hand.
        if !objects.iter().any(is_meant) {
            objects.push(made(&wanted));
        }
        let at = objects.iter().position(is_meant);
        let at = at.unwrap_or_else(|| panic!("{}: no object", self.name()));
        match &self.how {
            How::Off(property) => {
                let ensure = wanted.ensure.iter().find(|one| one.property == *property);
                let to = &ensure.expect("it follows from it").to;
                objects[at][property] = match to {
                    Value::Bool(flag) => json!(!flag),
                    // What finds the object stays: the list has something else and one of the wanted.
                    Value::Array(items) => json!(["fabrikam.com", items[0]]),
                    _ => json!("https://wrong.fabrikam.com/"),
                };
            }
            How::Guarded(guard) => {
                let test = &wanted.guards[*guard].when[0];
                objects[at][test.property()] = passing(test);
            }
            How::OtherName => objects[at][key] = json!("Made by hand"),
            How::Two | How::NothingThere => {
                let mut copy = objects[at].clone();
                copy[key] = json!("Made by hand");
                copy["Guid"] = json!("5e0f5c3e-6b1b-4c53-9c3a-0d2a6a0d2b11");
                objects.push(copy);
            }
        }
    }

    /// What the plan must say of it, whatever the script does.
    pub fn complaint(&self, tenant: &Tenant, plan: &Plan) -> Option<String> {
        let wanted = self.wanted(tenant);
        let rows = || plan.resources.iter().filter(|row| row.step == self.step);
        let says = |action| rows().any(|row| row.action == action);
        let changes = |name: &str| {
            let mut all = rows().flat_map(|row| &row.changes);
            all.any(|change| change.property == name)
        };
        let good = match (&self.how, &wanted.absent) {
            (How::NothingThere, Absent::Create(_)) => says(Action::Create),
            (How::NothingThere, Absent::Stop(_)) => says(Action::Conflict),
            (How::NothingThere, Absent::Fine(_)) => rows().all(|row| row.action == Action::Leave),
            (How::Off(name), _) => {
                let mut all = wanted.ensure.iter();
                let filled = |one: &Ensure| one.property == *name && one.policy == Policy::IfEmpty;
                changes(name) != all.any(filled)
            }
            (How::Guarded(guard), _) => match &wanted.guards[*guard].then {
                Then::Stop(_) => says(Action::Conflict),
                Then::Leave(name, ..) => !changes(name) && !says(Action::Conflict),
                Then::Warn(..) | Then::Note(_) => !says(Action::Conflict),
            },
            (How::OtherName, _) => says(Action::Adopt),
            (How::Two, _) => says(Action::Conflict),
        };
        let told: Vec<_> = rows().map(|row| (row.action, &row.changes)).collect();
        (!good).then(|| format!("the plan says {told:?}"))
    }

    fn wanted(&self, tenant: &Tenant) -> Wanted {
        let all = steps::of(tenant);
        let step = all
            .iter()
            .find(|one| one.step.id == self.step)
            .expect("it follows from it")
            .step;
        steps::wanted(tenant, step)
            .expect("it is data")
            .swap_remove(self.at)
    }
}

/// Every one of a tenant's bundle.
pub fn all(tenant: &Tenant) -> Vec<Derived> {
    let mut all = Vec::new();
    for numbered in steps::of(tenant) {
        let wanted = steps::wanted(tenant, numbered.step).unwrap_or_default();
        for (at, one) in wanted.iter().enumerate() {
            let kind = kind(&one.kind);
            let mut add = |how| {
                all.push(Derived {
                    step: numbered.step.id.to_string(),
                    context: numbered.step.context,
                    at,
                    how,
                });
            };
            // Without the accepted domains no script believes to be in the right organisation.
            if kind.single || kind.at_hand.is_some() {
                continue;
            }
            add(How::NothingThere);
            let lists = |value: &Value| value.as_array().is_some_and(|items| items.len() < 2);
            let offs = one.ensure.iter().filter(|ensure| !lists(&ensure.to));
            offs.for_each(|ensure| add(How::Off(ensure.property.clone())));
            (0..one.guards.len()).for_each(|guard| add(How::Guarded(guard)));
            if matches!(one.absent, Absent::Create(_)) && kind.key == "Name" {
                add(How::OtherName);
            }
            if one.several.is_some() && kind.key == "Name" {
                add(How::Two);
            }
        }
    }
    all
}

/// An object that is as wanted.
fn made(wanted: &Wanted) -> Value {
    let mut object = json!({ kind(&wanted.kind).key: "Made by hand" });
    for test in &wanted.find[0] {
        object[test.property()] = passing(test);
    }
    if let Absent::Create(create) = &wanted.absent {
        for (name, value) in create.so.iter().chain(&create.with) {
            object[name] = value.clone();
        }
    }
    for ensure in &wanted.ensure {
        object[&ensure.property] = ensure.to.clone();
    }
    object
}

/// A value that passes a test.
fn passing(test: &Test) -> Value {
    match test {
        Test::Is(_, wanted) => json!(wanted),
        Test::IsNot(_, wanted) => json!(format!("other-{wanted}")),
        Test::OneOf(_, texts) => json!(texts[0]),
        Test::Overlaps(_, texts) => json!([texts[0]]),
        Test::True(_) => json!(true),
        Test::Blank(_) => Value::Null,
        Test::HostBelow(_, domains) => json!(format!("https://own.{}/", domains[0])),
        Test::VanityUrl(..) => unreachable!("no alternative or guard begins with one"),
    }
}

/// Whether an object as the simulation keeps it passes a test, told without the program's own reading.
fn holds(test: &Test, object: &Value) -> bool {
    let property = &object[test.property()];
    let text = property.as_str().unwrap_or_default();
    let one_of = |texts: &[String]| texts.iter().any(|one| one.eq_ignore_ascii_case(text));
    match test {
        Test::Is(_, wanted) => text.eq_ignore_ascii_case(wanted),
        Test::IsNot(_, wanted) => !text.eq_ignore_ascii_case(wanted),
        Test::OneOf(_, texts) => one_of(texts),
        Test::Overlaps(_, texts) => {
            let mut items = property
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            items.any(|item| texts.iter().any(|one| one.eq_ignore_ascii_case(item)))
        }
        Test::True(_) => *property == true,
        Test::Blank(_) => text.is_empty(),
        Test::HostBelow(..) => {
            let host = text.split('/').nth(2).unwrap_or_default();
            microsoft::is_service(host) || microsoft::is_agent(host)
        }
        // The alternative by Realm finds it, which stands before.
        Test::VanityUrl(..) => false,
    }
}
