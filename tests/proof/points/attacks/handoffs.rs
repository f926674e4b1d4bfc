//! Forged hand-offs.

use serde_json::{Value, json};

use super::{Attack, Forged, Scene, applications, certificates};

/// The hand-offs that a step's script reads.
fn read(scene: &Scene) -> Vec<&'static str> {
    let bundle = &scene.lab.organisations[scene.scenario.organisation].bundle;
    let file = bundle
        .files
        .iter()
        .find(|file| file.path == scene.step.file);
    let text = String::from_utf8_lossy(&file.expect("a script of the bundle").bytes).into_owned();
    [
        ("certificate.json", "Get-HybridHandedCertificate"),
        ("application.json", "Read-HybridApplication"),
        ("uploaded.json", "'uploaded.json' -WrittenBy"),
    ]
    .into_iter()
    .filter(|(_, mark)| text.contains(mark))
    .map(|(name, _)| name)
    .collect()
}

/// All on the hand-offs that this step reads.
pub fn all(scene: &Scene) -> Vec<Attack> {
    let mut all = Vec::new();
    for name in read(scene) {
        let Some(handoff) = scene.json(&format!("handoff/{name}")) else {
            continue;
        };
        all.extend(of_any(name, &handoff));
        all.extend(unproven(scene, name, &handoff));
        if name == "application.json" {
            all.extend(applications::all(scene, &handoff));
        }
        if name == "certificate.json" {
            all.extend(certificates::all(scene, &handoff));
        }
    }
    all
}

/// What is wrong with a hand-off whatever it is about.
fn of_any(name: &str, handoff: &Value) -> Vec<Attack> {
    let short = name.trim_end_matches(".json");
    let mut all = Vec::new();
    let mut add = |what: &str, forged: Forged, says| {
        all.push(Attack::apply(
            &format!("{short}-{what}"),
            name,
            forged,
            says,
        ));
    };
    let whole = handoff.to_string();
    add("missing", Forged::Missing, "is missing");
    add("empty", Forged::Bytes(Vec::new()), "handoff");
    add(
        "half",
        Forged::Bytes(whole.as_bytes()[..whole.len() / 2].to_vec()),
        "cannot be read as JSON",
    );
    add(
        "text",
        Forged::Bytes(b"\"text\"".to_vec()),
        "another format version",
    );
    add("null", Forged::Bytes(b"null".to_vec()), "handoff");
    add(
        "binary",
        Forged::Bytes(vec![0, 159, 146, 150, 7]),
        "cannot be read as JSON",
    );
    add(
        "list",
        Forged::Json(json!([handoff, handoff])),
        "another format version",
    );
    for (what, field, value, says) in [
        (
            "format-2",
            "format_version",
            json!(2),
            "another format version",
        ),
        (
            "format-none",
            "format_version",
            Value::Null,
            "another format version",
        ),
        (
            "other-tenant",
            "tenant_id",
            json!("99999999-2222-3333-4444-555555555555"),
            "is for the tenant",
        ),
        ("no-tenant", "tenant_id", Value::Null, "is for the tenant"),
        (
            "tenant-list",
            "tenant_id",
            json!(["x", "y"]),
            "is for the tenant",
        ),
    ] {
        let mut forged = handoff.clone();
        forged[field] = value;
        add(what, Forged::Json(forged), says);
    }
    all
}

/// A hand-off that nobody compares, or that is another than the one that was said on the phone.
fn unproven(scene: &Scene, name: &str, handoff: &Value) -> Vec<Attack> {
    let of = |what: &str, says, switches| Attack {
        switches,
        ..Attack::apply(
            &format!("{}-{what}", name.trim_end_matches(".json")),
            name,
            Forged::Json(handoff.clone()),
            says,
        )
    };
    // The counterpart: with the right one, nobody needs to be asked.
    let right = hybrid_oauth::digest::sha256(handoff.to_string().as_bytes());
    let right: &[&str] = Box::leak(Box::new([&*format!("Fingerprint={}", &right[..16]).leak()]));
    let mut all = vec![of(
        "other-fingerprint",
        "has the fingerprint",
        &["Fingerprint=0123 4567 89ab cdef"],
    )];
    // Where there is nothing to remove, nobody is asked; two hand-offs have two fingerprints.
    if scene.step.id != "clean-up" {
        all.push(of("nobody-asked", "Nobody can be asked", &["Confirm=ask"]));
    }
    if read(scene).len() == 1 {
        all.push(Attack {
            exit: 0,
            ..of("right-fingerprint", "Fingerprint of handoff", right)
        });
    }
    all
}
