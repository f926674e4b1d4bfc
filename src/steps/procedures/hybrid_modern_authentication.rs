//! `hybrid-modern-authentication`: clients sign in to the on-premises servers with tokens of Microsoft Entra ID.

use super::oauth;
use crate::domain::Procedure;
use crate::procedure::{Description, MethodIs};
use crate::steps::*;

pub(super) static PROCEDURE: Description = Description {
    procedure: Procedure::HybridModernAuthentication,
    steps: &[
        "preflight-modern-authentication",
        "service-principal-names",
        "client-directories",
        "default-authorization-endpoint",
        "oauth-client-profile",
        "test-sign-in",
    ],
    method: MethodIs::Nothing,
    principal_names: modern_authentication::client_names,
    warnings: &["sign_in", "accounts", "policies", "help_desk", "way_back"],
    ..oauth::PROCEDURE
};
