//! What the config says, as the table at the head of the runbook.

use serde::Serialize;

use crate::domain::Change;
use crate::origin::ORIGIN;
use crate::procedure::MethodIs;
use crate::steps;
use crate::tenant::Tenant;

/// A row: the key of its label in the messages, its values.
#[derive(Debug, Serialize)]
pub struct Fact {
    /// Key in the section `facts` of the messages.
    pub key: &'static str,
    /// Empty: to be filled in by hand.
    pub values: Vec<String>,
    /// Whether the values are identifiers (else words of people).
    pub code: bool,
}

fn words(key: &'static str, value: Option<&String>) -> Option<Fact> {
    value.map(|text| Fact {
        key,
        values: vec![text.clone()],
        code: false,
    })
}

fn code<T: ToString>(key: &'static str, values: impl IntoIterator<Item = T>) -> Option<Fact> {
    let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
    (!values.is_empty()).then_some(Fact {
        key,
        values,
        code: true,
    })
}

#[allow(clippy::unnecessary_wraps, reason = "a row like the others")]
fn blank(key: &'static str) -> Option<Fact> {
    Some(Fact {
        key,
        values: Vec::new(),
        code: false,
    })
}

/// The rows for a tenant; those that the config does not state are left out.
pub fn of(tenant: &Tenant, config_sha256: &str) -> Vec<Fact> {
    let change = tenant.change.as_ref();
    let verification = tenant.verification.as_ref();
    let servers = tenant.servers.iter();
    let method = steps::description(tenant.procedure).method;
    let change = change.into_iter().flat_map(Change::entries);
    let change = change.map(|(key, text)| words(key, text));
    let facts = [
        code(
            "method",
            Some(tenant.method).filter(|_| method != MethodIs::Nothing),
        ),
        code("cloud", [tenant.cloud]),
        code("initial_domain", [&tenant.initial_domain]),
        code("tenant_id", &tenant.tenant_id),
        code("routing_domain", [&tenant.routing_domain]),
        code("smtp_domains", &tenant.smtp_domains),
        code("hosts", tenant.hosts()),
        code("client_hosts", tenant.inside_hosts()),
        code(
            "servers",
            servers.map(|server| format!("{} {}", server.name, server.build)),
        ),
        code(
            "on_premises_mailbox",
            verification.map(|mailbox| &mailbox.on_premises_mailbox),
        ),
        code(
            "online_mailbox",
            verification.map(|mailbox| &mailbox.online_mailbox),
        ),
        code("config", [config_sha256]),
        tenant
            .overlay
            .as_ref()
            .and_then(|own| code("overlay", [own.said(), own.sha256.clone()])),
        code("tool", [ORIGIN.as_str()]),
        blank("made_by"),
        blank("sums"),
    ];
    std::iter::once(words("organization", tenant.organization.as_ref()))
        .chain(change)
        .chain(facts)
        .flatten()
        .collect()
}
