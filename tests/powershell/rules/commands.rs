//! Every command is a function of the bundle or documented for the shell.

use tree_sitter::Node;

use crate::catalogue;
use crate::rule::{Bad, CONTRACT, Rule, Subject};
use crate::tree;

/// Known commands only, by their full names.
pub static RULE: Rule = Rule {
    name: "commands",
    check,
    bad: &[
        Bad {
            shell: "exo",
            text: "Get-Frobnication",
            says: "unknown",
        },
        Bad {
            shell: "exo",
            text: "1, 2 | where -FilterScript { $_ }",
            says: "alias of Where-Object",
        },
        Bad {
            shell: "exo",
            text: "Get-SettingOverride -ErrorAction Stop",
            says: "not documented for this shell",
        },
        Bad {
            shell: "exchange-shell",
            text: "Get-MgContext -ErrorAction Stop",
            says: "not documented for this shell",
        },
        Bad {
            shell: "exchange-shell",
            text: "Get-ConnectionInformation -ErrorAction Stop",
            says: "not documented for this shell",
        },
        Bad {
            shell: "exchange-shell",
            text: "Get-Error",
            says: "not documented for this shell",
        },
        Bad {
            shell: "exo",
            text: "& 'C:\\tool.exe'",
            says: "computed",
        },
        Bad {
            shell: "exo",
            text: "Invoke-Expression -Command 'x'",
            says: "banned",
        },
        Bad {
            shell: "exo",
            text: "Write-Host -Object 'x'",
            says: "banned",
        },
        Bad {
            shell: "mggraph",
            text: "Invoke-RestMethod -Uri 'https://contoso.com'",
            says: "banned",
        },
        Bad {
            shell: "mggraph",
            text: "cmd.exe /c dir",
            says: "unknown",
        },
    ],
};

/// Code from text, words that no program can take, network of its own, other processes, questions.
const BANNED: &[&str] = &[
    "Invoke-Expression",
    "Write-Host",
    "Invoke-WebRequest",
    "Invoke-RestMethod",
    "Start-Process",
    "Invoke-Item",
    "Add-Type",
    "Read-Host",
    "Invoke-Command",
    "Clear-Host",
];

fn check(subject: &Subject<'_>) -> Vec<String> {
    let script = subject.script;
    subject
        .calls
        .iter()
        .filter_map(|call| {
            let fault = match call.name {
                None => computed(subject, call.node)?,
                Some(name) => named(subject, name)?,
            };
            Some(script.at(call.node, &fault))
        })
        .collect()
}

fn named(subject: &Subject<'_>, name: &str) -> Option<String> {
    if BANNED
        .iter()
        .any(|banned| banned.eq_ignore_ascii_case(name))
    {
        return Some(format!("{name} is banned"));
    }
    let contract = subject.common.is_none() && CONTRACT.contains(&name);
    if contract || subject.function(name).is_some() {
        return None;
    }
    match (catalogue::cmdlet(name), catalogue::aliased(name)) {
        (Some(cmdlet), _) if cmdlet.documented_for(subject.script.context) => None,
        (Some(_), _) => Some(format!("{name} is not documented for this shell")),
        (None, Some(full)) => Some(format!("{name} is an alias of {full}")),
        (None, None) => Some(format!("{name} is unknown")),
    }
}

/// How the shared script and the facts of the organisation are loaded.
const SHARED: [&str; 2] = [
    "(Join-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -ChildPath 'common.ps1')",
    "(Join-Path -Path $PSScriptRoot -ChildPath 'organization.ps1')",
];

/// The scripts of a bundle that another of its scripts calls by name.
const OF_THE_BUNDLE: [&str; 2] = [", 'failures.ps1'))", ", 'Get-BundleStatus.ps1'))"];

/// Only script blocks that were handed over are called, and only the shared scripts are dot-sourced.
fn computed(subject: &Subject<'_>, call: Node<'_>) -> Option<String> {
    let text = subject.script.text(call);
    let target = tree::children(call)
        .into_iter()
        .find(|child| child.kind() == "command_name_expr")
        .map_or("", |target| subject.script.text(target));
    let block = text.starts_with('&') && target.starts_with('$');
    let shared = text.starts_with(". ") && SHARED.contains(&target);
    let failures = text.starts_with("& ([System.IO.Path]::Combine(")
        && OF_THE_BUNDLE.iter().any(|end| target.ends_with(end));
    (!block && !shared && !failures).then(|| format!("a computed command: {text}"))
}
