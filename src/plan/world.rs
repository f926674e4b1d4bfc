//! The organisation as it would be after the steps planned so far.

use std::collections::HashMap;

use serde_json::Value;

use super::hand_off::{Application, Certificates, Handed};
use super::item::Halt;
use super::state::State;
use crate::step::{Context, Step};
use crate::steps;
use crate::tenant::Tenant;

/// What the next step would find.
pub(crate) struct World<'a> {
    pub tenant: &'a Tenant,
    state: State,
    /// Kinds that an earlier step would have changed.
    changed: HashMap<(Context, String), Vec<Value>>,
    /// What `handoff/certificate.json` would hold.
    pub(super) certificates: Handed<Certificates>,
    /// What `handoff/uploaded.json` would hold: the thumbprints that the cloud knows.
    pub(super) uploaded: Handed<Vec<String>>,
    /// What `handoff/application.json` would hold.
    pub(super) application: Handed<Application>,
}

impl<'a> World<'a> {
    pub fn new(tenant: &'a Tenant, state: State) -> Self {
        Self {
            tenant,
            state,
            changed: HashMap::new(),
            certificates: Handed::nothing("export-certificate"),
            uploaded: Handed::nothing("uploaded-certificates"),
            application: Handed::nothing("hybrid-application"),
        }
    }

    /// All objects of a kind; a halt where they were not collected: unknown is not empty.
    pub fn objects(&self, context: Context, kind: &str) -> Result<Vec<Value>, Halt> {
        if let Some(objects) = self.changed.get(&(context, kind.to_owned())) {
            return Ok(objects.clone());
        }
        match self.state.objects(context, kind) {
            Ok(objects) => Ok(objects.to_vec()),
            Err(reason) => Err(Halt::Unknown(reason)),
        }
    }

    /// Halts when the objects of a kind that hang on a key could not be collected.
    pub fn require_key(&self, context: Context, kind: &str, key: &str) -> Result<(), Halt> {
        match self.state.missing_key(context, kind, key) {
            Some(reason) => Err(Halt::Unknown(reason)),
            None => Ok(()),
        }
    }

    /// Keeps what a step would have made of a kind.
    pub fn replace(&mut self, context: Context, kind: &str, objects: Vec<Value>) {
        self.changed.insert((context, kind.to_owned()), objects);
    }

    /// The moment at which a context was collected, as `2026-01-31T08:00:00Z`: the clock of the plan.
    pub fn collected(&self, context: Context) -> &str {
        self.state.collected(context)
    }

    /// The server on which the Exchange shell's state was collected.
    pub fn server(&self) -> &str {
        self.state.server()
    }

    /// What the record beside the state says that a step changed.
    pub fn record(&self, step: &str) -> Vec<Value> {
        self.state.record(step)
    }

    /// A hand-off file beside the state.
    pub fn hand_off(&self, name: &str) -> Option<&Value> {
        self.state.hand_off(name)
    }
}

/// The values of a step's template, as the plan needs them.
///
/// # Panics
///
/// Never: a test plans every step of every method.
pub(super) fn want<T: serde::de::DeserializeOwned>(tenant: &Tenant, step: &Step) -> T {
    serde_json::from_value(steps::values(tenant, step))
        .expect("a step's values have the fields its own template uses")
}
