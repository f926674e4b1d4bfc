//! What ends when, and from which build something is mended: `knowledge/dates.json`, each with its page.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::ExchangeBuild;

/// The table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// Layout of the table, 1.
    pub format_version: u32,
    /// The end of EWS in Exchange Online.
    pub ews_ends: Day,
    /// Products without support.
    pub out_of_support: OutOfSupport,
    /// PowerShell modules with the oldest version that works: older ones lose a sign-in
    /// (github.com/microsoftgraph/msgraph-sdk-powershell/issues/3629) or lack `-DisableWAM`.
    pub modules: std::collections::BTreeMap<String, String>,
    /// The flow through Microsoft Graph.
    pub graph_flow: GraphFlow,
}

/// A day with the page that names it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// `2027-04-01`
    pub date: String,
    /// The page.
    pub source: String,
}

/// Products without support.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutOfSupport {
    /// How their names start.
    pub products: Vec<String>,
    /// Since when none of them has any.
    pub date: String,
    /// The page.
    pub source: String,
}

/// What the flow through Microsoft Graph covers, and what later builds mend in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GraphFlow {
    /// What still needs EWS, a clause.
    pub needs_ews: String,
    /// Builds that mend something, oldest first.
    pub fixes: Vec<Fix>,
    /// The page.
    pub source: String,
}

/// A build and what it mends.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// The first build that has it.
    #[serde(deserialize_with = "build")]
    pub build: ExchangeBuild,
    /// What it mends, a clause.
    pub mends: String,
}

fn build<'de, D: serde::Deserializer<'de>>(from: D) -> Result<ExchangeBuild, D::Error> {
    let text = String::deserialize(from)?;
    text.parse()
        .map_err(|_| serde::de::Error::custom(format!("{text} is no build")))
}

/// The table, read once.
///
/// # Panics
///
/// Never in a build that passed its tests: the table is compiled in.
pub fn dates() -> &'static Dates {
    static DATES: LazyLock<Dates> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../knowledge/dates.json"))
            .expect("the table is compiled in and tested")
    });
    &DATES
}
