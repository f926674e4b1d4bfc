//! Nothing that the language of Windows PowerShell 5.1 lacks.

use tree_sitter::Node;

use crate::rule::{Bad, Rule, Subject};
use crate::script::Script;
use crate::tree;

/// No operator, variable, block, number or escape that came with PowerShell 6 or 7.
pub static RULE: Rule = Rule {
    name: "constructs-of-5.1",
    check,
    bad: &[
        bad("$a = $b ? 1 : 2", "?"),
        bad("$a = $b ?? 1", "??"),
        bad("$a ??= 1", "??"),
        bad("$a = ${b}?.Length", "?"),
        bad("$a = ${b}?[0]", "?"),
        bad("Get-Date && Get-Date", "&&"),
        bad("Get-Date || Get-Date", "||"),
        bad("if ($IsWindows) { 1 }", "$IsWindows"),
        bad("\"$PSStyle\"", "$PSStyle"),
        bad("$a = 0b1010", "0b1010"),
        bad("$a = 10uy", "10uy"),
        bad("$a = \"`u{1F600}\"", "`u"),
        bad("$a = \"`e[0m\"", "`e"),
        bad("function Get-A { process { 1 } clean { 2 } }", "clean"),
        bad("class A { [int] $B }", "class"),
        bad("enum A { B }", "enum"),
        bad("using namespace System.IO", "using"),
        bad("Get-Date &", "&"),
        bad("1..3 | ForEach-Object -Parallel { $_ }", "-Parallel"),
    ],
};

const fn bad(text: &'static str, says: &'static str) -> Bad {
    Bad {
        shell: "exchange-shell",
        text,
        says,
    }
}

const VARIABLES: &[&str] = &[
    "$iswindows",
    "$islinux",
    "$ismacos",
    "$iscoreclr",
    "$psstyle",
    "$enabledexperimentalfeatures",
    "$psnativecommandargumentpassing",
    "$psnativecommanduseerroractionpreference",
];

/// Words that the grammar reads as commands where they are none of 5.1.
const WORDS: &[&str] = &["clean", "using", "class", "enum"];

fn check(subject: &Subject<'_>) -> Vec<String> {
    let script = subject.script;
    tree::below(script.root())
        .into_iter()
        .filter_map(|node| fault(script, node).map(|fault| script.at(node, &fault)))
        .collect()
}

fn fault(script: &Script, node: Node<'_>) -> Option<String> {
    let text = script.text(node);
    let found = match node.kind() {
        "&&" | "||" | "??" | "??=" | "?." | "?[" | "-Parallel" => text,
        "variable" if VARIABLES.contains(&text.to_lowercase().as_str()) => text,
        "command_name" if WORDS.contains(&text.to_lowercase().as_str()) => text,
        "command_parameter" if text.eq_ignore_ascii_case("-Parallel") => text,
        "class_statement" | "enum_statement" | "parallel_statement" | "sequence_statement" => text,
        "braced_variable" | "command_argument_sep" | "comment" => return None,
        "expandable_string_literal" | "expandable_here_string_literal" => ["`u{", "`e"]
            .into_iter()
            .find(|escape| text.contains(escape))?,
        // `10uy` is the name of a command to the grammar.
        kind if kind.ends_with("_literal") || kind == "command_name" => number(text)?,
        // Where the grammar stops, name what it stopped at.
        _ if node.is_error() => text,
        "&" if is_background(node) => text,
        _ => return None,
    };
    Some(format!("5.1 lacks {}", found.trim()))
}

/// Binary numbers and the type suffixes that 5.1 does not know.
fn number(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    let digits = lower.starts_with(|first: char| first.is_ascii_digit());
    let hex = lower.starts_with("0x");
    let suffix = lower.ends_with(['u', 'y', 's', 'n']) || lower.ends_with("ul");
    (digits && (lower.starts_with("0b") || (suffix && !hex))).then_some(text)
}

/// `&` at the end of a pipeline, which starts a job.
fn is_background(node: Node<'_>) -> bool {
    node.parent()
        .is_none_or(|parent| parent.kind() != "command_invokation_operator")
}
