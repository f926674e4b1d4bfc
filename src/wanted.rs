//! What a step that is data wants of an organisation. Its script (with the undo), its plan, its rows in runbook,
//! manifest and change request follow from it; nothing of that is written a second time.

use serde_json::{Value, json};

use crate::kind::kind;
use crate::resource::Resource;

/// A question about one object.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The property is this text, case ignored; empty: it is empty or not there.
    Is(String, String),
    /// The property is something else.
    IsNot(String, String),
    /// The property is one of these, without case and the final slash of a path.
    OneOf(String, Vec<String>),
    /// The list holds one of these.
    Overlaps(String, Vec<String>),
    /// The flag is set.
    True(String),
    /// The object has the property, and it is empty.
    Blank(String),
    /// The URL's host is one of these domains or below.
    HostBelow(String, Vec<String>),
    /// The URL has one of the named forms (`Tenant::metadata_forms`), with a name of the tenant or an SMTP domain.
    VanityUrl(String, String),
}

impl Test {
    /// The property that is asked about.
    #[must_use]
    pub fn property(&self) -> &str {
        match self {
            Self::Is(name, _)
            | Self::IsNot(name, _)
            | Self::OneOf(name, _)
            | Self::Overlaps(name, _)
            | Self::True(name)
            | Self::Blank(name)
            | Self::HostBelow(name, _)
            | Self::VanityUrl(name, _) => name,
        }
    }
}

/// One object, or all of a selection, as they shall be.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// What it is for: a comment in the script.
    pub what: String,
    /// Name of a [kind](crate::kind::Kind).
    pub kind: String,
    /// What it is found by, for people.
    pub key: String,
    /// All tests of an alternative must hold; the first alternative that finds something counts.
    pub find: Vec<Vec<Test>>,
    /// What is done where none is found.
    pub absent: Absent,
    /// Why more than one is a conflict; none: each is looked after.
    pub several: Option<Stop>,
    /// What must hold of another kind; else nothing is done.
    pub given: Option<Given>,
    /// What is looked at before anything is changed.
    pub guards: Vec<Guard>,
    /// Properties as they shall be, in the order in which they are set.
    pub ensure: Vec<Ensure>,
    /// What forbids to remove one that was created.
    pub keep: Vec<Keep>,
}

/// A condition on the objects of another kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Name of a kind.
    pub kind: String,
    /// All of these hold of one object.
    pub when: Vec<Test>,
    /// Whether there must be such an object, or must be none.
    pub there: bool,
    /// What is said where it is otherwise.
    pub otherwise: String,
}

/// What forbids to remove an object that this bundle created.
#[derive(Debug, Clone, PartialEq)]
pub struct Keep {
    /// All of these hold.
    pub when: Vec<Test>,
    /// A sentence.
    pub because: String,
}

/// What is done where an object is not there.
#[derive(Debug, Clone, PartialEq)]
pub enum Absent {
    /// It is made.
    Create(Create),
    /// The step stops.
    Stop(Stop),
    /// Nothing; the text says why that is well.
    Fine(String),
}

/// How an object is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Create {
    /// Its name.
    pub name: String,
    /// Parameters of the cmdlet, in order.
    pub with: Vec<(String, Value)>,
    /// What it is besides, which no parameter says.
    pub so: Vec<(String, Value)>,
    /// Where an object like this is there, it cannot be told whose it is.
    pub unless: Option<(Vec<Test>, Stop)>,
}

/// Why a step stops before any change.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stop {
    /// With `{Property}` of the object, `{names}` and `{count}` of those found.
    pub reason: String,
    /// Id of the failure that it is a cause of.
    pub failure: String,
}

/// A stop that is no known failure.
#[must_use]
pub fn stop(reason: impl Into<String>) -> Stop {
    Stop {
        reason: reason.into(),
        failure: String::new(),
    }
}

/// A look before the change.
#[derive(Debug, Clone, PartialEq)]
pub struct Guard {
    /// Any of these holds.
    pub when: Vec<Test>,
    /// What follows.
    pub then: Then,
}

/// What a guard does.
#[derive(Debug, Clone, PartialEq)]
pub enum Then {
    /// The step stops.
    Stop(Stop),
    /// A warning is written; the plan says the second text.
    Warn(String, String),
    /// A property is left alone, with a warning; the plan says the last text.
    Leave(String, String, String),
    /// A line is written.
    Note(String),
}

/// A property as it shall be.
#[derive(Debug, Clone, PartialEq)]
pub struct Ensure {
    /// Its documented name.
    pub property: String,
    /// The wanted value.
    pub to: Value,
    /// How it is merged with what is there.
    pub policy: Policy,
}

/// How a value is merged with what is there.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Policy {
    /// It is set where it differs.
    #[default]
    Exact,
    /// It is set unless one of these stands there.
    Unless(Vec<String>),
    /// It is set unless a URL of one of the named forms stands there, with a name of the tenant.
    UnlessTenantUrl(String),
    /// It is set unless a URL of this form stands there, `{0}` being one of the organisation's own hosts.
    UnlessOwnUrl(String),
    /// It is set where nothing stands there.
    IfEmpty,
    /// What a list lacks is added; it is never shortened.
    Union,
    /// The same, unless the list is empty, which restricts nothing.
    Extend,
}

impl Wanted {
    /// The same as a row of manifest and runbook; none of a mere look.
    #[must_use]
    pub fn resource(&self) -> Option<Resource> {
        let created = match &self.absent {
            Absent::Create(create) => Some(create),
            _ => None,
        };
        if self.ensure.is_empty() && created.is_none() {
            return None;
        }
        let mut resource = Resource::new(kind(&self.kind).name, self.key.clone());
        for test in self.find.iter().flatten() {
            if let Test::Is(property, value) = test
                && self.absent.is_stop()
            {
                resource.add(property, json!(value));
            }
        }
        let own = kind(&self.kind).key;
        for (name, value) in created
            .into_iter()
            .flat_map(|create| create.so.iter().chain(&create.with))
        {
            if name != own {
                resource.add(name, value.clone());
            }
        }
        for ensure in &self.ensure {
            resource.add(&ensure.property, ensure.to.clone());
        }
        Some(resource)
    }
}

impl Absent {
    fn is_stop(&self) -> bool {
        matches!(self, Self::Stop(_))
    }
}

mod given;
mod script;
mod tables;

pub use script::values;
