//! Certificates that are none of Exchange's, in `handoff/certificate.json`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Attack, Forged, Scene};

const NOT_DER: &str = "not one certificate in DER";

/// The contents by name, with what is said of each.
fn contents(scene: &Scene) -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let file = |name: &str| scene.certificate(name);
    let current = file("current.cer");
    let mut longer = current.clone();
    longer.extend(b"junk");
    let mut twice = current.clone();
    twice.extend(file("next.cer"));
    let shorter = current[..current.len() - 7].to_vec();
    // Its length is right, and nothing else.
    let mut noise = vec![0x30, 0x82, 0x03, 0x00, 0x30];
    noise.resize(4 + 0x300, 0x41);
    let pem = |what: &str, bytes: &[u8]| {
        format!(
            "-----BEGIN {what}-----\n{}\n-----END {what}-----\n",
            STANDARD.encode(bytes)
        )
    };
    let key = file("current.pfx");
    let both = pem("CERTIFICATE", &current) + &pem("PRIVATE KEY", &key);
    let subject = "its subject is";
    vec![
        ("attacker", file("attacker.cer"), subject),
        ("web", file("web.cer"), subject),
        ("other-product", file("foreign.cer"), subject),
        (
            "code-signing",
            file("codeSigning.cer"),
            "do not include server authentication",
        ),
        (
            "authority",
            file("authority.cer"),
            "certification authority",
        ),
        ("not-yet", file("notYetValid.cer"), "is valid from"),
        ("expired", file("expired.cer"), "expired on"),
        ("container", key, NOT_DER),
        ("pem", pem("CERTIFICATE", &current).into_bytes(), NOT_DER),
        ("pem-with-key", both.into_bytes(), NOT_DER),
        ("longer", longer, NOT_DER),
        ("twice", twice, NOT_DER),
        ("shorter", shorter, NOT_DER),
        ("noise", noise, "is damaged"),
        ("nothing", Vec::new(), "is damaged"),
    ]
}

/// The thumbprint of a certificate of the scenarios; of what is none, that of the current one, whose place it takes.
fn thumbprint(scene: &Scene, name: &str) -> Value {
    let index: Value =
        serde_json::from_slice(&scene.certificate("certificates.json")).expect("JSON");
    let known = match name {
        "attacker" | "web" | "authority" | "expired" | "soon" => name,
        "other-product" => "foreign",
        "code-signing" => "codeSigning",
        "not-yet" => "notYetValid",
        _ => "current",
    };
    index[known]["thumbprint"].clone()
}

/// Each as the certificate and as the next one of the hand-off.
pub fn all(scene: &Scene, handoff: &Value) -> Vec<Attack> {
    let mut all = Vec::new();
    let mut add = |name: String, forged: Value, says| {
        all.push(Attack::apply(
            &name,
            "certificate.json",
            Forged::Json(forged),
            says,
        ));
    };
    for (name, bytes, says) in contents(scene) {
        let (thumbprint, text) = (thumbprint(scene, name), STANDARD.encode(bytes));
        let mut forged = handoff.clone();
        forged["thumbprint"] = json!(thumbprint);
        forged["certificate"] = json!(text);
        add(format!("certificate-{name}"), forged, says);
        let mut forged = handoff.clone();
        forged["next"] = json!({ "thumbprint": thumbprint, "certificate": text });
        add(format!("next-{name}"), forged, says);
    }
    let next = STANDARD.encode(scene.certificate("soon.cer"));
    for (name, field, value) in [
        ("other-thumbprint", "thumbprint", thumbprint(scene, "soon")),
        ("no-thumbprint", "thumbprint", Value::Null),
        ("exchanged", "certificate", json!(next)),
        ("no-base64", "certificate", json!("MIIC!!")),
        ("array", "certificate", json!(["MII", "C"])),
        ("object", "certificate", json!({ "a": 1 })),
        ("next-text", "next", json!("x")),
        ("next-number", "next", json!(7)),
    ] {
        let mut forged = handoff.clone();
        forged[field] = value;
        add(format!("certificate-{name}"), forged, "is damaged");
    }
    all
}
