//! Habits that hide mistakes.

use crate::rule::{Bad, Rule, Subject};
use crate::tree;

/// No line over 120 characters, none continued by a backtick, `$null` on the left, no empty catch.
pub static RULE: Rule = Rule {
    name: "style",
    check,
    bad: &[
        Bad {
            shell: "exo",
            text: "Get-Date `\n-Format 'o'",
            says: "backtick",
        },
        Bad {
            shell: "exo",
            text: "# a line that is longer than a hundred and twenty characters, which no screen beside another window and no printed page holds",
            says: "longer than 120",
        },
        Bad {
            shell: "exo",
            text: "if ($a -eq $null) { 1 }",
            says: "$null on the right",
        },
        Bad {
            shell: "exo",
            text: "if ($a -cne $null) { 1 }",
            says: "$null on the right",
        },
        Bad {
            shell: "exo",
            text: "try { Get-Date } catch { }",
            says: "empty catch",
        },
    ],
};

fn check(subject: &Subject<'_>) -> Vec<String> {
    let script = subject.script;
    let mut findings = Vec::new();
    for node in tree::below(script.root()) {
        let fault = match node.kind() {
            "command_argument_sep" if script.text(node).contains('`') => "continued by a backtick",
            "comparison_operator" if null_right(subject, node) => "$null on the right",
            "catch_clause" if tree::of_kind(node, "statement_list").is_empty() => "an empty catch",
            _ => continue,
        };
        findings.push(script.at(node, fault));
    }
    for (index, line) in script.text.lines().enumerate() {
        if line.chars().count() > 120 {
            let place = format!("{}:{}", script.path, index + 1);
            findings.push(format!("{place}: longer than 120 characters"));
        }
        if line.trim_end().ends_with('`') {
            findings.push(format!(
                "{}:{}: continued by a backtick",
                script.path,
                index + 1
            ));
        }
    }
    findings
}

fn null_right(subject: &Subject<'_>, operator: tree_sitter::Node<'_>) -> bool {
    let equality = ["-eq", "-ne", "-ceq", "-cne", "-ieq", "-ine"];
    let text = subject.script.text(operator).to_lowercase();
    let right = operator.next_named_sibling();
    equality.contains(&text.as_str())
        && right.is_some_and(|right| subject.script.text(right).eq_ignore_ascii_case("$null"))
}
