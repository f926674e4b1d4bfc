//! `client-directories`: every server takes tokens where clients call it.

use serde_json::json;

use super::DATA;
use super::modern_authentication::{CONFIGURE, DIRECTORIES, Directory, OAUTH};
use super::shared::{ORGANIZATION_MANAGEMENT, exchange_page};
use crate::step::{Context, Step};
use crate::tenant::Tenant;
use crate::wanted::{Absent, Ensure, Policy, Test, Wanted};

/// The step.
pub static STEP: Step = Step {
    id: "client-directories",
    context: Context::ExchangeShell,
    title: "Let the virtual directories of clients take OAuth",
    summary: "Switches OAuth on, server by server, for the virtual directories of MAPI, EWS, the offline address book, Autodiscover and ActiveSync where it is missing. The methods that are there stay, so clients that sign in the old way go on doing so. A server that does not answer is named and left for the next run.",
    undo: "Takes OAuth off the virtual directories where this bundle switched it on; all other methods stay.",
    acts: "Minutes; a server may serve the former methods until its application pool is recycled.",
    minutes: 10,
    roles: &[ORGANIZATION_MANAGEMENT],
    cmdlets: &[
        "Get-ExchangeServer",
        "Get-MapiVirtualDirectory",
        "Set-MapiVirtualDirectory",
        "Get-WebServicesVirtualDirectory",
        "Set-WebServicesVirtualDirectory",
        "Get-OabVirtualDirectory",
        "Set-OabVirtualDirectory",
        "Get-AutodiscoverVirtualDirectory",
        "Set-AutodiscoverVirtualDirectory",
        "Get-ActiveSyncVirtualDirectory",
        "Set-ActiveSyncVirtualDirectory",
    ],
    links: &[
        CONFIGURE,
        exchange_page!("set-mapivirtualdirectory"),
        exchange_page!("set-webservicesvirtualdirectory"),
        exchange_page!("set-oabvirtualdirectory"),
        exchange_page!("set-autodiscovervirtualdirectory"),
        exchange_page!("set-activesyncvirtualdirectory"),
    ],
    direction: crate::step::Direction::ToOnPremises,
    applies: super::always,
    wanted: Some(wanted),
    ..DATA
};

fn wanted(_: &Tenant) -> Vec<Wanted> {
    DIRECTORIES.iter().map(of_kind).collect()
}

fn of_kind(directory: &Directory) -> Wanted {
    let flag = directory.flag.iter().map(|flag| Ensure {
        property: (*flag).into(),
        to: json!(true),
        policy: Policy::Exact,
    });
    let lists = directory.lists.iter().map(|list| Ensure {
        property: (*list).into(),
        to: json!([OAUTH]),
        policy: match directory.empty_is_open {
            true => Policy::Extend,
            false => Policy::Union,
        },
    });
    Wanted {
        what: format!("{}.", directory.label),
        kind: directory.kind.into(),
        key: "every server".into(),
        find: vec![vec![Test::IsNot("Identity".into(), String::new())]],
        absent: Absent::Fine("No server that answered has one.".into()),
        several: None,
        guards: Vec::new(),
        ensure: flag.chain(lists).collect(),
        keep: Vec::new(),
    }
}
