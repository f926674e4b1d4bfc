//! What Microsoft's reference pages document about the cmdlets of Exchange: `knowledge/catalogue-exchange.json`, whose
//! form `tests/catalogue/README.md` explains.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::step::Context;

/// A documented cmdlet.
#[derive(Debug, Deserialize)]
pub struct Cmdlet {
    scope: &'static str,
    applicable: Vec<&'static str>,
    sets: Vec<&'static str>,
    params: BTreeMap<&'static str, Parameter>,
}

/// A documented parameter.
#[derive(Debug, Deserialize)]
pub struct Parameter {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    multi: bool,
    only: Option<&'static str>,
    applicable: Option<Vec<&'static str>>,
    #[serde(default)]
    flags: Vec<&'static str>,
    /// The values that it takes; empty where it takes any.
    #[serde(default)]
    pub values: Vec<String>,
    #[serde(default)]
    values_open: bool,
    sets: BTreeMap<&'static str, Membership>,
}

#[derive(Debug, Deserialize)]
struct Membership {
    #[serde(default)]
    required: bool,
}

/// What the value of a parameter is in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// True or false.
    Flag,
    /// A list of texts.
    List,
    /// A text.
    Text,
    /// Nothing that data can say: a switch, a credential.
    Other,
}

/// Set name that stands for every set.
const EVERY_SET: &str = "(All)";

static CMDLETS: LazyLock<BTreeMap<&'static str, Cmdlet>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../knowledge/catalogue-exchange.json"))
        .expect("the catalogue is compiled in and tested")
});

/// The names of the cmdlets that the shell of a context has.
pub fn names(context: Context) -> impl Iterator<Item = &'static str> {
    let names = CMDLETS.keys().copied();
    names.filter(move |name| cmdlet(context, name).is_some())
}

/// A cmdlet as the shell of a context has it; none where its page knows none there.
///
/// # Panics
///
/// Never in a build that passed its tests: the catalogue is compiled in and a test reads it.
#[must_use]
pub fn cmdlet(context: Context, name: &str) -> Option<&'static Cmdlet> {
    let scopes: &[&str] = match context {
        Context::ExchangeShell => &["both", "onprem", "onprem_functional"],
        Context::ExchangeOnline => &["both", "cloud", "exo_module"],
        Context::MgGraph => &[],
    };
    let found = CMDLETS.get(name);
    found.filter(|cmdlet| scopes.contains(&cmdlet.scope))
}

impl Cmdlet {
    /// The parameters that the cmdlet has in the shell of a context, by name.
    pub fn parameters(
        &'static self,
        context: Context,
    ) -> impl Iterator<Item = (&'static str, &'static Parameter)> {
        let (other, codes): (_, &[&str]) = match context {
            Context::ExchangeShell => ("cloud", &["E2013", "E2016", "E2019", "ESE"]),
            Context::ExchangeOnline | Context::MgGraph => ("onprem", &["EXO"]),
        };
        let bad =
            |flag: &&str| ["reserved", "deprecated"].contains(flag) || flag.starts_with("only_");
        let all = self.params.iter().filter(move |(_, one)| {
            let known = one.applicable.as_ref().unwrap_or(&self.applicable);
            one.only != Some(other)
                && known.iter().any(|code| codes.contains(code))
                && !one.flags.iter().any(bad)
        });
        all.map(|(name, one)| (*name, one))
    }

    /// Whether some parameter set has all of these, and asks for no other.
    ///
    /// # Errors
    /// The parameters that the set that comes closest asks for besides; empty where no set has all of these.
    pub fn takes(&self, given: &[&str]) -> Result<(), Vec<&'static str>> {
        let member = |name: &str, set: &str| {
            let sets = &self.params.get(name)?.sets;
            sets.get(set).or_else(|| sets.get(EVERY_SET))
        };
        let having = self
            .sets
            .iter()
            .filter(|set| given.iter().all(|name| member(name, set).is_some()));
        let missing = having.map(|set| -> Vec<&'static str> {
            let asked = self.params.keys().copied();
            asked
                .filter(|name| !given.contains(name))
                .filter(|name| member(name, set).is_some_and(|one| one.required))
                .collect()
        });
        match missing.min_by_key(Vec::len) {
            Some(missing) if missing.is_empty() => Ok(()),
            missing => Err(missing.unwrap_or_default()),
        }
    }
}

impl Parameter {
    /// What its value is in JSON.
    #[must_use]
    pub fn shape(&self) -> Shape {
        match self.kind.as_str() {
            _ if self.multi => Shape::List,
            "Boolean" => Shape::Flag,
            "SwitchParameter" | "PSCredential" | "SecureString" | "ScriptBlock" => Shape::Other,
            _ => Shape::Text,
        }
    }

    /// Whether a text is one of the documented values. Lists of plain texts are examples.
    #[must_use]
    pub fn accepts(&self, text: &str) -> bool {
        let mut values = self.values.iter();
        self.values.is_empty()
            || self.values_open
            || self.kind.starts_with("String")
            || values.any(|known| known.eq_ignore_ascii_case(text))
    }
}
