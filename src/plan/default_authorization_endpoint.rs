//! `default-authorization-endpoint`: its data, which only the command that writes domains makes code.

use super::item::{Halt, Item};
use super::wanted;
use super::world::World;
use crate::step::Step;
use crate::steps;

pub(crate) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let servers = steps::default_endpoint(world.tenant);
    wanted::plan(world, step, &servers)
}
