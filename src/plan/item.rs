//! One resource of a plan, and what happens to it.

use serde::Serialize;
use serde_json::{Value, json};

use crate::step::{Context, Step};

/// Stands for a value that only the run itself brings: the id of an application that is not there yet.
pub const KNOWN_AFTER_APPLY: &str = "known after apply";

/// What the scripts would do with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It is not there and is made.
    Create,
    /// It is there and is changed.
    Change,
    /// It is there as wanted.
    Leave,
    /// It is there as wanted under another name, and is used.
    Adopt,
    /// The step stops and changes nothing.
    Conflict,
    /// What is there was not collected.
    Unknown,
}

impl Action {
    /// Every action, in the order of the summary.
    pub const ALL: [Self; 6] = [
        Self::Create,
        Self::Change,
        Self::Leave,
        Self::Adopt,
        Self::Conflict,
        Self::Unknown,
    ];
}

/// One property that changes; of a resource that is made, the property is `(object)` and `from` is null.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The property as the evidence of the scripts names it.
    pub property: String,
    /// What stands there.
    pub from: Value,
    /// What will.
    pub to: Value,
}

impl Change {
    pub(super) fn new(property: &str, from: impl Into<Value>, to: impl Into<Value>) -> Self {
        Self {
            property: property.to_owned(),
            from: from.into(),
            to: to.into(),
        }
    }

    /// The making of an object.
    pub(super) fn object(to: impl Into<Value>) -> Self {
        Self::new("(object)", Value::Null, to)
    }
}

/// A resource of a step and what happens to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Planned {
    /// The id of the step.
    pub step: String,
    /// The shell in which it runs.
    pub context: Context,
    /// The kind, as the evidence names it.
    pub kind: String,
    /// The key, as the evidence names it.
    pub key: String,
    /// The name of the object that was found or is made; empty where there is none.
    pub name: String,
    /// What happens to it.
    pub action: Action,
    /// What changes, in the order in which it is done.
    pub changes: Vec<Change>,
    /// Why, where that needs saying.
    pub reason: Option<String>,
    /// The step that must succeed first, else this one stops.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_after: Option<String>,
}

/// A resource as the plan of a step tells it.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub kind: String,
    pub key: String,
    pub name: String,
    pub action: Action,
    pub changes: Vec<Change>,
    pub reason: Option<String>,
    pub only_after: Option<String>,
}

impl Item {
    pub fn new(kind: &str, key: &str, action: Action) -> Self {
        Self {
            kind: kind.to_owned(),
            key: key.to_owned(),
            name: String::new(),
            action,
            changes: Vec::new(),
            reason: None,
            only_after: None,
        }
    }

    /// An object that is made, found by its name.
    pub fn create(kind: &str, name: &str, object: Value) -> Self {
        Self {
            name: name.to_owned(),
            changes: vec![Change::object(object)],
            ..Self::new(kind, name, Action::Create)
        }
    }

    /// An object that is there: changed if there is anything to change, else left.
    pub fn found(kind: &str, name: &str, changes: Vec<Change>) -> Self {
        let action = if changes.is_empty() {
            Action::Leave
        } else {
            Action::Change
        };
        Self {
            name: name.to_owned(),
            changes,
            ..Self::new(kind, name, action)
        }
    }

    /// The same, adopted if it has none of the names under which it would be made.
    pub fn adopted_unless(mut self, names: &[&str]) -> Self {
        if !names
            .iter()
            .any(|name| self.name.eq_ignore_ascii_case(name))
        {
            let wanted = names.first().unwrap_or(&"");
            self = self.because(format!(
                "It is there under another name than {wanted} and is used."
            ));
            if self.action == Action::Leave {
                self.action = Action::Adopt;
            }
        }
        self
    }

    /// The same under a key that is not its name.
    pub fn with_key(mut self, key: &str) -> Self {
        key.clone_into(&mut self.key);
        self
    }

    /// The same with one more sentence of explanation.
    pub fn because(mut self, reason: impl AsRef<str>) -> Self {
        let reason = reason.as_ref();
        self.reason = Some(match self.reason {
            Some(before) => format!("{before} {reason}"),
            None => reason.to_owned(),
        });
        self
    }

    pub fn of(self, step: &Step) -> Planned {
        Planned {
            step: step.id.to_string(),
            context: step.context,
            kind: self.kind,
            key: self.key,
            name: self.name,
            action: self.action,
            changes: self.changes,
            reason: self.reason,
            only_after: self.only_after,
        }
    }
}

/// Why a step does nothing at all.
#[derive(Debug, Clone)]
pub(crate) enum Halt {
    /// What is there is not known.
    Unknown(String),
    /// The script stops with exit code 3; `name` is what it found.
    Stop { reason: String, name: String },
}

impl Halt {
    pub fn stop(reason: impl Into<String>) -> Self {
        Self::Stop {
            reason: reason.into(),
            name: String::new(),
        }
    }

    pub fn stop_at(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Stop {
            reason: reason.into(),
            name: name.into(),
        }
    }
}

/// A value, or that it is known after apply.
pub(super) fn or_later(value: Option<&str>) -> Value {
    json!(value.unwrap_or(KNOWN_AFTER_APPLY))
}

/// How many resources have each action.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Made.
    pub create: usize,
    /// Changed.
    pub change: usize,
    /// Left as they are.
    pub leave: usize,
    /// Used under the name they have.
    pub adopt: usize,
    /// In the way.
    pub conflict: usize,
    /// Not collected.
    pub unknown: usize,
}

impl Summary {
    pub(super) fn of(resources: &[Planned]) -> Self {
        let mut summary = Self::default();
        for resource in resources {
            *summary.count_mut(resource.action) += 1;
        }
        summary
    }

    fn count_mut(&mut self, action: Action) -> &mut usize {
        match action {
            Action::Create => &mut self.create,
            Action::Change => &mut self.change,
            Action::Leave => &mut self.leave,
            Action::Adopt => &mut self.adopt,
            Action::Conflict => &mut self.conflict,
            Action::Unknown => &mut self.unknown,
        }
    }

    /// 0 nothing to do, 1 a conflict, 2 changes; what is not known may be one.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        if self.conflict > 0 {
            1
        } else if self.create + self.change + self.unknown > 0 {
            2
        } else {
            0
        }
    }
}
