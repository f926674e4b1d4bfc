//! The routing domain belongs to the tenant and to nobody on premises.

use crate::draft::{Draft, Notes};
use crate::lint::{ROUTING_DOMAIN_IS_SMTP_DOMAIN, UNUSUAL_ROUTING_DOMAIN};

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    let path = "routing_domain";
    let Some(routing) = &draft.routing_domain else {
        return;
    };
    if let Some(domain) = draft
        .smtp_domains
        .iter()
        .find(|domain| &domain.value == routing)
    {
        let message = format!("`{routing}` also stands at `{}`", domain.path);
        let help = "The connector sends what is in the routing domain to Exchange Online, so no on-premises mailbox may \
                    be in it. Leave the key out to take the tenant's own.";
        notes.report(&ROUTING_DOMAIN_IS_SMTP_DOMAIN, path, message, help);
        return;
    }
    let usual = draft.cloud.zip(draft.initial_domain.as_ref());
    if let Some(usual) =
        usual.and_then(|(cloud, initial)| cloud.endpoints().routing_domain(initial))
        && &usual != routing
    {
        let message = format!(
            "`{routing}` is not the routing domain of `{}`",
            draft.config.tenant.initial_domain
        );
        let help = format!(
            "It is usually `{usual}`. Keep yours only if Get-AcceptedDomain lists it on both sides."
        );
        notes.report(&UNUSUAL_ROUTING_DOMAIN, path, message, help);
    }
}
