//! The steps, and which of them a bundle has.

use std::sync::{LazyLock, OnceLock};

use crate::data_step;
use crate::domain::Procedure;
use crate::step::{Numbered, Step};
use crate::tenant::Tenant;

mod application_consent;
mod application_identifier;
mod clean_up;
mod clear_previous_certificate;
mod code;
mod collect;
mod dedicated;
mod default_authorization_endpoint;
mod end_relationship_to_on_premises;
mod end_relationship_to_online;
mod evosts;
mod ews_allow_list;
mod export_certificate;
mod federated_domains;
mod federation;
mod federation_trust;
mod hybrid_application;
mod mailboxes_left;
mod modern_authentication;
mod of_tenant;
mod own;
mod preflight;
mod preflight_modern_authentication;
mod procedures;
mod publish_certificate;
mod retire;
mod retire_application;
mod retire_ews_allow_list;
mod retire_keys;
mod retire_setting_override;
mod service_principal_certificate;
mod service_principal_names;
mod setting_override;
mod shared;
mod test_relationship_to_on_premises;
mod test_relationship_to_online;
mod test_sign_in;
mod test_to_on_premises;
mod test_to_online;
mod uploaded_certificates;

pub use code::Code;
pub(crate) use code::PlannedAs;
pub(crate) use default_authorization_endpoint::servers as default_endpoint;
pub(crate) use ews_allow_list::{DISABLED, EMPTY, UNDECIDED};
pub use of_tenant::{objects, template_name, values, wanted};
pub use own::{Mistake, mistakes};
pub use procedures::{description, inbound, outbound};

/// The steps that are more than data.
static CODE: &[&Code] = &[
    &preflight::STEP,
    &export_certificate::STEP,
    &service_principal_certificate::STEP,
    &hybrid_application::STEP,
    &application_consent::STEP,
    &service_principal_names::STEP,
    &application_identifier::STEP,
    &setting_override::STEP,
    &ews_allow_list::STEP,
    &test_to_online::STEP,
    &test_to_on_premises::STEP,
    &clean_up::STEP,
    &uploaded_certificates::STEP,
    &publish_certificate::STEP,
    &clear_previous_certificate::STEP,
    &preflight_modern_authentication::STEP,
    &default_authorization_endpoint::STEP,
    &test_sign_in::STEP,
    &federation_trust::STEP,
    &federated_domains::STEP,
    &test_relationship_to_online::STEP,
    &test_relationship_to_on_premises::STEP,
    &end_relationship_to_on_premises::STEP,
    &end_relationship_to_online::STEP,
    &mailboxes_left::STEP,
    &retire_setting_override::STEP,
    &retire_application::STEP,
    &retire_keys::STEP,
    &retire_ews_allow_list::STEP,
];

/// What reads the state for `plan`, one script a shell.
static COLLECTORS: &[&Code] = &[
    &collect::EXCHANGE_SHELL,
    &collect::MGGRAPH,
    &collect::EXCHANGE_ONLINE,
];

// Id and text of every file of `templates/steps/*.json`: `DATA`.
include!(concat!(env!("OUT_DIR"), "/data_steps.rs"));

/// Every step by its id; one that is data is read when it is first asked for.
static STEPS: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let code = CODE.iter().map(|code| Known {
        id: code.id,
        text: "",
        step: Step::from(*code).into(),
    });
    let data = DATA.iter().map(|(id, text)| Known {
        id,
        text,
        step: OnceLock::new(),
    });
    code.chain(data).collect()
});

struct Known {
    id: &'static str,
    text: &'static str,
    step: OnceLock<Step>,
}

impl Known {
    fn step(&self) -> &Step {
        let read = || data_step::compiled(self.id, self.text);
        self.step.get_or_init(read)
    }
}

/// What reads the state for `plan`, one script a shell, in every bundle. Number 0: not part of the
/// procedure, may be run at any time.
pub static COLLECT: LazyLock<Vec<Step>> =
    LazyLock::new(|| COLLECTORS.iter().map(|code| Step::from(*code)).collect());

