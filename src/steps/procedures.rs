//! The procedures, a file each.

mod hybrid_modern_authentication;
mod oauth;
mod organization_relationship;
mod retire;
mod rotation;

use crate::domain::Procedure;
use crate::procedure::Description;

/// Every procedure, in the order of the names.
pub(super) static PROCEDURES: [&Description; 5] = [
    &oauth::PROCEDURE,
    &rotation::PROCEDURE,
    &organization_relationship::PROCEDURE,
    &hybrid_modern_authentication::PROCEDURE,
    &retire::PROCEDURE,
];

/// What a procedure is.
#[must_use]
pub fn description(procedure: Procedure) -> &'static Description {
    let mut known = PROCEDURES.iter();
    known
        .find(|known| known.procedure == procedure)
        .expect("a test looks for each")
}
