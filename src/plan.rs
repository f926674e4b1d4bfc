//! What the scripts of a bundle would do, told from collected state; the rules are those of
//! `templates/steps`, and a test runs both and compares them.
//!
//! [`state`] reads what the collect scripts wrote, `world` holds it while one step after the other
//! is planned (a later step sees what an earlier one would have done), a file a step says what its
//! script would find and change. [`text`], [`markdown`] and [`json`] tell the [`Plan`].

use crate::resource::Resource;
use crate::step::Step;
use crate::steps;
use crate::tenant::Tenant;

mod application_consent;
mod application_identifier;
mod auth_servers;
mod clean_up;
mod ews_allow_list;
mod export_certificate;
pub(crate) mod facts;
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

/// What one step would do; the steps that only look have nothing to plan but what stops them.
fn plan_step(world: &mut World<'_>, step: &'static Step) -> Result<Vec<Item>, Halt> {
    if let Some(of) = step.wanted {
        return wanted::plan(world, step, &of(world.tenant));
    }
    match step.id {
        "preflight" => Ok(preflight::plan(world, step)),
        "preflight-modern-authentication" => Ok(preflight_modern_authentication::plan(world, step)),
        "export-certificate" => export_certificate::plan(world, step),
        "service-principal-certificate" => service_principal_certificate::plan(world, step),
        "hybrid-application" => hybrid_application::plan(world, step),
        "application-consent" => application_consent::plan(world, step),
        "service-principal-names" => service_principal_names::plan(world, step),
        "application-identifier" => application_identifier::plan(world, step),
        "default-authorization-endpoint" => {
            let servers = steps::default_endpoint(world.tenant);
            wanted::plan(world, step, &servers)
        }
        "setting-override" => setting_override::plan(world, step),
        "ews-allow-list" => ews_allow_list::plan(world, step),
        "clean-up" => clean_up::plan(world, step),
        "uploaded-certificates" => rotation::uploaded(world, step),
        "publish-certificate" => rotation::publish(world),
        "clear-previous-certificate" => rotation::clear(world, step),
        _ if step.can_change => Err(Halt::Unknown(format!(
            "What the step {} does cannot be planned.",
            step.id
        ))),
        _ => Ok(Vec::new()),
    }
}

/// A step that stops, or of which nothing is known, does nothing with any of its resources.
fn halted(tenant: &Tenant, step: &'static Step, halt: &Halt) -> Vec<Item> {
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
    let resources = step.objects(tenant).into_iter();
    resources.enumerate().map(item).collect()
}
