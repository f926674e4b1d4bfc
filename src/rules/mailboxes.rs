//! The mailboxes of the two tests.

use crate::draft::{Draft, Notes};
use crate::lint::{MAILBOX_OUTSIDE_SMTP_DOMAINS, NO_VERIFICATION, SAME_MAILBOX};

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    if draft.config.verification.is_none() && !notes.places.is_written("verification") {
        if notes.places.is_unusable("verification") {
            return;
        }
        let help = "Add \"verification\": { \"on_premises_mailbox\": \"User1@contoso.com\", \"online_mailbox\": \
                    \"AdeleV@contoso.com\" }. Without it nothing proves that calls work.";
        notes.report(
            &NO_VERIFICATION,
            "verification",
            "no mailboxes are named, so the test steps are left out",
            help,
        );
        return;
    }
    let path = "on_premises.smtp_domains";
    let complete = draft.smtp_domains.len() == draft.config.on_premises.smtp_domains.len()
        && !notes.has_finding(path);
    let mailboxes = [
        (
            "verification.on_premises_mailbox",
            &draft.on_premises_mailbox,
        ),
        ("verification.online_mailbox", &draft.online_mailbox),
    ];
    for (path, mailbox) in mailboxes {
        let Some(mailbox) = mailbox else { continue };
        let domain = mailbox.domain();
        let known = draft
            .smtp_domains
            .iter()
            .any(|known| known.value.as_str() == domain);
        if complete && !draft.smtp_domains.is_empty() && !known {
            let message = format!("`{mailbox}` is in none of the SMTP domains");
            let help = "Name a mailbox whose primary address is in one of them; the connectors cover only those, so \
                        the test would say nothing about them.";
            notes.report(&MAILBOX_OUTSIDE_SMTP_DOMAINS, path, message, help);
        }
    }
    if let (Some(on_premises), Some(online)) = (&draft.on_premises_mailbox, &draft.online_mailbox)
        && on_premises.as_str().eq_ignore_ascii_case(online.as_str())
    {
        let message = format!("`{online}` is named as the on-premises mailbox as well");
        notes.report(
            &SAME_MAILBOX,
            "verification.online_mailbox",
            message,
            "Name two mailboxes: one that lives on premises and one that lives in Exchange Online.",
        );
    }
}
