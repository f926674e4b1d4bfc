//! The cmdlets that a step lists are those its scripts call.

use std::collections::{BTreeMap, BTreeSet};

use libtest_mimic::Failed;

use crate::catalogue;
use crate::rule::{Bad, Rule, Subject};

/// All cmdlets of services that the script calls are listed.
pub static RULE: Rule = Rule {
    name: "listed-cmdlets",
    check,
    bad: &[Bad {
        shell: "exchange-shell",
        text: "Get-MailUser -ErrorAction Stop",
        says: "Get-MailUser is called, but not listed",
    }],
};

fn check(subject: &Subject<'_>) -> Vec<String> {
    let Some(step) = subject.script.step else {
        return Vec::new();
    };
    called(subject)
        .into_iter()
        .filter(|name| !step.cmdlets.iter().any(|listed| listed == name))
        .map(|name| {
            let path = &subject.script.path;
            format!("{path}: {name} is called, but not listed")
        })
        .collect()
}

/// No cmdlet is listed that no script of the step calls for any organisation, nor the proof of the
/// shell in the shared script.
pub fn none_idle(subjects: &[&Subject<'_>]) -> Result<(), Failed> {
    let mut calls: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    let mut listed = BTreeMap::new();
    for subject in subjects {
        let Some(step) = subject.script.step else {
            continue;
        };
        let key = (step.id.as_ref(), step.context.as_str());
        listed.insert(key, &step.cmdlets);
        let found = calls.entry(key).or_default();
        found.extend(called(subject));
        found.extend(subject.loaded().flat_map(called));
    }
    let idle: Vec<String> = listed
        .iter()
        .flat_map(|(key, cmdlets)| cmdlets.iter().map(move |cmdlet| (key, cmdlet.as_ref())))
        .filter(|(key, cmdlet)| !calls[key].contains(cmdlet))
        .map(|((id, shell), cmdlet)| format!("{shell} {id}: {cmdlet} is listed, but never called"))
        .collect();
    if idle.is_empty() {
        return Ok(());
    }
    Err(idle.join("\n").into())
}

fn called<'t>(subject: &Subject<'t>) -> BTreeSet<&'t str> {
    subject
        .calls
        .iter()
        .filter_map(|call| call.name)
        .filter(|name| catalogue::cmdlet(name).is_some_and(|cmdlet| cmdlet.is_remote()))
        .collect()
}
