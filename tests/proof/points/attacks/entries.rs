//! Entries in a record that this step did not write.

use serde_json::{Value, json};

use super::Scene;

const EVIL: &str = "https://login.attacker.example/autodiscover/autodiscover.svc";
/// What stands at the end of a Rollback that has nothing to do.
const NOTHING: &str = "Nothing of this step is there any more";

fn entry(kind: &str, key: &str, property: &str, before: Value, after: Value) -> Value {
    json!({ "kind": kind, "key": key, "property": property, "before": before, "after": after, "done": true })
}

/// Lists of changes by name, each with what is said of it.
pub fn all(scene: &Scene, record: &Value) -> Vec<(String, Value, &'static str)> {
    let mut all = Vec::new();
    let changes = record["changes"].as_array().cloned().unwrap_or_default();
    for (number, change) in changes.iter().enumerate() {
        let text = |name: &str| change[name].as_str().unwrap_or("").to_owned();
        let (kind, key) = (text("kind"), text("key"));
        // What the step adds itself it may take off again: of that a record is believed.
        let tenant = &scene.lab.organisations[scene.scenario.organisation].tenant;
        let own: Vec<String> = tenant
            .smtp_domains
            .iter()
            .map(ToString::to_string)
            .collect();
        all.extend(properties(number, &kind, &key, change, &own));
        if kind == "HandOff" || kind == "CertificateFile" {
            all.extend(files(scene, number, &kind));
            continue;
        }
        // An object of another name, created by whom the record says.
        for (what, other) in [("other", "Fabrikam"), ("star", "*"), ("path", "../../x")] {
            let name = format!("{what}-{number}");
            all.push((
                name,
                json!([entry(
                    &kind,
                    other,
                    "(object)",
                    Value::Null,
                    json!({ "Name": other })
                )]),
                NOTHING,
            ));
        }
        let unknown = entry(&kind, &key, "Nonsense", json!("a"), json!("b"));
        all.push((format!("property-{number}"), json!([unknown]), NOTHING));
        let unknown = entry(
            "OrganizationConfig",
            &key,
            "(object)",
            Value::Null,
            json!({}),
        );
        all.push((format!("kind-{number}"), json!([unknown]), NOTHING));
    }
    all
}

/// Values that lead elsewhere, in the properties of what was made; lists that were longer, or shorter.
fn properties(
    number: usize,
    kind: &str,
    key: &str,
    change: &Value,
    own: &[String],
) -> Vec<(String, Value, &'static str)> {
    let mut all = Vec::new();
    let made = change["after"].as_object().cloned().unwrap_or_default();
    for (property, value) in &made {
        let mut add = |what: &str, before: Value, after: &Value, says| {
            let name = format!("{}-{what}-{number}", property.to_lowercase());
            all.push((
                name,
                json!([entry(kind, key, property, before, after.clone())]),
                says,
            ));
        };
        match value {
            Value::String(text) if text.starts_with("https://") => {
                for (what, evil) in [
                    ("elsewhere", EVIL.to_owned()),
                    ("plain", text.replace("https://", "http://")),
                    ("user", text.replace("https://", "https://attacker.example\\@")),
                    ("other-tenant", "https://login.windows.net/attacker.onmicrosoft.com/federationmetadata/2007-06/federationmetadata.xml".to_owned()),
                    ("script", "javascript:alert(1)".to_owned()),
                    ("file", "file:///c:/windows/win.ini".to_owned()),
                    ("share", "\\\\attacker\\share".to_owned()),
                ] {
                    add(what, json!(evil), value, "Not put back");
                }
            }
            Value::Array(items) => {
                let mut longer = items.clone();
                longer.push(json!("attacker.example"));
                add("longer-before", json!(longer), value, NOTHING);
                add("never-there", json!(items), &json!(longer), NOTHING);
            }
            _ => {}
        }
    }
    if change["property"] == "keyCredentials" {
        let stolen = json!([{ "thumbprint": "00".repeat(20), "name": "CN=attacker laptop", "until": "2030-01-01", "key": "MIIC" }]);
        let changes = json!([entry(kind, key, "keyCredentials", stolen, json!([]))]);
        all.push((format!("keys-{number}"), changes, "be brought back"));
    } else if let (Some(before), Some(after)) =
        (change["before"].as_array(), change["after"].as_array())
    {
        let (mut was, mut is) = (before.clone(), after.clone());
        was.push(json!(EVIL));
        let name = change["property"].as_str().unwrap_or("").to_owned();
        let gone = json!([entry(kind, key, &name, json!(was), json!(before))]);
        // A step that takes off puts back what is its own, and names what is not.
        let takes_off = kind == "OrganizationConfig" && after.len() < before.len();
        let says = if takes_off { "Left alone" } else { NOTHING };
        all.push((format!("list-lost-{number}"), gone, says));
        // What others had put there is said to be this step's.
        is.clone_from(before);
        is.retain(|item| !own.iter().any(|domain| item == domain));
        let taken = json!([entry(kind, key, &name, json!([]), json!(is))]);
        // What a server acts on is asked of it, and never taken from a record.
        let says = if is.is_empty() || kind == "ExchangeServer" {
            NOTHING
        } else {
            "Left alone"
        };
        all.push((format!("list-taken-{number}"), taken, says));
    }
    all
}

/// Files outside the folder, and outside the names that the script knows.
fn files(scene: &Scene, number: usize, kind: &str) -> Vec<(String, Value, &'static str)> {
    let target = scene.lab.path("written-by-an-attack");
    let keys = [
        ("absolute", target.to_string_lossy().into_owned()),
        ("above", "../../written-by-an-attack".to_owned()),
        ("through", "handoff/../../written-by-an-attack".to_owned()),
        ("drive", "C:\\written-by-an-attack".to_owned()),
        ("share", "\\\\attacker\\share\\x".to_owned()),
        ("script", "common.ps1".to_owned()),
        ("another", "handoff/another.json".to_owned()),
        ("case", "HANDOFF/../common.ps1".to_owned()),
    ];
    let mut all = Vec::new();
    for (what, key) in keys {
        for (then, before) in [("written", json!("attack")), ("deleted", Value::Null)] {
            let changes = json!([entry(kind, &key, "(object)", before, json!("x"))]);
            all.push((format!("file-{what}-{then}-{number}"), changes, NOTHING));
        }
    }
    all
}
