//! `retire-keys`: the shared service principal loses this organisation's keys.

use serde_json::{Value, json};

use super::Code;
use super::clean_up;
use crate::risk::{Level, risk};
use crate::tenant::Tenant;

/// The step; part of `retire` only. It is `clean-up` with other evidence: nobody calls any more.
pub static STEP: Code = Code {
    id: "retire-keys",
    title: "Remove the keys of the shared service principal for good",
    summary: "Takes this organisation's auth certificates and expired keys off the service principal Office 365 Exchange Online, where they open the tenant to whoever has the private key (CVE-2025-53786). Microsoft asks for this of every organisation that ever ran the Hybrid Configuration Wizard, also after its last Exchange server. Only with evidence that the connectors are switched off; keys of others stay and are listed until they are named.",
    undo: "Puts back the keys that have not expired; their certificates are kept in the evidence. Expired keys cannot be brought back; they are named.",
    requires: &[
        "export-certificate",
        "retire-connector-to-online",
        "retire-connector-to-on-premises",
    ],
    risk: risk(
        Level::High,
        "Expired keys cannot be brought back, and what still uses the shared principal fails.",
    ),
    template: include_str!("../../templates/steps/retire-keys.ps1.tera"),
    want,
    ..clean_up::OF_CLEAN_UP
};

fn want(tenant: &Tenant) -> Value {
    let mut want = clean_up::want(tenant);
    want["after"] = json!(super::retire::callers(tenant));
    // What a plan tells where a test is asked for.
    want["test_evidence"] = json!("");
    want["test_reason"] = json!("Only with evidence that the connectors are switched off.");
    want
}
