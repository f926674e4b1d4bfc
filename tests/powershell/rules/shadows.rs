//! What a script sets for all of its functions is found by them: the engine calls these, and a function sees the
//! variables of whoever called it before those of its script.

use std::collections::BTreeSet;

use tree_sitter::Node;

use crate::functions::{self, Function};
use crate::rule::{Bad, CONTRACT, Rule, Subject};
use crate::script::Script;
use crate::tree;

/// No variable of a script has the name of one that the engine has in a function on the way to the step's own code.
pub static RULE: Rule = Rule {
    name: "own-variables-are-not-shadowed",
    check,
    bad: &[
        Bad {
            shell: "exchange-shell",
            text: "$pending = 'x'\nfunction Get-StepState { $pending }",
            says: "$pending is a variable of the engine",
        },
        Bad {
            shell: "mggraph",
            text: "$Attempt, $other = 1, 2",
            says: "$attempt is a variable of the engine",
        },
    ],
};

fn check(subject: &Subject<'_>) -> Vec<String> {
    let script = subject.script;
    if script.step.is_none() {
        return Vec::new();
    }
    let taken: BTreeSet<String> = subject.loaded().flat_map(on_the_way).collect();
    let inside = ["function_statement", "script_block_expression"];
    tree::of_kind(script.root(), "left_assignment_expression")
        .into_iter()
        .filter(|left| !tree::parents(*left).any(|parent| inside.contains(&parent.kind())))
        .flat_map(|left| variables(script, left))
        .filter(|(_, name)| taken.contains(name))
        .map(|(node, name)| script.at(node, &format!("{name} is a variable of the engine")))
        .collect()
}

/// The variables of all functions that run a block or a function of the step, themselves or by another.
fn on_the_way(engine: &Subject<'_>) -> BTreeSet<String> {
    let mut found: Vec<&Function<'_>> = Vec::new();
    loop {
        let more = engine.own.iter().filter(|function| {
            let new = !found.iter().any(|known| known.name == function.name);
            new && runs(engine.script, function, &found)
        });
        let more: Vec<_> = more.collect();
        if more.is_empty() {
            break;
        }
        found.extend(more);
    }
    let names = |function: &Function<'_>| {
        let assigned = tree::of_kind(function.node, "left_assignment_expression");
        let each = tree::of_kind(function.node, "foreach_statement");
        let each = each.into_iter().flat_map(tree::children);
        let each = each.filter(|child| child.kind() == "variable");
        let formals = functions::parameters(function.node);
        let nodes = assigned.into_iter().chain(each).chain(formals);
        nodes
            .flat_map(|node| variables(engine.script, node))
            .map(|(_, name)| name)
            .collect::<Vec<_>>()
    };
    found.into_iter().flat_map(names).collect()
}

fn runs(script: &Script, function: &Function<'_>, known: &[&Function<'_>]) -> bool {
    tree::of_kind(function.node, "command")
        .into_iter()
        .any(|call| {
            let text = script.text(call);
            let name = text.split_whitespace().next().unwrap_or_default();
            text.starts_with("& $")
                || CONTRACT.contains(&name)
                || known.iter().any(|function| function.name == name)
        })
}

/// The variables of a node in lower case, without those that name their scope.
fn variables<'t>(script: &Script, node: Node<'t>) -> Vec<(Node<'t>, String)> {
    let all = tree::of_kind(node, "variable").into_iter();
    all.map(|node| (node, script.text(node).to_lowercase()))
        .filter(|(_, name)| !name.contains(':'))
        .collect()
}
