//! What the config and the collected state rule out or show.

use hybrid_oauth::diagnose::{ConfigFacts, Known, Match, diagnose};
use serde_json::{Value, json};

const TENANT: &str = "11111111-2222-3333-4444-555555555555";
const EXCHANGE_ONLINE: &str = "00000002-0000-0ff1-ce00-000000000000";

fn config(method: &str) -> ConfigFacts {
    ConfigFacts {
        method: Some(method.into()),
        tenant_id: Some(TENANT.into()),
        hosts: vec!["mail.hbna.co.kr".into(), "autodiscover.hbna.co.kr".into()],
    }
}

fn state(objects: Value) -> Vec<(String, Value)> {
    let document =
        json!({ "format_version": 1, "context": "test", "tenant_id": TENANT, "objects": objects });
    vec![("test.json".into(), document)]
}

fn first(text: &str, known: &Known) -> Match {
    diagnose(text.as_bytes(), known).unwrap().matches.remove(0)
}

fn steps(found: &Match) -> Vec<&str> {
    found
        .causes
        .iter()
        .filter_map(|cause| cause.step.as_deref())
        .collect()
}

const REFUSED: &str = "The request failed with HTTP status 403: Forbidden.";
const DENIED: &str = "The request failed with HTTP status 401: Unauthorized.";

fn with(method: &str, objects: Value) -> Known {
    let config = config(method);
    let mut known = Known::from_config(&config);
    known.add_state(&config, &state(objects));
    known
}

#[test]
fn the_method_rules_causes_out() {
    let shared = first(REFUSED, &Known::from_config(&config("shared-principal")));
    assert_eq!(steps(&shared), ["hybrid-application"]);
    let dedicated = first(REFUSED, &Known::from_config(&config("dedicated-app")));
    assert_eq!(
        steps(&dedicated),
        ["setting-override", "hybrid-application", "ews-allow-list"]
    );
    assert!(dedicated.ruled_out[0].because.contains("dedicated-app"));
}

#[test]
fn service_principal_names_that_are_there_are_not_the_cause() {
    let names = json!([
        "https://MAIL.hbna.co.kr",
        "https://autodiscover.hbna.co.kr/"
    ]);
    let principal = json!([{ "appId": EXCHANGE_ONLINE, "servicePrincipalNames": names }]);
    let found = first(
        DENIED,
        &with("dedicated-app", json!({ "ServicePrincipal": principal })),
    );
    assert_eq!(steps(&found), ["partner-application", "preflight"]);
}

#[test]
fn what_the_state_shows_comes_first() {
    let app = json!([{ "ApplicationIdentifier": EXCHANGE_ONLINE, "Realm": "", "Enabled": false, "LinkedAccount": "x" }]);
    let found = first(
        DENIED,
        &with("dedicated-app", json!({ "PartnerApplication": app })),
    );
    assert_eq!(
        steps(&found)[..2],
        ["partner-application", "service-principal-names"]
    );
}

#[test]
fn what_was_not_collected_says_nothing() {
    let bare = first(DENIED, &Known::nothing());
    let other = first(
        DENIED,
        &with("dedicated-app", json!({ "AcceptedDomain": [] })),
    );
    assert_eq!(steps(&bare), steps(&other));
}

#[test]
fn state_of_another_tenant_is_left_out_and_said() {
    let config = config("dedicated-app");
    let mut known = Known::from_config(&config);
    let document = json!({ "tenant_id": "99999999-2222-3333-4444-555555555555", "objects": {} });
    known.add_state(&config, &[("mggraph.json".into(), document)]);
    assert!(known.notes[0].contains("mggraph.json"), "{:?}", known.notes);
}

#[test]
fn the_override_is_on_only_with_enabled_true() {
    for (parameters, wanted) in [
        (json!(["Enabled=true"]), false),
        (json!(["Enabled=false"]), true),
    ] {
        let item = json!([{ "ComponentName": "Global", "SectionName": "ExchangeOnpremAsThirdPartyAppId", "Parameters": parameters }]);
        let found = first(
            REFUSED,
            &with("dedicated-app", json!({ "SettingOverride": item })),
        );
        assert_eq!(
            steps(&found).contains(&"setting-override"),
            wanted,
            "{parameters}"
        );
    }
}

#[test]
fn a_certificate_is_known_by_its_thumbprint_in_either_writing() {
    let hex = "0123456789ABCDEF0123456789ABCDEF01234567";
    for identifier in [hex, "ASNFZ4mrze8BI0VniavN7wEjRWc="] {
        let objects = json!({
            "AuthConfig": [{ "CurrentCertificateThumbprint": hex }],
            "ServicePrincipal": [],
            "Application": [{ "appId": "33333333-4444-5555-6666-777777777777", "keyCredentials": [{ "customKeyIdentifier": identifier }] }],
        });
        let found = first(
            "AADSTS700027: not registered",
            &with("dedicated-app", objects),
        );
        assert!(
            found
                .ruled_out
                .iter()
                .any(|out| out.because.contains("auth certificate")),
            "{identifier}"
        );
    }
}

#[test]
fn two_auth_servers_of_one_realm_are_shown() {
    let server = json!({ "Type": "MicrosoftACS", "Realm": TENANT, "IssuerIdentifier": "00000001-0000-0000-c000-000000000000", "Enabled": true });
    let found = first(
        "Multiple auth servers have the same realm",
        &with("dedicated-app", json!({ "AuthServer": [server, server] })),
    );
    assert_eq!(found.id, "duplicate-realm");
    assert!(found.ruled_out.is_empty());
    let found = first(
        "Multiple auth servers have the same realm",
        &with("dedicated-app", json!({ "AuthServer": [server] })),
    );
    assert_eq!(found.ruled_out.len(), 1);
}
