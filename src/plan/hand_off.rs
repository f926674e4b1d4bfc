//! The files that pass values from one shell to the next.

use serde_json::{Value, json};

use super::facts::{same, text};
use super::item::{Action, Change, Halt, Item, KNOWN_AFTER_APPLY};
use super::world::World;

/// What a hand-off file would hold when a later step reads it.
pub(super) enum Handed<T> {
    /// This.
    Known(T),
    /// Something that is not known.
    Unknown(String),
    /// Nothing: the step that writes it stops.
    Missing(String),
}

impl<T: Clone> Handed<T> {
    /// Before the step that writes it.
    pub fn nothing(step: &str) -> Self {
        Self::Missing(format!("The step {step} does not write its hand-off file."))
    }

    /// What a step that reads the file makes of it.
    pub fn read(&self) -> Result<T, Halt> {
        match self {
            Self::Known(value) => Ok(value.clone()),
            Self::Unknown(reason) => Err(Halt::Unknown(reason.clone())),
            Self::Missing(reason) => Err(Halt::stop(reason.clone())),
        }
    }

    /// What becomes of the file when the step that writes it halts.
    pub fn after(halt: &Halt, step: &str) -> Self {
        match halt {
            Halt::Unknown(reason) => Self::Unknown(reason.clone()),
            Halt::Stop { .. } => Self::Missing(format!(
                "The step {step} stops, so its hand-off file is missing."
            )),
        }
    }
}

/// An auth certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Certificate {
    pub thumbprint: String,
    /// When it ends, as it was collected.
    pub until: String,
}

/// The certificates of `handoff/certificate.json`.
#[derive(Debug, Clone)]
pub(super) struct Certificates {
    pub current: Certificate,
    pub next: Option<Certificate>,
    /// The GUID of the Exchange organisation, where the method needs it.
    pub organization_guid: Option<String>,
}

impl Certificates {
    pub fn all(&self) -> impl Iterator<Item = &Certificate> {
        std::iter::once(&self.current).chain(&self.next)
    }
}

/// The dedicated application of `handoff/application.json`; ids that are not there yet are none.
#[derive(Debug, Clone)]
pub(super) struct Application {
    pub name: String,
    pub app_id: Option<String>,
    pub principal_id: Option<String>,
}

/// The hand-off file itself, compared with the one beside the state by the values that it must hold.
pub(super) fn file(world: &World<'_>, name: &str, values: &[(&str, Option<String>)]) -> Item {
    let key = format!("handoff/{name}");
    let tenant = match &world.tenant.tenant_id {
        Some(id) => ("tenant_id", id.to_string()),
        None => ("initial_domain", world.tenant.initial_domain.to_string()),
    };
    let Some(present) = world.hand_off(name) else {
        return Item::create("HandOff", &key, json!(KNOWN_AFTER_APPLY));
    };
    let holds = |(name, value): &(&str, Option<String>)| {
        value
            .as_ref()
            .is_some_and(|value| text(present, name) == *value)
    };
    let whole = present["format_version"] == 1 && same(present, tenant.0, &tenant.1);
    if whole && values.iter().all(holds) {
        return Item {
            name: key.clone(),
            ..Item::new("HandOff", &key, Action::Leave)
        };
    }
    let change = Change::new("(object)", present.clone(), Value::from(KNOWN_AFTER_APPLY));
    Item::found("HandOff", &key, vec![change])
}
