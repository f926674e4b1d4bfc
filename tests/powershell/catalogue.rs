//! What Microsoft documents about cmdlets: `tests/catalogue`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use hybrid_oauth::step::Context;
use serde::Deserialize;

/// A documented cmdlet.
#[derive(Deserialize)]
pub struct Cmdlet {
    pub area: String,
    applicable: Vec<String>,
    scope: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    pub sets: Vec<String>,
    pub should_process: ShouldProcess,
    pub params: BTreeMap<String, Parameter>,
}

/// Whether the page lists `-WhatIf`.
#[derive(Deserialize)]
pub struct ShouldProcess {
    pub whatif: bool,
}

/// A documented parameter.
#[derive(Deserialize)]
pub struct Parameter {
    #[serde(rename = "type", default)]
    pub kind: String,
    applicable: Option<Vec<String>>,
    only: Option<String>,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    values_open: bool,
    #[serde(default)]
    pub sets: BTreeMap<String, Membership>,
}

/// What a parameter is in one parameter set.
#[derive(Clone, Default, Deserialize)]
pub struct Membership {
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub pipeline: String,
}

/// Set name that stands for every set.
pub const EVERY_SET: &str = "(All)";

static CMDLETS: LazyLock<BTreeMap<String, Cmdlet>> = LazyLock::new(|| {
    [
        include_str!("../../knowledge/catalogue-exchange.json"),
        include_str!("../catalogue/graph.json"),
        include_str!("../catalogue/windows-powershell.json"),
    ]
    .into_iter()
    .flat_map(|text| {
        serde_json::from_str::<BTreeMap<String, Cmdlet>>(text).expect("the catalogue is whole")
    })
    .collect()
});

static COMMON: LazyLock<BTreeMap<String, Parameter>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct About {
        common_parameters: BTreeMap<String, BTreeMap<String, Parameter>>,
    }
    let about: About = serde_json::from_str(include_str!("../catalogue/about.json"))
        .expect("the catalogue is whole");
    let mut windows = about.common_parameters;
    let mut common = windows.remove("PS5.1").expect("5.1 is there");
    // They count only where a cmdlet lists them.
    common.remove("WhatIf");
    common.remove("Confirm");
    common
});

/// A cmdlet by its full name.
pub fn cmdlet(name: &str) -> Option<&'static Cmdlet> {
    ignoring_case(&CMDLETS, name)
}

/// A parameter that every cmdlet has in Windows PowerShell 5.1.
pub fn common_parameter(name: &str) -> Option<&'static Parameter> {
    ignoring_case(&COMMON, name)
}

/// The cmdlet that a name is an alias of.
pub fn aliased(name: &str) -> Option<&'static str> {
    let found = CMDLETS.iter().find(|(_, cmdlet)| {
        let mut aliases = cmdlet.aliases.iter();
        aliases.any(|alias| alias.eq_ignore_ascii_case(name))
    });
    found.map(|(full, _)| full.as_str())
}

fn ignoring_case<T>(map: &'static BTreeMap<String, T>, name: &str) -> Option<&'static T> {
    let found = map
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

/// Whether a product code is one that scripts of a context meet.
fn meets(context: Context, code: &str) -> bool {
    match context {
        Context::ExchangeShell => matches!(code, "E2013" | "E2016" | "E2019" | "ESE"),
        Context::ExchangeOnline => code == "EXO",
        Context::MgGraph => code == "Graph1.0",
    }
}

/// The versions of PowerShell that must have what a script uses: the Exchange shell is 5.1 alone.
fn versions(context: Option<Context>) -> &'static [&'static str] {
    match context {
        Some(Context::ExchangeShell) => &["PS5.1"],
        _ => &["PS5.1", "PS7.4"],
    }
}

fn documented(area: &str, codes: &[String], context: Option<Context>) -> bool {
    let has = |code: &str| codes.iter().any(|known| known == code);
    match area {
        "core" | "psget" => versions(context).iter().all(|version| has(version)),
        "windows" => has("WS2016"),
        _ => Context::ALL
            .into_iter()
            .filter(|one| context.is_none_or(|wanted| wanted == *one))
            .any(|one| codes.iter().any(|code| meets(one, code))),
    }
}

impl Cmdlet {
    /// Whether it belongs to Exchange or Graph: its proxies ignore preference variables.
    pub fn is_remote(&self) -> bool {
        matches!(self.area.as_str(), "exchange" | "graph")
    }

    /// Whether the page documents it for a context; the shared script has none and may use all three.
    pub fn documented_for(&self, context: Option<Context>) -> bool {
        let scope = self.scope.as_deref().unwrap_or_default();
        let elsewhere = match context {
            Some(Context::ExchangeShell) => matches!(scope, "cloud" | "exo_module"),
            Some(Context::ExchangeOnline) => matches!(scope, "onprem" | "onprem_functional"),
            _ => false,
        };
        !elsewhere && documented(&self.area, &self.applicable, context)
    }

    /// A parameter by its full name.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        let mut known = self.params.iter();
        let found = known.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, parameter)| parameter)
    }

    /// Why a script of a context may not use a parameter.
    pub fn objection(&self, parameter: &Parameter, context: Option<Context>) -> Option<String> {
        let codes = parameter.applicable.as_ref().unwrap_or(&self.applicable);
        let elsewhere = match context {
            Some(Context::ExchangeShell) => parameter.only.as_deref() == Some("cloud"),
            Some(Context::ExchangeOnline) => parameter.only.as_deref() == Some("onprem"),
            _ => false,
        };
        if elsewhere || !documented(&self.area, codes, context) {
            return Some("is not documented for this shell".into());
        }
        let bad = |flag: &&String| {
            matches!(flag.as_str(), "reserved" | "deprecated") || flag.starts_with("only_")
        };
        let flag = parameter.flags.iter().find(bad)?;
        Some(format!("is marked {flag}"))
    }
}

impl Parameter {
    /// Whether it takes no value.
    pub fn is_switch(&self) -> bool {
        self.kind == "SwitchParameter"
    }

    /// Whether a value written in a script is one of those documented. Lists of texts are examples.
    pub fn accepts(&self, value: &str) -> bool {
        self.values.is_empty()
            || self.values_open
            || self.kind.starts_with("String")
            || self
                .values
                .iter()
                .any(|known| known.eq_ignore_ascii_case(value))
    }
}
