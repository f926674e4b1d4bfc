//! `organization-relationship`: free/busy by federation trust and organization relationships in both directions.

use super::oauth;
use crate::domain::Procedure;
use crate::procedure::{Description, MethodIs};

pub(super) static PROCEDURE: Description = Description {
    procedure: Procedure::OrganizationRelationship,
    steps: &[],
    method: MethodIs::Nothing,
    needs_oauth: false,
    ..oauth::PROCEDURE
};
