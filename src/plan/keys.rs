//! Keys of applications and service principals (`parts/key-credentials.ps1.tera`).

use serde_json::{Value, json};

use super::facts::{day, objects, text};
use super::hand_off::Certificates;
use super::item::Change;

/// A key as it was collected.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub thumbprint: String,
    pub name: String,
    pub until: String,
    pub expired: bool,
    pub kind: String,
    pub usage: String,
}

impl Key {
    /// As the evidence keeps it.
    pub fn record(&self) -> Value {
        json!({ "thumbprint": self.thumbprint, "name": self.name, "until": self.until })
    }
}

/// The keys of an object; what had ended at the moment of collection is expired.
pub(super) fn of(object: &Value, collected: &str) -> Vec<Key> {
    objects(object, "keyCredentials")
        .iter()
        .map(|key| {
            let end = text(key, "endDateTime");
            let identifier = text(key, "customKeyIdentifier");
            Key {
                thumbprint: if identifier.is_empty() {
                    text(key, "keyId")
                } else {
                    identifier
                },
                name: text(key, "displayName"),
                until: day(&end),
                // Both are UTC in one form, so the order of the texts is the order of time.
                expired: !end.is_empty() && end.as_str() <= collected,
                kind: text(key, "type"),
                usage: text(key, "usage"),
            }
        })
        .collect()
}

/// The change that adds the certificates an object lacks; Graph drops expired keys when the list is written.
pub(super) fn addition(present: &[Key], certificates: &Certificates) -> Option<Change> {
    let there = |thumbprint: &str| {
        present
            .iter()
            .any(|key| key.thumbprint.eq_ignore_ascii_case(thumbprint))
    };
    let missing: Vec<Value> = certificates
        .all()
        .filter(|certificate| !there(&certificate.thumbprint))
        .map(|certificate| {
            json!({ "thumbprint": certificate.thumbprint, "name": "", "until": day(&certificate.until) })
        })
        .collect();
    if missing.is_empty() {
        return None;
    }
    let before: Vec<Value> = present.iter().map(Key::record).collect();
    let kept = present.iter().filter(|key| !key.expired).map(Key::record);
    let after: Vec<Value> = kept.chain(missing).collect();
    Some(Change::new("keyCredentials", before, after))
}
