//! The cmdlets that a step lists are those its script calls.

use std::collections::BTreeSet;

use crate::catalogue;
use crate::rule::{Bad, Rule, Subject};

/// All cmdlets of services that the script calls are listed, and none that neither it nor the proof of
/// the shell in the shared script calls.
pub static RULE: Rule = Rule {
    name: "listed-cmdlets",
    check,
    bad: &[
        Bad {
            shell: "exchange-shell",
            text: "Get-OrganizationConfig -ErrorAction Stop",
            says: "Get-OrganizationConfig is called, but not listed",
        },
        Bad {
            shell: "exchange-shell",
            text: "Get-Date",
            says: "is listed, but not called",
        },
    ],
};

fn check(subject: &Subject<'_>) -> Vec<String> {
    let Some(step) = subject.script.step else {
        return Vec::new();
    };
    let path = &subject.script.path;
    let listed: BTreeSet<&str> = step.cmdlets.iter().copied().collect();
    let called = called(subject);
    let shared = subject.common.map(self::called).unwrap_or_default();
    let missing = called
        .difference(&listed)
        .map(|name| format!("{path}: {name} is called, but not listed"));
    let idle = listed
        .iter()
        .filter(|name| !called.contains(*name) && !shared.contains(*name))
        .map(|name| format!("{path}: {name} is listed, but not called"));
    missing.chain(idle).collect()
}

fn called<'t>(subject: &Subject<'t>) -> BTreeSet<&'t str> {
    subject
        .calls
        .iter()
        .filter_map(|call| call.name)
        .filter(|name| catalogue::cmdlet(name).is_some_and(|cmdlet| cmdlet.is_remote()))
        .collect()
}
