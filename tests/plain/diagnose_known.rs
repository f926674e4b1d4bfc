//! What config and collected state rule out or show: the collected state of a finished change, with one thing off.

use std::fs;
use std::path::{Path, PathBuf};

use hybrid_oauth::diagnose::{Known, Match, diagnose};
use hybrid_oauth::domain::{HybridApi, Method};
use hybrid_oauth::load::load_path;
use hybrid_oauth::plan::State;
use hybrid_oauth::tenant::Tenant;
use serde_json::{Value, json};

const REFUSED: &str = "The request failed with HTTP status 403: Forbidden.";
const DENIED: &str = "The request failed with HTTP status 401: Unauthorized.";
const NO_CONSENT: &str = "AADSTS65001: The user or administrator has not consented";

fn top(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn contoso() -> Tenant {
    let config = top("tests/simulation/scenarios/organisations/contoso.json");
    load_path(&config).tenant.expect("valid")
}

/// What is known after the change, with the file of one shell edited.
fn after(tenant: &Tenant, shell: &str, edit: impl FnOnce(&mut Value)) -> Known {
    let folder = tempfile::tempdir().expect("a folder");
    for context in ["exchange-shell", "mggraph", "exo"] {
        let from = top(&format!("tests/states/contoso-done/{context}.json"));
        fs::copy(from, folder.path().join(format!("{context}.json"))).expect("copied");
    }
    let path = folder.path().join(format!("{shell}.json"));
    let mut value: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    edit(&mut value["objects"]);
    fs::write(&path, value.to_string()).unwrap();
    Known::of(tenant, Some(State::read(folder.path()).expect("whole")))
}

fn first(text: &str, known: &Known) -> Match {
    diagnose(text.as_bytes(), known).unwrap().matches.remove(0)
}

fn steps(found: &Match) -> Vec<&str> {
    let causes = found.causes.iter();
    causes.filter_map(|cause| cause.step.as_deref()).collect()
}

/// The step of the cause that is shown, with what shows it.
fn shown(found: &Match) -> Option<(&str, &str)> {
    let cause = found.causes.first()?;
    Some((
        cause.step.as_deref().unwrap_or("none"),
        cause.shown.as_deref()?,
    ))
}

#[test]
fn the_method_rules_causes_out() {
    let mut tenant = contoso();
    let dedicated = first(REFUSED, &Known::of(&tenant, None));
    assert!(steps(&dedicated).contains(&"setting-override"));
    assert!(dedicated.ruled_out[0].because.contains("dedicated-app"));
    tenant.method = Method::SharedPrincipal;
    let shared = first(REFUSED, &Known::of(&tenant, None));
    assert_eq!(
        shown(&shared),
        Some(("hybrid-application", "the config: method shared-principal"))
    );
    assert!(!steps(&shared).contains(&"setting-override"));
}

#[test]
fn after_a_finished_change_nothing_is_shown_and_all_that_was_looked_at_is_ruled_out() {
    let known = after(&contoso(), "exo", |_| {});
    for text in [
        REFUSED,
        DENIED,
        NO_CONSENT,
        "AADSTS700027",
        "AADSTS500011",
        "AADSTS700016",
    ] {
        let found = first(text, &known);
        assert_eq!(shown(&found), None, "{text}");
        assert!(!found.ruled_out.is_empty(), "{text}");
    }
}

#[test]
fn one_thing_off_is_shown_first() {
    type Off = (&'static str, &'static str, &'static str, fn(&mut Value));
    let off: [Off; 8] = [
        ("exchange-shell", DENIED, "partner-application", |all| {
            all["PartnerApplication"][0]["Enabled"] = json!(false);
        }),
        ("exchange-shell", DENIED, "preflight", |all| {
            all["WebServicesVirtualDirectory"][0]["OAuthAuthentication"] = json!(false);
        }),
        ("exchange-shell", REFUSED, "setting-override", |all| {
            all["SettingOverride"][0]["Parameters"] = json!(["Enabled=false"]);
        }),
        (
            "exchange-shell",
            "AADSTS700016",
            "application-identifier",
            |all| {
                for server in all["AuthServer"].as_array_mut().unwrap() {
                    server["ApplicationIdentifier"] = json!("99999999-0000-4000-8000-000000000000");
                }
            },
        ),
        (
            "mggraph",
            "AADSTS500011",
            "service-principal-names",
            |all| {
                for principal in all["ServicePrincipal"].as_array_mut().unwrap() {
                    principal["servicePrincipalNames"] = json!([]);
                }
            },
        ),
        ("mggraph", "AADSTS700027", "export-certificate", |all| {
            all["Application"][0]["keyCredentials"] = json!([]);
        }),
        ("mggraph", NO_CONSENT, "application-consent", |all| {
            all["AppRoleAssignment"] = json!([]);
        }),
        ("exo", REFUSED, "ews-allow-list", |all| {
            all["OrganizationConfig"][0]["EwsAllowedAppIDs"] = json!("");
        }),
    ];
    for (shell, text, step, edit) in off {
        let found = first(text, &after(&contoso(), shell, edit));
        assert_eq!(
            shown(&found).map(|(step, _)| step),
            Some(step),
            "{:?}",
            found.causes
        );
    }
}

/// The config wants Graph only: the role of EWS is neither missing nor advised.
#[test]
fn what_the_config_does_not_want_is_never_missing() {
    let mut tenant = contoso();
    tenant.hybrid_api = HybridApi::Graph;
    let known = after(&tenant, "exo", |_| {});
    let found = first(NO_CONSENT, &known);
    assert_ne!(
        shown(&found).map(|(step, _)| step),
        Some("ews-allow-list"),
        "{found:?}"
    );
}

#[test]
fn an_override_is_on_with_blanks_too() {
    let known = after(&contoso(), "exchange-shell", |all| {
        all["SettingOverride"][0]["Parameters"] = json!([" Enabled = True "]);
    });
    assert!(!steps(&first(REFUSED, &known)).contains(&"setting-override"));
}

#[test]
fn what_was_not_collected_says_nothing() {
    let known = after(&contoso(), "mggraph", |all| {
        all.as_object_mut().unwrap().remove("ServicePrincipal");
    });
    let found = first("AADSTS500011", &known);
    assert!(steps(&found).contains(&"service-principal-names"));
    assert_eq!(shown(&found), None);
}

#[test]
fn two_auth_servers_of_one_realm_are_shown() {
    let text = "Multiple auth servers have the same realm";
    let twice = after(&contoso(), "exchange-shell", |all| {
        let servers = all["AuthServer"].as_array_mut().unwrap();
        servers.push(servers[0].clone());
    });
    let found = first(text, &twice);
    assert_eq!(found.id, "duplicate-realm");
    assert!(shown(&found).is_some());
    let once = first(text, &after(&contoso(), "exo", |_| {}));
    assert_eq!((shown(&once), once.ruled_out.len()), (None, 1));
}

#[test]
fn answers_name_the_organisations_own_hosts() {
    let known = Known::of(&contoso(), None);
    let found = first(
        "The remote server returned an error: (404) Not Found.",
        &known,
    );
    let mends: Vec<&str> = found
        .causes
        .iter()
        .map(|cause| cause.mend.as_str())
        .collect();
    assert!(
        mends
            .iter()
            .any(|mend| mend.contains("https://autodiscover.contoso.com/")),
        "{mends:?}"
    );
}
