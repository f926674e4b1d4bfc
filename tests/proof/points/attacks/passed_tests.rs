//! Evidence of a test that is no evidence: of another time, organisation, kind or end.

use serde_json::{Value, json};

use super::{Attack, Forged, Scene};

/// On the step that forgets the previous certificate only after a passed test.
pub fn all(scene: &Scene) -> Vec<Attack> {
    if scene.step.id != "clear-previous-certificate" {
        return Vec::new();
    }
    let steps = &scene.lab.organisations[scene.scenario.organisation].steps;
    let test = steps.iter().find(|step| step.id == "test-to-online");
    let file = format!("evidence/{}.apply.json", test.expect("a test").key);
    let Some(passed) = scene.json(&file) else {
        return Vec::new();
    };
    let attack =
        |name: &str, forged, says| Attack::on(&file, &format!("test-{name}"), forged, says);
    let no_evidence = "There is no evidence of a passed test";
    let mut all = vec![
        attack("missing", Forged::Missing, no_evidence),
        attack(
            "half",
            Forged::Bytes(b"{ \"step\": ".to_vec()),
            "cannot be read as JSON",
        ),
    ];
    for (name, field, value) in [
        ("of-2001", "finished", json!("2001-01-01T00:00:00Z")),
        ("of-no-time", "finished", Value::Null),
        ("failed", "result", json!("failed")),
        ("other-computer", "computer", json!("LAPTOP7")),
        ("of-a-trial", "what_if", json!(true)),
        ("verify", "action", json!("verify")),
        ("other-step", "step", json!("test-to-on-premises")),
        (
            "other-tenant",
            "tenant_id",
            json!("99999999-2222-3333-4444-555555555555"),
        ),
        (
            "other-domain",
            "initial_domain",
            json!("other.onmicrosoft.com"),
        ),
    ] {
        let mut forged = passed.clone();
        forged[field] = value;
        all.push(attack(name, Forged::Json(forged), no_evidence));
    }
    all
}
