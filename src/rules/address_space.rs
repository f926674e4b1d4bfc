//! The availability address space is for servers older than Exchange 2013 SP1, and only for them.

use crate::domain::Method;
use crate::domain::exchange_product::EXCHANGE_2013_SP1;
use crate::draft::{Draft, Notes};
use crate::lint::{ADDRESS_SPACE_MISSING, ADDRESS_SPACE_UNNEEDED};

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    let path = "availability_address_space";
    let wanted = draft.config.availability_address_space.is_some() || notes.places.is_written(path);
    let old = draft
        .builds
        .iter()
        .find(|build| build.value < EXCHANGE_2013_SP1);
    let complete = draft.builds.len() == draft.config.on_premises.servers.len();
    match old {
        // With the other method such a server is an error in itself.
        Some(build) if !wanted && draft.method != Some(Method::DedicatedApp) => {
            let message = format!("{} is older than Exchange 2013 SP1", build.value);
            let help = "Mailboxes on such a server find online Free/Busy only through a newer server: \
                        add \"availability_address_space\": {}.";
            notes.report(&ADDRESS_SPACE_MISSING, &build.path, message, help);
        }
        None if wanted && complete && !draft.builds.is_empty() && !notes.has_finding(path) => {
            let message = "no server in `on_premises.servers` is older than Exchange 2013 SP1";
            let help = "Leave the key out: newer servers ask Exchange Online themselves.";
            notes.report(&ADDRESS_SPACE_UNNEEDED, path, message, help);
        }
        _ => {}
    }
}
