//! Forged records of what was changed, which Rollback reads.

use serde_json::{Value, json};

use super::{Attack, Forged, Scene, entries};
use crate::proof::evidence;
use crate::proof::jobs::Action;

/// All on the record of this step.
pub fn all(scene: &Scene) -> Vec<Attack> {
    let file = format!("evidence/{}", evidence::file(scene.step, "apply"));
    let Some(record) = scene.json(&file).filter(|_| scene.step.can_change) else {
        return Vec::new();
    };
    let attack = |name: &str, forged, says, exit| Attack {
        action: Action::Rollback,
        exit,
        ..Attack::on(&file, &format!("record-{name}"), forged, says)
    };
    let mut all = Vec::new();
    let whole = record.to_string();
    let half = Forged::Bytes(whole.as_bytes()[..whole.len() / 2].to_vec());
    let not_own = "is not the record of this step of this organisation";
    all.extend([
        attack("missing", Forged::Missing, "There is no record", 3),
        attack("half", half, "cannot be read as JSON", 3),
        attack("text", Forged::Json(json!("text")), not_own, 3),
        attack(
            "list",
            Forged::Json(json!([record, record])),
            "is not the record",
            3,
        ),
    ]);
    for (name, field, value) in [
        ("other-step", "step", json!("partner")),
        ("no-step", "step", Value::Null),
        ("other-shell", "context", json!("another")),
        ("of-rollback", "action", json!("rollback")),
        ("of-trial", "what_if", json!(true)),
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
        ("changes-text", "changes", json!("none")),
        ("changes-number", "changes", json!(7)),
        ("changes-bare", "changes", json!([{}])),
        (
            "changes-no-key",
            "changes",
            json!([{ "kind": "HandOff", "property": "(object)", "before": null, "after": null }]),
        ),
        (
            "changes-no-before",
            "changes",
            json!([{ "kind": "HandOff", "key": "x", "property": "(object)", "after": null }]),
        ),
        (
            "changes-odd-key",
            "changes",
            json!([{ "kind": "HandOff", "key": ["x"], "property": "(object)", "before": null, "after": null }]),
        ),
    ] {
        let mut forged = record.clone();
        forged[field] = value;
        all.push(attack(name, Forged::Json(forged), not_own, 3));
    }
    for (name, changes, says) in entries::all(scene, &record) {
        let mut forged = record.clone();
        forged["changes"] = changes;
        all.push(attack(&name, Forged::Json(forged), says, 0));
    }
    all
}
