//! `oauth`: everything that calls with OAuth need, from the beginning.

use crate::domain::Procedure;
use crate::procedure::{Description, MethodIs};
use crate::steps::*;

/// Every step of both methods, in the order in which a bundle numbers those that apply.
const STEPS: &[&str] = &[
    "preflight",
    "auth-servers",
    "partner-application",
    "export-certificate",
    "service-principal-certificate",
    "hybrid-application",
    "application-consent",
    "service-principal-names",
    "application-identifier",
    "sharing-endpoint",
    "setting-override",
    "availability-address-space",
    "connector-to-online",
    "connector-to-on-premises",
    "ews-allow-list",
    "test-to-online",
    "test-to-on-premises",
    "clean-up",
];

pub(super) static PROCEDURE: Description = Description {
    procedure: Procedure::SetUp,
    steps: STEPS,
    method: MethodIs::SetUp,
    needs_oauth: true,
    only_next_certificate: false,
    application_undo: dedicated::NO_WAY_BACK,
    principal_names: service_principal_names::of_hosts,
    warnings: &[],
    outbound: outbound_hosts,
    inbound: inbound_urls,
};
