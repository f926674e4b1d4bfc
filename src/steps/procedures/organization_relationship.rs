//! `organization-relationship`: free/busy by federation trust and organization relationships in both
//! directions, for organisations that cannot use OAuth yet; and its end once OAuth works.

use super::oauth;
use crate::domain::Procedure;
use crate::procedure::{Description, MethodIs};
use crate::steps::*;

pub(super) static PROCEDURE: Description = Description {
    procedure: Procedure::OrganizationRelationship,
    steps: &[
        &preflight::STEP,
        &federation_trust::STEP,
        &federated_domains::STEP,
        &relationship_to_online::STEP,
        &relationship_to_on_premises::STEP,
        &test_relationship_to_online::STEP,
        &test_relationship_to_on_premises::STEP,
        &end_relationship_to_on_premises::STEP,
        &end_relationship_to_online::STEP,
    ],
    method: MethodIs::Nothing,
    needs_oauth: false,
    outbound: federation::outbound_hosts,
    ..oauth::PROCEDURE
};
