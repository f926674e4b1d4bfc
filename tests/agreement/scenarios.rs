//! Which organisations are in which state.

/// One scenario of one organisation.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The file of `tests/simulation/scenarios/organisations`, without `.json`, or a config of `tests/configs`.
    pub organisation: &'static str,
    /// The name in `New-Scenario.ps1`.
    pub state: &'static str,
    pub method: &'static str,
    /// Whether domains and enumerations come as property bags.
    pub bags: bool,
}

impl Scenario {
    /// `contoso/dedicated-app/foreign`
    pub fn name(&self) -> String {
        format!("{}/{}/{}", self.organisation, self.method, self.state)
    }
}

const BOTH: [&str; 10] = [
    "nothing-there",
    "done",
    "left-by-hcw",
    "foreign",
    "half-by-hand",
    "several-servers",
    "staged-next",
    "name-held-by-another",
    "hybrid-agent",
    "dauth-only",
];

const DEDICATED: [&str; 8] = [
    "override-disabled",
    "two-applications",
    "consent-missing",
    "foreign-application-id",
    "foreign-allow-list",
    "principal-without-application",
    "application-without-principal",
    "hcw-application",
];

/// Failures whose cause is an object that the steps are about.
const FAILURES: [&str; 14] = [
    "failure:forbidden-403",
    "failure:unauthorized-401",
    "failure:aadsts700027",
    "failure:aadsts500011",
    "failure:aadsts700016",
    "failure:aadsts90002",
    "failure:aadsts65001",
    "failure:aadsts500014",
    "failure:missing-signing-certificate",
    "failure:missing-linked-account",
    "failure:no-trusted-issuer",
    "failure:duplicate-realm",
    "failure:wrong-cloud",
    "failure:iis-503",
];

/// Every scenario, in the order of the trials.
pub fn all() -> Vec<Scenario> {
    const SHARED: &str = "shared-principal";
    const APP: &str = "dedicated-app";
    let of = |organisation, state, method| Scenario {
        organisation,
        state,
        method,
        bags: matches!(state, "done" | "left-by-hcw"),
    };
    let mut all = Vec::new();
    for state in BOTH {
        all.push(of("hbna", state, SHARED));
        all.push(of("contoso", state, APP));
    }
    all.extend(DEDICATED.map(|state| of("contoso", state, APP)));
    all.extend(FAILURES.map(|state| of("contoso", state, APP)));
    all.extend(["failure:aadsts50012", "failure:duplicate-realm", "failure:wrong-cloud"].map(|state| of("hbna", state, SHARED)));
    for cloud in ["gcc-high", "dod", "china"] {
        all.push(of(cloud, "nothing-there", APP));
        all.push(of(cloud, "half-by-hand", SHARED));
    }
    for state in ["nothing-there", "half-by-hand", "left-by-hcw"] {
        all.push(of("everything", state, APP));
        all.push(of("everything", state, SHARED));
    }
    all
}
