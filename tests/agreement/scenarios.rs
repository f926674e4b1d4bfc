//! Which organisations are in which state: what the proof by running does not have, which judges its own
//! scenarios in the same way (`tests/proof/points/plan.rs`).

use super::derived::{self, Derived};
use super::lab;

/// One scenario of one organisation.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The file of `tests/simulation/scenarios/organisations`, without `.json`, or one of `tests/agreement`, with the Graph flow and all options.
    pub organisation: &'static str,
    /// The name in `New-Scenario.ps1`.
    pub state: &'static str,
    pub method: &'static str,
    /// Whether domains and enumerations come as property bags.
    pub bags: bool,
    /// What is otherwise than in the state.
    pub derived: Option<Derived>,
}

impl Scenario {
    /// How often everything is run: twice where there is much to do.
    pub fn rounds(&self) -> usize {
        if TWICE.contains(&self.state) { 2 } else { 1 }
    }

    /// `contoso/dedicated-app/foreign`
    pub fn name(&self) -> String {
        let name = format!("{}/{}/{}", self.organisation, self.method, self.state);
        match &self.derived {
            Some(derived) => format!("{name}, {}", derived.name()),
            None => name,
        }
    }
}

/// After these the plan is asked once more, and must see what is done.
const TWICE: [&str; 2] = ["nothing-there", "half-by-hand"];

/// Failures whose cause is an object that the steps are about.
const FAILURES: [&str; 8] = [
    "failure:forbidden-403",
    "failure:aadsts700027",
    "failure:aadsts500011",
    "failure:aadsts700016",
    "failure:aadsts65001",
    "failure:aadsts500014",
    "failure:missing-signing-certificate",
    "failure:wrong-cloud",
];

/// Every scenario, in the order of the trials.
pub fn all() -> Vec<Scenario> {
    const SHARED: &str = "shared-principal";
    const APP: &str = "dedicated-app";
    let of = |organisation, state, method| Scenario {
        organisation,
        state,
        method,
        bags: state == "left-by-hcw",
        derived: None,
    };
    let mut all = Vec::new();
    all.extend(FAILURES.map(|state| of("contoso", state, APP)));
    all.extend(
        ["failure:aadsts50012", "failure:duplicate-realm"].map(|state| of("hbna", state, SHARED)),
    );
    for cloud in ["gcc-high", "dod", "china"] {
        all.push(of(cloud, "half-by-hand", SHARED));
    }
    for state in ["nothing-there", "half-by-hand", "left-by-hcw"] {
        all.push(of("both-ways", state, APP));
        all.push(of("both-ways", state, SHARED));
    }
    // Its bundle has every step that is data.
    let done = of("both-ways", "done", APP);
    let derived = derived::all(&lab::tenant(&done)).into_iter();
    all.extend(derived.map(|derived| Scenario {
        derived: Some(derived),
        ..done.clone()
    }));
    all
}
