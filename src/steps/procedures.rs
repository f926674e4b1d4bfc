//! The procedures, a file each.

mod hybrid_modern_authentication;
mod oauth;
mod organization_relationship;
mod retire;
mod rotation;

use crate::procedure::Description;

/// Every procedure, in the order of the names.
pub(crate) static PROCEDURES: [&Description; 5] = [
    &oauth::PROCEDURE,
    &rotation::PROCEDURE,
    &organization_relationship::PROCEDURE,
    &hybrid_modern_authentication::PROCEDURE,
    &retire::PROCEDURE,
];
