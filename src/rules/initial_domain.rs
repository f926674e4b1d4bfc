//! The initial domain is the one the tenant was created with, of the cloud that is named.

use crate::domain::{Cloud, DomainName, Procedure};
use crate::draft::{Draft, Notes};
use crate::lint::{
    INITIAL_DOMAIN_NOT_INITIAL, INITIAL_DOMAIN_OF_OTHER_CLOUD, MISSING_TENANT_ID, TENANT_ID_NEEDED,
};

const PATH: &str = "tenant.initial_domain";

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    if draft.config.tenant.id.is_none()
        && !notes.places.is_written("tenant.id")
        && !notes.places.is_unusable("tenant.id")
    {
        if draft.procedure == Some(Procedure::HYBRID_MODERN_AUTHENTICATION) {
            let message = "the tenant's id is not stated";
            let help = "Add \"id\" (Microsoft Entra admin center, Overview): by it the scripts tell the AuthServer of this \
                        tenant from others, one of which people may sign in with.";
            notes.report(&TENANT_ID_NEEDED, "tenant", message, help);
        } else {
            let help = "Add \"id\" (Microsoft Entra admin center, Overview). Without it the scripts cannot prove by id that \
                    they are in the right tenant, and cannot compare the Realm of the auth servers with it.";
            notes.report(
                &MISSING_TENANT_ID,
                "tenant",
                "the tenant's id is not stated",
                help,
            );
        }
    }
    if let (Some(domain), Some(cloud)) = (&draft.initial_domain, draft.cloud)
        && cloud.endpoints().routing_domain(domain).is_none()
    {
        refuse(domain, cloud, notes);
    }
}

fn refuse(domain: &DomainName, cloud: Cloud, notes: &mut Notes) {
    let others: Vec<&str> = Cloud::ALL
        .into_iter()
        .filter(|other| other.endpoints().routing_domain(domain).is_some())
        .map(Cloud::as_str)
        .collect();
    if !others.is_empty() {
        let others = others.join(" or ");
        let message = format!(
            "`{domain}` is an initial domain of the cloud {others}, and `cloud` is `{cloud}`"
        );
        let help = format!(
            "Write \"cloud\": {others} if the tenant is there; initial domains of the cloud {cloud} end in {}.",
            suffixes(cloud)
        );
        notes.report(&INITIAL_DOMAIN_OF_OTHER_CLOUD, PATH, message, help);
        return;
    }
    let message = format!("`{domain}` is not the domain the tenant was created with");
    let help = match initial_of_routing(domain) {
        Some(initial) => format!("This is a routing domain. Write `{initial}`."),
        None => format!(
            "Write the one that ends in {} (Get-AcceptedDomain shows it as InitialDomain). A domain added later \
             resolves only while it is verified in the right tenant, and the realm must come out as the tenant id.",
            suffixes(cloud)
        ),
    };
    notes.report(&INITIAL_DOMAIN_NOT_INITIAL, PATH, message, help);
}

fn suffixes(cloud: Cloud) -> String {
    let suffixes = cloud.endpoints().initial_domain_suffixes;
    suffixes
        .iter()
        .map(|suffix| suffix.initial)
        .collect::<Vec<_>>()
        .join(" or ")
}

/// `contoso.onmicrosoft.com` for `contoso.mail.onmicrosoft.com`, in any cloud.
fn initial_of_routing(domain: &DomainName) -> Option<String> {
    let suffixes = Cloud::ALL
        .into_iter()
        .flat_map(|cloud| cloud.endpoints().initial_domain_suffixes);
    suffixes
        .filter_map(|suffix| {
            let tenant = domain.as_str().strip_suffix(suffix.routing)?;
            (!tenant.contains('.')).then(|| format!("{tenant}{}", suffix.initial))
        })
        .next()
}
