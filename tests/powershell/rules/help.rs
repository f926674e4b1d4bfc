//! Help, strict mode: what stands at the top of scripts and functions.

use tree_sitter::Node;

use crate::functions::{formals, param_block};
use crate::rule::{Bad, CONTRACT, Rule, Subject};
use crate::script::Script;
use crate::tree;

/// Scripts have whole help and strict mode; functions say what they do.
pub static RULE: Rule = Rule {
    name: "help",
    check,
    bad: &[
        bad("Set-StrictMode -Version 3.0", ".SYNOPSIS"),
        bad("Get-Date", "Set-StrictMode -Version 3.0"),
        bad(
            "param([string] $A)",
            "CmdletBinding(SupportsShouldProcess = $true)",
        ),
        bad(
            "<#\n.SYNOPSIS\nx\n.DESCRIPTION\ny\n.EXAMPLE\nz\n#>\nparam([string] $A)",
            ".PARAMETER A",
        ),
        bad(
            "<#\n.SYNOPSIS\nx\n.DESCRIPTION\ny\n.EXAMPLE\nz\n#>\nparam(\n    # Of A only.\n    [string] $A, [string] $B)",
            ".PARAMETER B",
        ),
        bad(
            "<#\n.SYNOPSIS\n\n.DESCRIPTION\ny\n.EXAMPLE\nz\n#>\nparam()",
            ".SYNOPSIS",
        ),
        bad(
            "function Get-Thing([string] $Name) {\n1 }",
            "Get-Thing has no .SYNOPSIS",
        ),
    ],
};

const fn bad(text: &'static str, says: &'static str) -> Bad {
    Bad {
        shell: "exchange-shell",
        text,
        says,
    }
}

fn check(subject: &Subject<'_>) -> Vec<String> {
    let script = subject.script;
    let mut findings: Vec<String> = top(script)
        .into_iter()
        .map(|missing| format!("{}: the script has no {missing}", script.path))
        .collect();
    for function in &subject.own {
        let header = header(script, function.node);
        if !says(&header, ".SYNOPSIS") && !CONTRACT.contains(&function.name) {
            let fault = format!("{} has no .SYNOPSIS", function.name);
            findings.push(script.at(function.node, &fault));
        }
    }
    findings
}

/// What a script lacks at its top.
fn top(script: &Script) -> Vec<String> {
    let help = tree::of_kind(script.root(), "comment")
        .into_iter()
        .map(|comment| script.text(comment))
        .find(|text| text.starts_with("<#"))
        .unwrap_or_default();
    let mut wanted: Vec<String> = [".SYNOPSIS", ".DESCRIPTION"].map(String::from).into();
    let mut missing = Vec::new();
    if script.context.is_some() {
        wanted.push(".EXAMPLE".into());
        let block = param_block(script.root());
        let head = block.map_or("", |block| script.text(block));
        if !head.starts_with("[CmdletBinding(SupportsShouldProcess = $true") {
            missing.push("CmdletBinding(SupportsShouldProcess = $true)".into());
        }
        if let Some(block) = block {
            let silent = formals(script, block).into_keys();
            let silent = silent.filter(|name| !said_before(script, block, name));
            wanted.extend(silent.map(|name| format!(".PARAMETER {name}")));
        }
    }
    missing.extend(wanted.into_iter().filter(|section| !says(help, section)));
    if !script
        .text
        .lines()
        .any(|line| line == "Set-StrictMode -Version 3.0")
    {
        missing.push("Set-StrictMode -Version 3.0".into());
    }
    missing
}

/// Whether a comment with words in it stands right before a parameter, where Get-Help takes it from.
fn said_before(script: &Script, block: Node<'_>, name: &str) -> bool {
    let variable = format!("${name}");
    tree::of_kind(block, "script_parameter")
        .into_iter()
        .filter(|parameter| {
            let mut parts = tree::children(*parameter).into_iter();
            parts.any(|part| part.kind() == "variable" && script.text(part) == variable)
        })
        .any(|parameter| {
            tree::of_kind(block, "comment").into_iter().any(|comment| {
                let between = comment.end_byte()..parameter.start_byte();
                let words = script.text(comment).trim_start_matches(['<', '#', ' ']);
                words.starts_with(char::is_alphabetic)
                    && script
                        .text
                        .get(between)
                        .is_some_and(|text| text.trim().is_empty())
            })
        })
}

/// The comment at the beginning of a function.
fn header(script: &Script, function: Node<'_>) -> String {
    let comments = tree::children(function)
        .into_iter()
        .filter(|child| child.kind() == "comment");
    comments.map(|comment| script.text(comment)).collect()
}

/// Whether help has a section with words in it.
fn says(help: &str, section: &str) -> bool {
    let words = help
        .split_once(section)
        .map(|(_, rest)| rest)
        .unwrap_or_default();
    let words = words.trim_start().trim_end_matches("#>");
    words.starts_with(|first: char| first.is_alphanumeric() || "\\$'\"".contains(first))
        || (section == ".EXAMPLE" && words.starts_with(".\\"))
}
