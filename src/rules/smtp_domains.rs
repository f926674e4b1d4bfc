//! On-premises mailboxes have no addresses of Microsoft's.

use crate::domain::microsoft;
use crate::draft::{Draft, Notes};
use crate::lint::MICROSOFT_SMTP_DOMAIN;

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    for domain in &draft.smtp_domains {
        let name = domain.value.as_str();
        let help = if microsoft::is_tenant_name(name) {
            "Take it out: it belongs to the tenant (`tenant.initial_domain`, `routing_domain`). In the connector it would \
             send lookups of online mailboxes back on premises."
        } else if microsoft::is_service(name) {
            "Write a domain of the organisation's own."
        } else {
            continue;
        };
        notes.report(
            &MICROSOFT_SMTP_DOMAIN,
            &domain.path,
            format!("`{name}` is a name of Microsoft's"),
            help,
        );
    }
}
