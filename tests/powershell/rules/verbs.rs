//! Functions are named as Get-Verb asks.

use crate::rule::{Bad, CONTRACT, Rule, Subject};

/// Approved verb, noun with the bundle's prefix, in the singular.
pub static RULE: Rule = Rule {
    name: "verbs",
    check,
    bad: &[
        bad(
            "function Fetch-StepState { 1 }",
            "Fetch is no approved verb",
        ),
        bad(
            "function Build-StepState { 1 }",
            "Build is no approved verb",
        ),
        bad("function Get-StepChanges { 1 }", "plural"),
        bad("function Get-State { 1 }", "prefix"),
        bad("function GetState { 1 }", "no verb"),
        bad("function get-StepState { 1 }", "get is no approved verb"),
    ],
};

const fn bad(text: &'static str, says: &'static str) -> Bad {
    Bad {
        shell: "exo",
        text,
        says,
    }
}

/// Windows PowerShell 5.1, one a line.
const APPROVED: &str = include_str!("../approved-verbs.txt");

/// Ends of nouns that end in s and are not plurals; `Contains` is a verb as in `-contains`.
const SINGULAR: &[&str] = &["ss", "us", "sis", "Contains", "Alias", "Address", "Access"];

fn check(subject: &Subject<'_>) -> Vec<String> {
    let prefix = match subject.script.context {
        Some(_) => "Step",
        None if subject.common.is_none() || subject.script.path == "organization.ps1" => "Hybrid",
        // What looks at the bundle as a whole and stands beside the shared script.
        None => "Bundle",
    };
    let mut findings = Vec::new();
    for function in &subject.own {
        let mut report = |fault: String| {
            findings.push(
                subject
                    .script
                    .at(function.node, &format!("{}: {fault}", function.name)),
            );
        };
        let Some((verb, noun)) = function.name.split_once('-') else {
            report("no verb".into());
            continue;
        };
        if !APPROVED.lines().any(|known| known == verb) {
            report(format!("{verb} is no approved verb"));
        }
        if !noun.starts_with(prefix) && !CONTRACT.contains(&function.name) {
            report(format!("the noun lacks the prefix {prefix}"));
        }
        if noun.ends_with('s') && !SINGULAR.iter().any(|end| noun.ends_with(end)) {
            report("the noun is a plural".into());
        }
    }
    findings
}
