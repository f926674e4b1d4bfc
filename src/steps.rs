//! The steps, and which of them a bundle has.

use crate::domain::{Method, Procedure};
use crate::step::{Numbered, Step};
use crate::tenant::Tenant;

mod application_consent;
mod application_identifier;
mod auth_servers;
mod availability_address_space;
mod clean_up;
mod clear_previous_certificate;
mod client_directories;
mod collect;
mod connector_to_on_premises;
mod connector_to_online;
mod dedicated;
mod default_authorization_endpoint;
mod ews_allow_list;
mod export_certificate;
mod hybrid_application;
mod modern_authentication;
mod oauth_client_profile;
mod partner_application;
mod preflight;
mod preflight_modern_authentication;
mod procedures;
mod publish_certificate;
mod service_principal_certificate;
mod service_principal_names;
mod setting_override;
mod shared;
mod sharing_endpoint;
mod test_sign_in;
mod test_to_on_premises;
mod test_to_online;
mod uploaded_certificates;

pub(crate) use default_authorization_endpoint::servers as default_endpoint;
pub(crate) use ews_allow_list::{DISABLED, EMPTY, UNDECIDED};
pub(crate) use preflight::{inbound_urls, outbound_hosts};
pub use procedures::ALL;
pub(crate) use procedures::PROCEDURES;
pub(crate) use shared::EXCHANGE_ONLINE_APP_ID;

/// What reads the state for `plan`, one script a shell, in every bundle. Number 0: not part of the
/// procedure, may be run at any time.
pub static COLLECT: &[&Step] = &[
    &collect::EXCHANGE_SHELL,
    &collect::MGGRAPH,
    &collect::EXCHANGE_ONLINE,
];

/// The steps of a procedure, in order.
#[must_use]
pub fn of_procedure(procedure: Procedure) -> &'static [&'static Step] {
    procedure.description().steps
}

/// The procedures that have a step; of `collect` all.
#[must_use]
pub fn procedures(step: &Step) -> Vec<Procedure> {
    let has = |steps: &[&Step]| steps.iter().chain(COLLECT).any(|one| one.id == step.id);
    let having = PROCEDURES
        .iter()
        .filter(|one| !one.steps.is_empty() && has(one.steps));
    having.map(|one| one.procedure).collect()
}

/// Every step that some procedure has, each once, in the order of the procedures.
pub fn known() -> impl Iterator<Item = &'static Step> {
    PROCEDURES.iter().enumerate().flat_map(|(at, procedure)| {
        let before = &PROCEDURES[..at];
        let is_new = |step: &&Step| {
            let mut earlier = before.iter().flat_map(|one| one.steps.iter());
            earlier.all(|known| known.id != step.id)
        };
        procedure
            .steps
            .iter()
            .copied()
            .filter(move |step| is_new(step))
    })
}

/// The same with `collect` in each shell.
pub fn all() -> impl Iterator<Item = &'static Step> {
    COLLECT.iter().copied().chain(known())
}

/// The steps of a tenant's bundle: `collect` in each shell, then the procedure numbered from 1.
#[must_use]
pub fn of(tenant: &Tenant) -> Vec<Numbered> {
    let collect = COLLECT.iter().map(|step| Numbered { number: 0, step });
    let procedure = of_procedure(tenant.procedure)
        .iter()
        .filter(|step| (step.applies)(tenant))
        .zip(1..)
        .map(|(step, number)| Numbered { number, step });
    collect.chain(procedure).collect()
}

/// The path of a step's script in the tenant's bundle as Windows writes it, `exchange-shell\02-auth-servers.ps1`;
/// the bare id where the bundle does not have the step.
#[must_use]
pub fn windows_path(tenant: &Tenant, id: &str) -> String {
    of(tenant)
        .iter()
        .find(|numbered| numbered.step.id == id)
        .map_or_else(|| id.to_owned(), Numbered::windows_path)
}

/// The switch with which a person says what a step asks to look at; none where it passes by itself.
#[must_use]
pub fn look(tenant: &Tenant, step: &Step) -> Option<&'static str> {
    if step.id == test_sign_in::STEP.id {
        return Some("SignInSeen");
    }
    let asks = step.id == test_to_online::STEP.id && test_to_online::needs_look(tenant);
    asks.then_some("FreeBusySeen")
}

/// What the step may leave open for a person to decide, in the words that its script and the plan use.
#[must_use]
pub fn remarks(tenant: &Tenant, step: &Step) -> Vec<&'static str> {
    match step.id == ews_allow_list::STEP.id {
        true => ews_allow_list::remarks(tenant),
        false => Vec::new(),
    }
}

/// What a step that is data leaves to it.
const DATA: Step = Step {
    id: "",
    context: crate::step::Context::ExchangeShell,
    title: "",
    summary: "",
    undo: "",
    acts: "At once.",
    minutes: 5,
    wait: None,
    roles: &[],
    scopes: &[],
    cmdlets: &[],
    links: &[],
    direction: crate::step::Direction::ToOnline,
    can_change: true,
    is_test: false,
    reads: &[],
    requires: &[],
    applies: always,
    template: "",
    want: |_| serde_json::Value::Null,
    resources: |_| Vec::new(),
    wanted: None,
};

/// For [`Step::applies`]: both methods.
fn always(_: &Tenant) -> bool {
    true
}

/// For [`Step::applies`]: the documented procedure of the shared principal.
fn shared_principal(tenant: &Tenant) -> bool {
    tenant.method == Method::SharedPrincipal
}

/// For [`Step::applies`]: the dedicated Exchange hybrid application.
fn dedicated_app(tenant: &Tenant) -> bool {
    tenant.method == Method::DedicatedApp
}

/// For [`Step::applies`]: the tests need mailboxes.
fn verified(tenant: &Tenant) -> bool {
    tenant.verification.is_some()
}
