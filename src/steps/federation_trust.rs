//! `federation-trust`: the organisation is known to Microsoft's federation.

use serde_json::{Value, json};

use super::federation::{CERTIFICATE, TOKEN_ISSUER, TRUST, TRUST_PAGE, TRUST_ROLE};
use super::shared::exchange_page;
use super::{Code, PlannedAs};
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step; part of `organization-relationship` only.
pub static STEP: Code = Code {
    id: "federation-trust",
    context: Context::ExchangeShell,
    title: "Create the federation trust",
    summary: "Makes a self-signed certificate for the federation and the trust with Microsoft Entra's federation service that uses it; Exchange hands the certificate to its other servers. A trust that is there is kept, unless it is with the consumer service, which cannot federate with Exchange Online.",
    undo: "Removes the trust and the certificate if this bundle made them; first undo federated-domains. A trust that was there stays.",
    acts: "At once; the certificate reaches the other servers within hours.",
    minutes: 10,
    wait: None,
    roles: &[TRUST_ROLE],
    scopes: &[],
    cmdlets: &[
        "Get-ExchangeCertificate",
        "Get-ExchangeServer",
        "Get-FederatedOrganizationIdentifier",
        "Get-FederationTrust",
        "New-ExchangeCertificate",
        "New-FederationTrust",
        "Remove-ExchangeCertificate",
        "Remove-FederationTrust",
    ],
    links: &[
        TRUST_PAGE,
        exchange_page!("new-federationtrust"),
        exchange_page!("remove-federationtrust"),
    ],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    reads: &[],
    requires: &[],
    risk: risk(
        Level::Low,
        "Microsoft's federation service gets to know the organisation's certificate; nobody is asked anything yet.",
    ),
    template: include_str!("../../templates/steps/federation-trust.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::FederationTrust,
};

fn want(tenant: &Tenant) -> Value {
    let federation = tenant.cloud.endpoints().federation;
    json!({
        "trust": TRUST,
        "certificate": CERTIFICATE,
        "certificate_text": format!(
            "make the self-signed certificate {CERTIFICATE} on this server, for the federation"
        ),
        "trust_text": format!("create the federation trust {TRUST} with the certificate {CERTIFICATE}"),
        "token_issuer": TOKEN_ISSUER,
        "domain": tenant.smtp_domains[0],
        "metadata_url": federation.and_then(|one| one.metadata_url),
        "domains_script": super::windows_path(tenant, super::federated_domains::STEP.id),
    })
}

fn resources(_: &Tenant) -> Vec<Resource> {
    vec![
        Resource::new("ExchangeCertificate", CERTIFICATE).with("Services", "Federation"),
        Resource::new("FederationTrust", TRUST).with("TokenIssuerUri", TOKEN_ISSUER),
    ]
}
