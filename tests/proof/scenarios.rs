//! The organisations and what stands in them before the first step.

use hybrid_oauth::domain::Procedure;
use serde_json::{Value, json};

use crate::proof::extent;

/// One scenario of one organisation.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The file of `tests/simulation/scenarios/organisations`, without `.json`; with the name of
    /// a procedure behind it (`contoso-rotation`) where that is not the set-up.
    pub organisation: &'static str,
    /// The name in `New-Scenario.ps1`.
    pub state: &'static str,
    /// How the services answer: forms of objects, languages, pages.
    pub settings: Value,
    /// The step that must stop, where the procedure cannot be done.
    pub stop: Option<Stop>,
    /// What must be left alone and named.
    pub keeps: Option<&'static str>,
    /// Only the points that every cloud must pass.
    pub brief: bool,
}

/// A step that must not go on.
#[derive(Debug, Clone)]
pub struct Stop {
    pub step: &'static str,
    pub exit: i64,
    /// What its messages must name.
    pub names: &'static str,
}

impl Scenario {
    /// `hbna/foreign`
    pub fn name(&self) -> String {
        format!("{}/{}", self.organisation, self.state)
    }

    /// Whether people are to sign in with tokens in the end.
    pub fn is_about_sign_in(&self) -> bool {
        self.procedure() == Some(Procedure::HYBRID_MODERN_AUTHENTICATION)
    }

    /// Its procedure, where that is not the set-up.
    pub fn procedure(&self) -> Option<Procedure> {
        parts(self.organisation).1
    }

    /// Whether the bundle has steps of the organisation's own.
    pub fn has_overlay(&self) -> bool {
        self.organisation.ends_with(OVERLAY)
    }
}

/// The file of an organisation's config, without `.json`, and its procedure where that is not the set-up.
pub fn parts(organisation: &str) -> (&str, Option<Procedure>) {
    let others = Procedure::all().filter(|one| !one.is_default());
    others
        .filter_map(|one| Some((organisation.strip_suffix(&one.suffix())?, Some(one))))
        .next()
        .unwrap_or((organisation, None))
}

/// What follows the name of an organisation whose bundle has the overlay of `tests/overlays` with its name.
pub const OVERLAY: &str = "-overlay";

fn scenario(organisation: &'static str, state: &'static str, settings: Value) -> Scenario {
    Scenario {
        organisation,
        state,
        settings,
        stop: None,
        keeps: None,
        brief: false,
    }
}

fn stopped(
    organisation: &'static str,
    state: &'static str,
    stop: (&'static str, i64, &'static str),
) -> Scenario {
    let (step, exit, names) = stop;
    Scenario {
        stop: Some(Stop { step, exit, names }),
        ..scenario(organisation, state, json!({}))
    }
}

fn briefly(organisation: &'static str, state: &'static str, settings: Value) -> Scenario {
    Scenario {
        brief: !extent::everything(),
        ..scenario(organisation, state, settings)
    }
}

fn brief(organisation: &'static str, state: &'static str) -> Scenario {
    briefly(organisation, state, json!({}))
}

/// Hybrid Modern Authentication, where OAuth was set up by either method.
fn sign_in() -> Vec<Scenario> {
    const SHARED: &str = "hbna-hybrid-modern-authentication";
    const DEDICATED: &str = "contoso-hybrid-modern-authentication";
    let stops = |state, step, names| stopped(DEDICATED, state, (step, 3, names));
    vec![
        briefly(SHARED, "done", json!({})),
        scenario(
            SHARED,
            "directories-without-oauth",
            json!({ "objectStyle": "bag" }),
        ),
        briefly(SHARED, "modern-authentication-on", json!({})),
        // The method changes little here: the steps are cut off and attacked in the organisation above.
        briefly(
            DEDICATED,
            "done",
            json!({ "objectStyle": "bag", "language": "ko" }),
        ),
        briefly(DEDICATED, "directories-without-oauth", json!({})),
        briefly(DEDICATED, "sign-in-silent-server", json!({})),
        stops(
            "another-default",
            "preflight-modern-authentication",
            "EvoSts - fabrikam",
        ),
        stops(
            "url-without-name",
            "preflight-modern-authentication",
            "ex01.corp.contoso.com",
        ),
        stops(
            "nothing-there",
            "preflight-modern-authentication",
            "Set OAuth up first",
        ),
    ]
}

