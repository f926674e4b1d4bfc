//! The grammar knows the whole script.

use crate::rule::{Bad, Rule, Subject};
use crate::tree;

/// No error, nothing missing.
pub static RULE: Rule = Rule {
    name: "syntax",
    check,
    bad: &[
        Bad {
            shell: "exo",
            text: "if ($a) { 'b'",
            says: "no PowerShell",
        },
        Bad {
            shell: "exo",
            text: "$a = 'it's'",
            says: "no PowerShell",
        },
        Bad {
            shell: "exo",
            text: "$a = @('b', )",
            says: "no PowerShell",
        },
    ],
};

fn check(subject: &Subject<'_>) -> Vec<String> {
    let script = subject.script;
    tree::below(script.root())
        .into_iter()
        .filter(|node| node.is_error() || node.is_missing())
        .map(|node| script.at(node, &format!("no PowerShell: {:?}", script.text(node))))
        .collect()
}