/// The steps of each procedure, looked up when they are first asked for.
type List = (Procedure, OnceLock<Vec<&'static Step>>);

static LISTS: LazyLock<Vec<List>> =
    LazyLock::new(|| Procedure::all().map(|one| (one, OnceLock::new())).collect());

/// The step of that id.
///
/// # Panics
/// Where there is none: the lists above are compiled in and tested.
fn named(id: &str) -> &'static Step {
    let found = STEPS.iter().find(|known| known.id == id);
    found.unwrap_or_else(|| panic!("no step {id}")).step()
}

/// Every step, also one that no procedure has.
pub fn every() -> impl Iterator<Item = &'static Step> {
    STEPS.iter().map(Known::step)
}

/// The steps with code, `collect` in each shell among them.
pub(crate) fn code() -> impl Iterator<Item = &'static Code> {
    COLLECTORS.iter().chain(CODE).copied()
}

/// The code of a step that is more than data.
///
/// # Panics
/// For another step: only what is made of a [`Code`] says of itself that it is one.
#[must_use]
pub fn code_of(step: &Step) -> &'static Code {
    let found = code().find(|code| code.id == step.id && code.context == step.context);
    found.unwrap_or_else(|| panic!("no code {}", step.id))
}

/// Id and text of every step that is data, as they are compiled in.
#[must_use]
pub fn data() -> &'static [(&'static str, &'static str)] {
    DATA
}

/// The steps of a procedure, in order.
#[must_use]
pub fn of_procedure(procedure: Procedure) -> &'static [&'static Step] {
    let list = LISTS.iter().find(|(known, _)| *known == procedure);
    list.map_or(&[], |(_, steps)| {
        steps.get_or_init(|| {
            let entries = description(procedure).steps.iter();
            entries.map(|entry| named(&entry.step)).collect()
        })
    })
}

/// The procedures that have a step; of `collect` all.
#[must_use]
pub fn procedures(step: &Step) -> Vec<Procedure> {
    let has = |one: &Procedure| step.id == "collect" || description(*one).entry(&step.id).is_some();
    Procedure::all().filter(has).collect()
}

/// Every step that some procedure has, each once, in the order of the procedures.
pub fn known() -> impl Iterator<Item = &'static Step> {
    Procedure::all().enumerate().flat_map(|(at, procedure)| {
        let is_new = move |step: &&Step| {
            let before = Procedure::all().take(at);
            let mut earlier = before.flat_map(of_procedure);
            earlier.all(|known| known.id != step.id)
        };
        of_procedure(procedure).iter().copied().filter(is_new)
    })
}

/// The same with `collect` in each shell.
pub fn all() -> impl Iterator<Item = &'static Step> {
    COLLECT.iter().chain(known())
}

/// Whether the tenant needs a step that its list has: by the list, and by what the step says itself.
#[must_use]
pub fn applies(tenant: &Tenant, step: &Step) -> bool {
    let description = description(tenant.procedure);
    // What stands for a step of the list says by itself when it does.
    let entry = description
        .entry(&step.id)
        .filter(|_| step.replaces.is_none());
    of_tenant::asks_for(tenant, step) && entry.is_none_or(|entry| tenant.meets(&entry.when))
}

/// The steps of a tenant's bundle: `collect` in each shell, then those of its procedure and its own ones, numbered
/// from 1.
#[must_use]
pub fn of(tenant: &Tenant) -> Vec<Numbered<'_>> {
    let collect = COLLECT.iter().map(|step| Numbered { number: 0, step });
    let steps = own::arranged(of_procedure(tenant.procedure), &tenant.own_steps);
    let steps = steps.into_iter().filter(|step| applies(tenant, step));
    let steps = steps
        .zip(1..)
        .map(|(step, number)| Numbered { number, step });
    collect.chain(steps).collect()
}

/// The path of a step's script in the tenant's bundle as Windows writes it, `exchange-shell\02-auth-servers.ps1`;
/// the bare id where the bundle does not have the step.
#[must_use]
pub fn windows_path(tenant: &Tenant, id: &str) -> String {
    of(tenant)
        .iter()
        .find(|numbered| numbered.step.is(id))
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
