//! `organization-relationship`: free/busy by federation trust and organization relationships in both
//! directions, for organisations that cannot use OAuth yet; and its end once OAuth works.

use super::oauth;
use crate::domain::Procedure;
use crate::procedure::{Description, MethodIs};
use crate::steps::*;

pub(super) static PROCEDURE: Description = Description {
    procedure: Procedure::OrganizationRelationship,
    steps: &[
        "preflight",
        "federation-trust",
        "federated-domains",
        "relationship-to-online",
        "relationship-to-on-premises",
        "test-relationship-to-online",
        "test-relationship-to-on-premises",
        "end-relationship-to-on-premises",
        "end-relationship-to-online",
    ],
    method: MethodIs::Nothing,
    needs_oauth: false,
    outbound: federation::outbound_hosts,
    ..oauth::PROCEDURE
};
