//! `oauth`: everything that calls with OAuth need, from the beginning.

use crate::domain::Procedure;
use crate::procedure::{Description, MethodIs};
use crate::step::Step;
use crate::steps::*;

/// Every step of both methods, in the order in which a bundle numbers those that apply.
pub static STEPS: &[&Step] = &[
    &preflight::STEP,
    &auth_servers::STEP,
    &partner_application::STEP,
    &export_certificate::STEP,
    &service_principal_certificate::STEP,
    &hybrid_application::STEP,
    &application_consent::STEP,
    &service_principal_names::STEP,
    &application_identifier::STEP,
    &sharing_endpoint::STEP,
    &setting_override::STEP,
    &availability_address_space::STEP,
    &connector_to_online::STEP,
    &connector_to_on_premises::STEP,
    &ews_allow_list::STEP,
    &test_to_online::STEP,
    &test_to_on_premises::STEP,
    &clean_up::STEP,
];

pub(super) static PROCEDURE: Description = Description {
    procedure: Procedure::SetUp,
    steps: STEPS,
    method: MethodIs::SetUp,
    needs_oauth: true,
    only_next_certificate: false,
    application_undo: dedicated::NO_WAY_BACK,
    principal_names: service_principal_names::of_hosts,
    outbound: outbound_hosts,
    inbound: inbound_urls,
};
