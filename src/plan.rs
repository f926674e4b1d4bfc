//! What the scripts of a bundle would do, told from collected state; the rules are those of
//! `templates/steps`, and a test runs both and compares them.
//!
//! [`state`] reads what the collect scripts wrote, `world` holds it while one step after the other
//! is planned (a later step sees what an earlier one would have done), a file a step says what its
//! script would find and change. [`text`], [`markdown`] and [`json`] tell the [`Plan`].

use crate::resource::Resource;
use crate::step::{Does, Step};
use crate::steps::{self, PlannedAs};
use crate::tenant::Tenant;

mod application_consent;
mod application_identifier;
mod auth_servers;
mod clean_up;
mod default_authorization_endpoint;
mod ews_allow_list;
mod export_certificate;
pub(crate) mod facts;
mod federation;
mod hand_off;
mod hybrid_application;
mod item;
mod keys;
mod looks;
mod object;
mod open;
mod preflight;
mod preflight_modern_authentication;
pub(crate) mod preflight_servers;
mod retire;
mod roles;
mod rotation;
mod service_principal_certificate;
mod service_principal_names;
mod setting_override;
mod wanted;
mod world;

pub mod json;
pub mod markdown;
pub mod state;
pub mod text;

pub use item::{Action, Change, KNOWN_AFTER_APPLY, Planned, Summary};
pub use open::{Verdict, is_look};
pub use state::{State, StateError};

use item::{Halt, Item};
use world::World;

/// What would happen, resource by resource, in the order of the steps.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The name of the bundle.
    pub name: String,
    /// Where each context's state comes from, in words; what is missing is said here too.
    pub sources: Vec<String>,
    /// Every resource of every step.
    pub resources: Vec<Planned>,
    /// What no step changes, but what is a cause of failures.
    looks: Vec<looks::Look>,
}

impl Plan {
    /// How many resources have each action.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::of(&self.resources)
    }
}

/// Plans all steps of the tenant's bundle.
#[must_use]
pub fn make(tenant: &Tenant, state: State) -> Plan {
    let sources = state.sources();
    let mut world = World::new(tenant, state);
    let looks = looks::of(&world);
    let mut resources = Vec::new();
    for numbered in steps::of(tenant) {
        if numbered.number == 0 {
            continue;
        }
        let step = numbered.step;
        let items = plan_step(&mut world, step).unwrap_or_else(|halt| halted(tenant, step, &halt));
        resources.extend(items.into_iter().map(|item| item.of(step)));
    }
    Plan {
        name: tenant.name.clone(),
        sources,
        resources,
        looks,
    }
}

/// What one step would do.
fn plan_step(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    match &step.does {
        Does::Code => code(steps::code_of(step).plan)(world, step),
        Does::Data(_) => {
            let wanted = steps::wanted(world.tenant, step).unwrap_or_default();
            wanted::plan(world, step, &wanted)
        }
        Does::Own(_) => Ok(vec![
            Item::new("OwnCode", &step.id, Action::Unknown).because(
                "It is code of the organisation's own: what it would do it says when it runs with -WhatIf.",
            ),
        ]),
    }
}

/// How a step with code of its own is planned.
type PlanStep = fn(&mut World<'_>, &Step) -> Result<Vec<Item>, Halt>;

fn code(planned: PlannedAs) -> PlanStep {
    match planned {
        PlannedAs::Nothing => |_, _| Ok(Vec::new()),
        PlannedAs::ApplicationConsent => application_consent::plan,
        PlannedAs::ApplicationIdentifier => application_identifier::plan,
        PlannedAs::CleanUp => clean_up::plan,
        PlannedAs::ClearPreviousCertificate => rotation::clear,
        PlannedAs::DefaultAuthorizationEndpoint => default_authorization_endpoint::plan,
        PlannedAs::EndRelationship => federation::end,
        PlannedAs::EwsAllowList => ews_allow_list::plan,
        PlannedAs::ExportCertificate => export_certificate::plan,
        PlannedAs::FederatedDomains => federation::domains,
        PlannedAs::FederationTrust => federation::trust,
        PlannedAs::HybridApplication => hybrid_application::plan,
        PlannedAs::MailboxesLeft => retire::mailboxes_left,
        PlannedAs::Preflight => preflight::plan,
        PlannedAs::PreflightModernAuthentication => preflight_modern_authentication::plan,
        PlannedAs::PublishCertificate => rotation::publish,
        PlannedAs::RetireApplication => retire::application,
        PlannedAs::RetireSettingOverride => retire::setting_override,
        PlannedAs::ServicePrincipalCertificate => service_principal_certificate::plan,
        PlannedAs::ServicePrincipalNames => service_principal_names::plan,
        PlannedAs::SettingOverride => setting_override::plan,
        PlannedAs::UploadedCertificates => rotation::uploaded,
    }
}

/// A step that stops, or of which nothing is known, does nothing with any of its resources.
fn halted(tenant: &Tenant, step: &Step, halt: &Halt) -> Vec<Item> {
    let item = |(at, resource): (usize, Resource)| match halt {
        Halt::Unknown(reason) => {
            Item::new(resource.kind, &resource.key, Action::Unknown).because(reason)
        }
        Halt::Stop { reason, name } if at == 0 => Item {
            name: name.clone(),
            ..Item::new(resource.kind, &resource.key, Action::Conflict)
        }
        .because(reason),
        Halt::Stop { .. } => Item::new(resource.kind, &resource.key, Action::Conflict)
            .because("The step stops before it, as told above."),
    };
    let resources = steps::objects(tenant, step).into_iter();
    resources.enumerate().map(item).collect()
}
