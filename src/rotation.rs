//! The rotation of the auth certificate: a change of its own, with a bundle of its own.
//!
//! The order that keeps calls working: the next certificate is staged in Exchange (by a person, with
//! `New-ExchangeCertificate` and `Set-AuthConfig -NewCertificateThumbprint`), uploaded to the cloud
//! beside the current one, seen there, published in Exchange, tested; only then is the old one dropped.
//!
//! Sources: learn.microsoft.com `powershell/module/exchangepowershell/set-authconfig` and
//! `exchange/hybrid-deployment/deploy-dedicated-hybrid-app`.

use crate::domain::Procedure;
use crate::procedure;
use crate::tenant::Tenant;

/// The tenant whose bundle is the rotation; its folder is `<name>-rotation`.
#[must_use]
pub fn of(tenant: &Tenant) -> Tenant {
    procedure::of(tenant, Procedure::ROTATION)
}
