//! The procedures as they are compiled in, and what a tenant's asks for.

use std::sync::LazyLock;

use super::of_tenant::placeholders;
use crate::data_step;
use crate::domain::Procedure;
use crate::placeholder::each;
use crate::procedure::Description;
use crate::tenant::Tenant;

static ALL: LazyLock<Vec<(Procedure, Description)>> = LazyLock::new(|| {
    let all = Procedure::files();
    all.map(|(one, text)| (one, data_step::compiled_procedure(one.as_str(), text)))
        .collect()
});

/// What a procedure is.
#[must_use]
pub fn description(procedure: Procedure) -> &'static Description {
    let found = ALL.iter().find(|(known, _)| *known == procedure);
    &found
        .expect("a procedure is the name of a file, and all files are read")
        .1
}

/// The names that the service principal of Exchange Online is to have.
pub(super) fn principal_names(tenant: &Tenant) -> Vec<String> {
    each(
        &description(tenant.procedure).principal_names,
        &placeholders(tenant),
    )
}

/// The hosts that servers and shells must reach.
#[must_use]
pub fn outbound(tenant: &Tenant) -> Vec<String> {
    each(
        &description(tenant.procedure).outbound,
        &placeholders(tenant),
    )
}

/// The addresses that Exchange Online must reach.
#[must_use]
pub fn inbound(tenant: &Tenant) -> Vec<String> {
    each(
        &description(tenant.procedure).inbound,
        &placeholders(tenant),
    )
}
