//! `hybrid-modern-authentication`: clients sign in to the on-premises servers with tokens of Microsoft Entra ID.

use super::oauth;
use crate::domain::Procedure;
use crate::procedure::{Description, MethodIs};

pub(super) static PROCEDURE: Description = Description {
    procedure: Procedure::HybridModernAuthentication,
    steps: &[],
    method: MethodIs::Nothing,
    needs_oauth: false,
    ..oauth::PROCEDURE
};
