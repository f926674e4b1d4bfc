//! Hosts that are not this organisation's.

use std::collections::HashSet;

use crate::domain::{HostName, microsoft};
use crate::draft::{Draft, Notes};
use crate::lint::{HOST_OUTSIDE_SMTP_DOMAINS, HYBRID_AGENT, MICROSOFT_HOST, REPEATED_HOST};

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    let domains: HashSet<&str> = draft
        .smtp_domains
        .iter()
        .map(|domain| domain.value.as_str())
        .collect();
    // A domain that was refused may have been the host's.
    let complete = draft.smtp_domains.len() == draft.config.on_premises.smtp_domains.len()
        && !domains.is_empty();
    let nowhere = none_within(draft, &domains) && complete;
    if nowhere {
        say_once(draft, notes);
    }
    let named = [
        ("on_premises.hosts.mail", &draft.mail_host),
        ("on_premises.hosts.autodiscover", &draft.autodiscover_host),
        ("availability_address_space.proxy_url", &draft.proxy_host),
    ];
    let named = named
        .into_iter()
        .filter_map(|(path, host)| Some((path, host.as_ref()?)));
    let additional = draft
        .additional_hosts
        .iter()
        .map(|host| (host.path.as_str(), &host.value));
    for (path, host) in named.chain(additional) {
        if notes.has_finding(path) {
            continue;
        }
        if microsoft::is_agent(host.as_str()) {
            let message = "Exchange Online reaches these servers through the hybrid agent only";
            let help = "Nothing needs to be done: the connector and the agent's address are left alone, and no name is \
                        added for it. The test from Exchange Online cannot be made through the agent; look at free/busy instead.";
            notes.report(&HYBRID_AGENT, path, message, help);
        } else if microsoft::is_service(host.as_str()) {
            let message = format!(
                "`{host}` is a host of Microsoft's services, not of the on-premises organisation"
            );
            let help = "Write the host that Exchange Online reaches on premises, such as mail.contoso.com. With a \
                        Microsoft host there, Exchange Online would look for on-premises mailboxes at itself.";
            notes.report(&MICROSOFT_HOST, path, message, help);
        } else if complete && !nowhere && !is_within(host.as_str(), &domains) {
            let message = format!("`{host}` is in none of the SMTP domains");
            let help = "Look whether it is written right. If it is, make sure that the certificate of the web site \
                        names it and that it is reachable from outside.";
            notes.report(&HOST_OUTSIDE_SMTP_DOMAINS, path, message, help);
        }
    }
    repeated(draft, notes);
}

/// Whether there is no host at all in the SMTP domains, several being named.
fn none_within(draft: &Draft, domains: &HashSet<&str>) -> bool {
    let both = draft
        .mail_host
        .as_ref()
        .zip(draft.autodiscover_host.as_ref());
    let Some((mail, autodiscover)) = both else {
        return false;
    };
    let additional = draft.additional_hosts.iter().map(|host| &host.value);
    [mail, autodiscover]
        .into_iter()
        .chain(additional)
        .all(|host| !microsoft::is_service(host.as_str()) && !is_within(host.as_str(), domains))
}

/// All hosts are elsewhere: that is one mistake, of the domains where the mailboxes are elsewhere too.
fn say_once(draft: &Draft, notes: &mut Notes) {
    let domains: HashSet<&str> = draft
        .smtp_domains
        .iter()
        .map(|domain| domain.value.as_str())
        .collect();
    let mailboxes = [&draft.on_premises_mailbox, &draft.online_mailbox];
    let mut mailboxes = mailboxes.into_iter().flatten();
    let (path, help) = match mailboxes.any(|mailbox| domains.contains(mailbox.domain())) {
        true => (
            "on_premises.hosts",
            "Look whether they are written right. If they are, make sure that the certificate of the web site names \
             them and that they are reachable from outside.",
        ),
        false => (
            "on_premises.smtp_domains",
            "Look whether the domains are written right: they are those of the mailboxes' addresses.",
        ),
    };
    let message = "none of the hosts is in any of the SMTP domains";
    notes.report(&HOST_OUTSIDE_SMTP_DOMAINS, path, message, help);
}

/// Whether the host or a domain above it is one of `domains`.
fn is_within(host: &str, domains: &HashSet<&str>) -> bool {
    std::iter::successors(Some(host), |name| {
        name.split_once('.').map(|(_, rest)| rest)
    })
    .any(|name| domains.contains(name))
}

fn repeated(draft: &Draft, notes: &mut Notes) {
    let main: [&Option<HostName>; 2] = [&draft.mail_host, &draft.autodiscover_host];
    for host in &draft.additional_hosts {
        if main.contains(&&Some(host.value.clone())) && !notes.has_finding(&host.path) {
            let message = format!("`{}` already stands in `on_premises.hosts`", host.value);
            notes.report(
                &REPEATED_HOST,
                &host.path,
                message,
                "Take it out of the additional hosts.",
            );
        }
    }
}
