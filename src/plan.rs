//! What the scripts of a bundle would do, told from collected state; the rules are those of
//! `templates/steps`, and a test runs both and compares them.
//!
//! [`state`] reads what the collect scripts wrote, `world` holds it while one step after the other
//! is planned (a later step sees what an earlier one would have done), a file a step says what its
//! script would find and change. [`text`], [`markdown`] and [`json`] tell the [`Plan`].

use crate::resource::Resource;
use crate::step::{Does, Step};
use crate::steps;
use crate::tenant::Tenant;

pub(crate) mod application_consent;
pub(crate) mod application_identifier;
mod auth_servers;
pub(crate) mod clean_up;
pub(crate) mod default_authorization_endpoint;
pub(crate) mod ews_allow_list;
pub(crate) mod export_certificate;
pub(crate) mod facts;
pub(crate) mod federation;
mod hand_off;
pub(crate) mod hybrid_application;
mod item;
mod keys;
mod looks;
mod object;
mod open;
pub(crate) mod preflight;
pub(crate) mod preflight_modern_authentication;
pub(crate) mod preflight_servers;
pub(crate) mod retire;
mod roles;
pub(crate) mod rotation;
pub(crate) mod service_principal_certificate;
pub(crate) mod service_principal_names;
pub(crate) mod setting_override;
mod wanted;
mod world;

pub mod json;
pub mod markdown;
pub mod state;
pub mod text;

pub use item::{Action, Change, KNOWN_AFTER_APPLY, Planned, Summary};
pub use open::{Verdict, is_look};
pub use state::{State, StateError};

pub(crate) use item::{Halt, Item};
pub(crate) use world::World;

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
        Does::Code(code) => (code.plan)(world, step),
        Does::Data(data) => wanted::plan(world, step, &data.wanted(world.tenant)),
        Does::Own(_) => Ok(vec![
            Item::new("OwnCode", &step.id, Action::Unknown).because(
                "It is code of the organisation's own: what it would do it says when it runs with -WhatIf.",
            ),
        ]),
    }
}

/// The plan of a step that only looks, and stops for nothing that was collected.
pub(crate) fn nothing(_: &mut World<'_>, _: &Step) -> Result<Vec<Item>, Halt> {
    Ok(Vec::new())
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
    let resources = step.objects(tenant).into_iter();
    resources.enumerate().map(item).collect()
}
