//! Desired objects: what a bundle wants to be there, as data.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

/// Values that only the run knows, told in words; languages translate them.
pub const TOLD: [&str; 3] = [
    "the auth certificate",
    "the staged certificate",
    "the application id of the hand-off",
];

/// One object as it shall be: what plan and diff compare and runbooks list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Resource {
    /// The kind, `AuthServer`.
    pub kind: &'static str,
    /// What it is found by, `AzureAD 11111111-2222-3333-4444-555555555555`.
    pub key: String,
    /// Its documented properties and their wanted values, in the order of the documentation.
    pub properties: Vec<(Cow<'static, str>, Value)>,
}

impl Resource {
    /// A resource without properties.
    #[must_use]
    pub fn new(kind: &'static str, key: impl Into<String>) -> Self {
        Self {
            kind,
            key: key.into(),
            properties: Vec::new(),
        }
    }

    /// Adds a property unless it is there.
    pub fn add(&mut self, name: &str, value: Value) {
        if !self.properties.iter().any(|(known, _)| known == name) {
            self.properties.push((name.to_owned().into(), value));
        }
    }

    /// The same with one more property.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.properties.push((name.into(), value.into()));
        self
    }
}
