//! Facts that the steps of `organization-relationship` share.
//!
//! Sources: learn.microsoft.com `exchange/configure-a-federation-trust-exchange-2013-help`,
//! `exchange/sharing/organization-relationships/create-an-organization-relationship`; what a healthy
//! pair looks like: microsoft/CSS-Exchange `Hybrid/FreeBusyChecker`.

use serde_json::{Value, json};

use super::shared::{ORGANIZATION_MANAGEMENT, exchange_page};
use crate::tenant::Tenant;

/// How a federation trust is made.
pub const TRUST_PAGE: &str =
    "https://learn.microsoft.com/exchange/configure-a-federation-trust-exchange-2013-help";

/// How an organization relationship with Exchange Online is made.
pub const RELATIONSHIP_PAGE: &str = "https://learn.microsoft.com/exchange/sharing/organization-relationships/create-an-organization-relationship";

/// The pages of the relationships' cmdlets.
pub const RELATIONSHIP_PAGES: &[&str] = &[
    RELATIONSHIP_PAGE,
    exchange_page!("new-organizationrelationship"),
    exchange_page!("set-organizationrelationship"),
];

/// The role of the trust's steps.
pub const TRUST_ROLE: &str = ORGANIZATION_MANAGEMENT;

/// The name of the trust, as Exchange's own tools give it.
pub const TRUST: &str = "Microsoft Federation Gateway";

/// The friendly name of the trust's self-signed certificate.
pub const CERTIFICATE: &str = "Exchange Federated Sharing";

/// Who issues tokens to organisations that federate with Exchange Online: the business instance.
pub const TOKEN_ISSUER: &str = "urn:federation:MicrosoftOnline";

/// The on-premises relationship with Exchange Online.
pub const TO_ONLINE: &str = "On-premises to O365";

/// The relationship of Exchange Online with the on-premises organisation.
pub const TO_ON_PREMISES: &str = "O365 to On-premises";

/// The domains of the other side, as a relationship of that name knows them.
pub fn domains(tenant: &Tenant, name: &str) -> Vec<String> {
    match name {
        TO_ONLINE => vec![tenant.routing_domain.to_string()],
        _ => tenant
            .smtp_domains
            .iter()
            .map(ToString::to_string)
            .collect(),
    }
}

/// The names under which the procedure makes a relationship.
pub fn names(tenant: &Tenant, name: &str) -> Vec<String> {
    vec![
        name.to_owned(),
        format!("{name} - {}", tenant.initial_domain),
    ]
}

/// The values of the templates that look at a relationship and at the connector that wins over it; asked for is
/// the mailbox of the side that calls.
pub fn values(tenant: &Tenant, name: &str) -> Value {
    let mailbox = tenant.verification.as_ref().map(|both| match name {
        TO_ONLINE => both.on_premises_mailbox.as_str(),
        _ => both.online_mailbox.as_str(),
    });
    json!({
        "domains": domains(tenant, name),
        "names": names(tenant, name),
        "mailbox": mailbox,
    })
}