/// Every scenario, in the order of the trials.
pub fn all() -> Vec<Scenario> {
    let mut all = Vec::new();
    for organisation in ["hbna", "contoso"] {
        all.extend([
            scenario(
                organisation,
                "nothing-there",
                json!({ "tokenInDetail": true }),
            ),
            scenario(organisation, "done", json!({ "objectStyle": "bag" })),
            scenario(
                organisation,
                "left-by-hcw",
                json!({ "objectStyle": "bag", "language": "ko" }),
            ),
            scenario(organisation, "foreign", json!({ "graphPageSize": 1 })),
            scenario(organisation, "half-by-hand", json!({ "language": "ko" })),
            scenario(organisation, "several-servers", json!({})),
            scenario(organisation, "silent-server", json!({})),
            scenario(organisation, "staged-next", json!({})),
            Scenario {
                keeps: Some("msappproxy.net"),
                ..scenario(organisation, "hybrid-agent", json!({}))
            },
            stopped(
                organisation,
                "name-held-by-another",
                ("service-principal-names", 3, "Publishing proxy"),
            ),
        ]);
    }
    // The old method sets OAuth up beside DAuth; the application needs OAuth there already.
    all.push(scenario("hbna", "dauth-only", json!({})));
    all.push(stopped(
        "contoso",
        "dauth-only",
        ("preflight", 3, "federation trust"),
    ));
    all.push(scenario("several", "nothing-there", json!({})));
    all.push(scenario(
        "several",
        "half-by-hand",
        json!({ "objectStyle": "bag" }),
    ));
    all.extend(
        [
            "override-disabled",
            "consent-missing",
            "foreign-application-id",
            "foreign-allow-list",
            "principal-without-application",
            "application-without-principal",
            "hcw-application",
        ]
        .map(|state| scenario("contoso", state, json!({}))),
    );
    all.push(stopped(
        "contoso",
        "two-applications",
        ("hybrid-application", 3, "ExchangeServerApp-"),
    ));
    for rotation in ["hbna-rotation", "contoso-rotation"] {
        all.push(scenario(rotation, "staged-next", json!({})));
    }
    all.extend(sign_in());
    for organisation in [
        "hbna-organization-relationship",
        "contoso-organization-relationship",
    ] {
        all.extend(["nothing-there", "federated", "oauth-works"].map(|state| {
            let settings = match state {
                "federated" => json!({ "objectStyle": "bag" }),
                _ => json!({}),
            };
            match (organisation, state) {
                ("hbna-organization-relationship", "nothing-there" | "oauth-works") => {
                    scenario(organisation, state, settings)
                }
                _ => briefly(organisation, state, settings),
            }
        }));
        all.extend([
            stopped(organisation, "left-by-hcw", ("preflight", 3, "OAuth")),
            stopped(
                organisation,
                "consumer-federation",
                ("federation-trust", 3, "urn:WindowsLiveID"),
            ),
            stopped(
                organisation,
                "txt-missing",
                ("federated-domains", 1, "TXT record"),
            ),
        ]);
    }
    for organisation in ["hbna-retire", "contoso-retire"] {
        // The shared principal has fewer of the same steps.
        all.push(match organisation {
            "hbna-retire" => brief(organisation, "last-mailbox-moved"),
            _ => scenario(organisation, "last-mailbox-moved", json!({})),
        });
        all.push(stopped(
            organisation,
            "done",
            ("mailboxes-left", 3, "UserMailbox"),
        ));
    }
    all.push(brief("gcc-high-organization-relationship", "nothing-there"));
    all.push(scenario("contoso-overlay", "nothing-there", json!({})));
    for cloud in ["gcc-high", "dod", "china"] {
        all.push(brief(cloud, "nothing-there"));
    }
    all.push(brief("china", "half-by-hand"));
    all.push(brief("contoso", "twenty-servers"));
    // A server that answers after 30 seconds is as good as any other.
    all.push(brief("hbna", "slow-server"));
    all.push(brief("contoso", "slow-server"));
    // Calls through Microsoft Graph alone: from the beginning, and where keys and an application with EWS are.
    for state in ["nothing-there", "left-by-hcw", "hcw-application"] {
        all.push(brief("contoso-graph", state));
    }
    all
}
