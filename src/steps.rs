//! The procedure: every step of both methods, in order.

use crate::domain::{Method, Procedure};
use crate::step::{Numbered, Step};
use crate::tenant::Tenant;

mod application_consent;
mod application_identifier;
mod auth_servers;
mod availability_address_space;
mod clean_up;
mod clear_previous_certificate;
mod collect;
mod connector_to_on_premises;
mod connector_to_online;
mod dedicated;
mod ews_allow_list;
mod export_certificate;
mod hybrid_application;
mod partner_application;
mod preflight;
mod publish_certificate;
mod service_principal_certificate;
mod service_principal_names;
mod setting_override;
mod shared;
mod sharing_endpoint;
mod test_to_on_premises;
mod test_to_online;
mod uploaded_certificates;

pub(crate) use ews_allow_list::{DISABLED, EMPTY, UNDECIDED};
pub(crate) use preflight::{inbound_urls, outbound_hosts};
pub(crate) use shared::EXCHANGE_ONLINE_APP_ID;

/// What reads the state for `plan`, one script a shell, in every bundle. Number 0: not part of the
/// procedure, may be run at any time.
pub static COLLECT: &[&Step] = &[
    &collect::EXCHANGE_SHELL,
    &collect::MGGRAPH,
    &collect::EXCHANGE_ONLINE,
];

/// Every step, in the order in which a bundle numbers those that apply.
pub static ALL: &[&Step] = &[
    &preflight::STEP,
    &auth_servers::STEP,
    &partner_application::STEP,
    &export_certificate::STEP,
    &service_principal_certificate::STEP,
    &hybrid_application::STEP,
    &application_consent::STEP,
    &service_principal_names::STEP,
    &application_identifier::STEP,
    &sharing_endpoint::STEP,
    &setting_override::STEP,
    &availability_address_space::STEP,
    &connector_to_online::STEP,
    &connector_to_on_premises::STEP,
    &ews_allow_list::STEP,
    &test_to_online::STEP,
    &test_to_on_premises::STEP,
    &clean_up::STEP,
];

/// The rotation of the auth certificate: the cloud knows the next one before Exchange signs with it.
pub static ROTATION: &[&Step] = &[
    &preflight::STEP,
    &export_certificate::STEP,
    &service_principal_certificate::STEP,
    &hybrid_application::STEP,
    &uploaded_certificates::STEP,
    &publish_certificate::STEP,
    &test_to_online::STEP,
    &test_to_on_premises::STEP,
    &clear_previous_certificate::STEP,
];

/// The procedures, each a list of steps of which a bundle has those that apply to its tenant.
static PROCEDURES: [(Procedure, &[&Step]); 2] =
    [(Procedure::SetUp, ALL), (Procedure::Rotation, ROTATION)];

/// The steps of a procedure, in order.
#[must_use]
pub fn of_procedure(procedure: Procedure) -> &'static [&'static Step] {
    let mut known = PROCEDURES.iter();
    known
        .find(|(one, _)| *one == procedure)
        .map_or(&[], |(_, steps)| steps)
}

/// The procedures that have a step; of `collect` all.
#[must_use]
pub fn procedures(step: &Step) -> Vec<Procedure> {
    let has = |steps: &[&Step]| steps.iter().chain(COLLECT).any(|one| one.id == step.id);
    let having = PROCEDURES.iter().filter(|(_, steps)| has(steps));
    having.map(|(procedure, _)| *procedure).collect()
}

/// Every step that some procedure has, each once, in the order of the procedures.
pub fn known() -> impl Iterator<Item = &'static Step> {
    PROCEDURES.iter().enumerate().flat_map(|(at, (_, steps))| {
        let before = &PROCEDURES[..at];
        let is_new = |step: &&Step| {
            let mut earlier = before.iter().flat_map(|(_, steps)| steps.iter());
            earlier.all(|known| known.id != step.id)
        };
        steps.iter().copied().filter(move |step| is_new(step))
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
        .filter(|step| (step.applies)(tenant) && !is_left_out(tenant, step))
        .zip(1..)
        .map(|(step, number)| Numbered { number, step });
    collect.chain(procedure).collect()
}

fn is_left_out(tenant: &Tenant, step: &Step) -> bool {
    let own = tenant.overlay.as_ref();
    own.is_some_and(|own| own.left_out.iter().any(|one| one.step == step.id))
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

/// Whether the step asks a person to look before it passes.
#[must_use]
pub fn needs_look(tenant: &Tenant, step: &Step) -> bool {
    step.id == test_to_online::STEP.id && test_to_online::needs_look(tenant)
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
