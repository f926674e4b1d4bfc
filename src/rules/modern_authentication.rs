//! What Hybrid Modern Authentication cannot do with, and what only it needs.

use crate::domain::{HostName, Procedure, microsoft};
use crate::draft::{Draft, Notes};
use crate::lint::{MICROSOFT_HOST, OPTION_WITHOUT_EFFECT, REPEATED_HOST, SIGN_IN_THROUGH_AGENT};

const CLIENT_HOSTS: &str = "on_premises.client_hosts";

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    let Some(procedure) = draft.procedure else {
        return;
    };
    if procedure != Procedure::HYBRID_MODERN_AUTHENTICATION {
        if notes.places.is_written(CLIENT_HOSTS) {
            let message =
                "these hosts mean something to the procedure `hybrid-modern-authentication` only";
            let help = "Take them out. Hosts that are reached from outside belong into `additional_hosts`.";
            notes.report(&OPTION_WITHOUT_EFFECT, CLIENT_HOSTS, message, help);
        }
        return;
    }
    agent(draft, notes);
    client_hosts(draft, notes);
}

/// Clients must reach the servers themselves.
fn agent(draft: &Draft, notes: &mut Notes) {
    let named = [
        ("on_premises.hosts.mail", &draft.mail_host),
        ("on_premises.hosts.autodiscover", &draft.autodiscover_host),
    ];
    for (path, host) in named {
        let host = host.as_ref();
        if host.is_some_and(|host| microsoft::is_agent(host.as_str())) {
            let message = "clients cannot sign in with tokens through the hybrid agent";
            let help = "Hybrid Modern Authentication needs the classic hybrid topology: publish the servers under a host \
                        of the organisation's own, and write that.";
            notes.report(&SIGN_IN_THROUGH_AGENT, path, message, help);
        }
    }
}

fn client_hosts(draft: &Draft, notes: &mut Notes) {
    let main = [&draft.mail_host, &draft.autodiscover_host];
    let main = main.into_iter().flatten();
    let additional = draft.additional_hosts.iter().map(|host| &host.value);
    let known: Vec<&HostName> = main.chain(additional).collect();
    for host in &draft.client_hosts {
        if known.contains(&&host.value) {
            let message = format!(
                "`{}` already stands among the hosts reached from outside",
                host.value
            );
            notes.report(
                &REPEATED_HOST,
                &host.path,
                message,
                "Take it out of the client hosts.",
            );
        } else if microsoft::is_service(host.value.as_str())
            || microsoft::is_agent(host.value.as_str())
        {
            let message = format!(
                "`{}` is a host of Microsoft's services, not of the on-premises organisation",
                host.value
            );
            let help =
                "Write the host of an internal URL of the servers, such as ex01.corp.contoso.com.";
            notes.report(&MICROSOFT_HOST, &host.path, message, help);
        }
    }
}
