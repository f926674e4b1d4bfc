//! What a bundle is for.

use std::borrow::Cow;
#[cfg(feature = "cli")]
use std::sync::LazyLock;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

// Name and text of every file of `templates/procedures/*.json`: `PROCEDURES`.
include!(concat!(env!("OUT_DIR"), "/procedures.rs"));

/// The occasion for which scripts are generated: the name of a file of `templates/procedures`. Constants are those
/// that Rust speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Procedure(&'static str);

impl Procedure {
    /// OAuth is set up; the one that a config need not name.
    pub const SET_UP: Self = Self("oauth");
    /// The next auth certificate is taken to both sides.
    pub const ROTATION: Self = Self("rotation");
    /// Free/busy by federation trust.
    pub const ORGANIZATION_RELATIONSHIP: Self = Self("organization-relationship");
    /// Clients sign in with Microsoft Entra ID.
    pub const HYBRID_MODERN_AUTHENTICATION: Self = Self("hybrid-modern-authentication");
    /// What was set up is switched off.
    pub const RETIRE: Self = Self("retire");

    /// Every procedure with the text of its file, the one that a config need not name first.
    pub fn files() -> impl Iterator<Item = (Self, &'static str)> {
        let of = |default: bool| {
            let all = PROCEDURES.iter().map(|(name, text)| (Self(name), *text));
            all.filter(move |(one, _)| one.is_default() == default)
        };
        of(true).chain(of(false))
    }

    /// Every procedure, in the same order.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::files().map(|(one, _)| one)
    }

    /// The procedure of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|one| one.0 == name)
    }

    /// The name used in the config.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// What it is for, in one line.
    #[must_use]
    pub fn meaning(self) -> String {
        #[derive(Deserialize)]
        struct File {
            meaning: String,
        }
        let text = Self::files().find(|(one, _)| *one == self);
        let file = text.and_then(|(_, text)| serde_json::from_str(text).ok());
        file.map_or_else(String::new, |file: File| file.meaning)
    }

    /// What the name of its bundles ends in where the config gives none.
    #[must_use]
    pub fn suffix(self) -> String {
        if self.is_default() {
            return String::new();
        }
        format!("-{}", self.as_str())
    }

    /// Whether it is the one that a config need not name.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Procedure {
    fn default() -> Self {
        Self::SET_UP
    }
}

impl Serialize for Procedure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Procedure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<str>::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| D::Error::custom(format!("no procedure {name}")))
    }
}

impl JsonSchema for Procedure {
    fn schema_name() -> Cow<'static, str> {
        "Procedure".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let one =
            |one: Self| json!({ "type": "string", "const": one.0, "description": one.meaning() });
        let all: Vec<Value> = Self::all().map(one).collect();
        json_schema!({ "oneOf": all })
    }
}

#[cfg(feature = "cli")]
impl clap::ValueEnum for Procedure {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: LazyLock<Vec<Procedure>> = LazyLock::new(|| Procedure::all().collect());
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0).help(self.meaning()))
    }
}
