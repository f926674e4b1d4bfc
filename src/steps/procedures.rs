//! The procedures as they are compiled in, and what a tenant's asks for.

use std::sync::{LazyLock, OnceLock};

use super::of_tenant::placeholders;
use crate::data_step;
use crate::domain::Procedure;
use crate::placeholder::each;
use crate::procedure::Description;
use crate::tenant::Tenant;

/// The text of each, and what it says, read when it is first asked for.
type Known = (Procedure, &'static str, OnceLock<Description>);

static ALL: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let all = Procedure::files();
    all.map(|(one, text)| (one, text, OnceLock::new()))
        .collect()
});

/// What a procedure is.
#[must_use]
pub fn description(procedure: Procedure) -> &'static Description {
    let found = ALL.iter().find(|(known, ..)| *known == procedure);
    let (_, text, read) = found.expect("a procedure is the name of a file");
    read.get_or_init(|| data_step::compiled_procedure(procedure.as_str(), text))
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
