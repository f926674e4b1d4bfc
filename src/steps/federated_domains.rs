//! `federated-domains`: the domains whose users the federation issues tokens for.

use serde_json::{Value, json};

use super::federation::{TOKEN_ISSUER, TRUST_PAGE, TRUST_ROLE};
use super::shared::exchange_page;
use super::{Code, PlannedAs};
use crate::domain::microsoft::ACCOUNT_NAMESPACE;
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction, Wait};
use crate::tenant::Tenant;

/// The step; part of `organization-relationship` only.
pub static STEP: Code = Code {
    id: "federated-domains",
    context: Context::ExchangeShell,
    title: "Prove the SMTP domains and federate them",
    summary: "With -WhatIf it prints the TXT record that proves each domain. Make these records in the public DNS, wait until they can be seen, then run it: it makes the account namespace of the first SMTP domain and adds the others. Microsoft's service looks for the records itself and refuses a domain without.",
    undo: "Takes off the domains that this bundle added, the first one last, and with it the account namespace. The namespace stays while another enabled organization relationship uses the federation. The TXT records stay.",
    acts: "Changes in the public DNS can take 15 minutes or longer before the service sees them.",
    minutes: 20,
    wait: Some(Wait {
        minutes: 15,
        meanwhile: "The script ends with exit code 1 and names the domain whose proof was not found.",
    }),
    roles: &[TRUST_ROLE],
    scopes: &[],
    cmdlets: &[
        "Add-FederatedDomain",
        "Get-FederatedDomainProof",
        "Get-FederatedOrganizationIdentifier",
        "Get-FederationTrust",
        "Get-OrganizationRelationship",
        "Remove-FederatedDomain",
        "Set-FederatedOrganizationIdentifier",
    ],
    links: &[
        TRUST_PAGE,
        exchange_page!("get-federateddomainproof"),
        exchange_page!("set-federatedorganizationidentifier"),
        exchange_page!("add-federateddomain"),
        exchange_page!("remove-federateddomain"),
    ],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    reads: &[],
    requires: &["federation-trust"],
    risk: risk(
        Level::Medium,
        "Delegation tokens can be issued for users of these domains; the account namespace is the organisation's name for all that federate with it.",
    ),
    template: include_str!("../../templates/steps/federated-domains.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::FederatedDomains,
};

fn want(tenant: &Tenant) -> Value {
    json!({
        "token_issuer": TOKEN_ISSUER,
        "prefix": ACCOUNT_NAMESPACE,
        "domains": tenant.smtp_domains,
        "tenant_domains": [tenant.routing_domain, tenant.initial_domain],
        "trust_script": super::windows_path(tenant, super::federation_trust::STEP.id),
    })
}

fn resources(tenant: &Tenant) -> Vec<Resource> {
    let first = Resource::new("FederatedOrganizationIdentifier", "federation")
        .with("AccountNamespace", tenant.smtp_domains[0].as_str())
        .with("Enabled", true);
    let more = tenant.smtp_domains[1..].iter();
    let more = more.map(|domain| Resource::new("FederatedDomain", domain.to_string()));
    std::iter::once(first).chain(more).collect()
}
