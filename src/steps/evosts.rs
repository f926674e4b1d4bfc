//! The evoSTS AuthServer, for the step that writes into it: found as `auth-servers` finds it.

use crate::tenant::{EVOSTS_FORMS, Tenant};
use crate::wanted::{Absent, Ensure, Wanted, stop};

/// The step that makes the AuthServers.
const STEP: &str = "auth-servers";

/// The AuthServer with these properties; it must be there.
pub(super) fn wanted(tenant: &Tenant, what: &str, ensure: Vec<Ensure>) -> Wanted {
    let all = super::wanted(tenant, super::named(STEP)).unwrap_or_default();
    let found = all.into_iter().find(|one| one.key.starts_with("AzureAD "));
    let absent = format!(
        "No AuthServer of type AzureAD belongs to this tenant. Run {} first.",
        super::windows_path(tenant, STEP)
    );
    Wanted {
        what: what.to_owned(),
        absent: Absent::Stop(stop(absent)),
        guards: Vec::new(),
        keep: Vec::new(),
        ensure,
        ..found.expect("a test makes the bundles of both methods")
    }
}

/// Every metadata URL by which it may be known: of the tenant's names and the SMTP domains.
pub(super) fn known_urls(tenant: &Tenant) -> Vec<String> {
    let smtp = tenant.smtp_domains.iter().map(|domain| domain.as_str());
    let names: Vec<&str> = tenant.metadata_names().into_iter().chain(smtp).collect();
    let forms = tenant.metadata_forms(EVOSTS_FORMS);
    let of = |name: &&str| -> Vec<String> {
        forms.iter().map(|form| form.replace("{0}", name)).collect()
    };
    names.iter().flat_map(of).collect()
}
