//! `hybrid-modern-authentication`: clients sign in to the on-premises servers with tokens of Microsoft Entra ID.

use super::oauth;
use crate::domain::Procedure;
use crate::procedure::{Description, MethodIs};
use crate::steps::*;

pub(super) static PROCEDURE: Description = Description {
    procedure: Procedure::HybridModernAuthentication,
    steps: &[
        &preflight_modern_authentication::STEP,
        &service_principal_names::STEP,
        &client_directories::STEP,
        &default_authorization_endpoint::STEP,
        &oauth_client_profile::STEP,
        &test_sign_in::STEP,
    ],
    method: MethodIs::Nothing,
    needs_oauth: false,
    principal_names: modern_authentication::client_names,
    ..oauth::PROCEDURE
};
