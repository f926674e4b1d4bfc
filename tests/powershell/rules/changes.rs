//! Nothing is changed but by a change that the engine makes, with the values it was given.

use tree_sitter::Node;

use crate::catalogue;
use crate::invocation::Invocation;
use crate::rule::{Bad, Rule, Subject};
use crate::tree;

/// What changes something stands in the command of a New-HybridChange, or in a function that only such call.
pub static PLACE: Rule = Rule {
    name: "changes-only-by-the-engine",
    check: place,
    bad: &[
        Bad {
            shell: "exchange-shell",
            text: "function Get-StepState { Set-AuthServer -Identity 'x' -Enabled $true }",
            says: "outside of a change",
        },
        Bad {
            shell: "mggraph",
            text: "Invoke-MgGraphRequest -Method PATCH -Uri 'x'",
            says: "outside of a change",
        },
        Bad {
            shell: "mggraph",
            text: "Invoke-MgGraphRequest -Method $method -Uri 'x'",
            says: "outside of a change",
        },
        Bad {
            shell: "exchange-shell",
            text: "Invoke-HybridRead -Command { Set-AuthServer -Identity 'x' }",
            says: "outside of a change",
        },
        Bad {
            shell: "exchange-shell",
            text: "function Set-StepThing { Set-AuthServer -Identity 'x' }\nNew-HybridChange -Command { Set-StepThing }\nSet-StepThing",
            says: "outside of a change",
        },
        Bad {
            shell: "exchange-shell",
            text: "[System.IO.File]::Delete('x')",
            says: "outside of a change",
        },
        Bad {
            shell: "exchange-shell",
            text: "Set-Content -Path 'x' -Value 'y'",
            says: "outside of a change",
        },
        Bad {
            shell: "exchange-shell",
            text: "$resources += @{ Get = { Set-AuthServer -Identity 'x' } }",
            says: "outside of a change",
        },
        Bad {
            shell: "exchange-shell",
            text: "$other = @(@{ New = { New-AuthServer -Name 'x' } })",
            says: "outside of a change",
        },
        Bad {
            shell: "mggraph",
            text: "Set-HybridKey -Uri 'x' -Add @() -Remove 'y'",
            says: "outside of a change",
        },
        Bad {
            shell: "",
            text: "Remove-AuthServer -Identity 'x'",
            says: "outside of a change",
        },
    ],
};

/// A block that runs inside a function sees that function's variables first.
pub static VARIABLES: Rule = Rule {
    name: "changes-get-their-values",
    check: variables,
    bad: &[
        Bad {
            shell: "exchange-shell",
            text: "New-HybridChange -Command { Set-AuthServer -Identity $name }",
            says: "$name comes from outside",
        },
        Bad {
            shell: "exchange-shell",
            text: "New-HybridChange -Command {\n param($Identity)\n \"$Identity $($change.Key)\" }",
            says: "$change comes from outside",
        },
    ],
};

const FILE_CHANGES: &[&str] = &[
    "Write", "Append", "Delete", "Move", "Replace", "Copy", "Create", "Set",
];

/// `@quiet` is the engine's: `remote.rs` looks that no script has another.
const AUTOMATIC: &[&str] = &["$_", "$psitem", "$true", "$false", "$null", "@quiet"];

fn place(subject: &Subject<'_>) -> Vec<String> {
    let script = subject.script;
    let commands = subject
        .calls
        .iter()
        .filter(|call| changes(subject, call))
        .map(|call| call.node);
    let files = tree::of_kind(script.root(), "invokation_expression")
        .into_iter()
        .filter(|node| script.step.is_some() && writes_file(script.text(*node)));
    commands
        .chain(files)
        .filter(|node| !is_guarded(subject, *node, &mut Vec::new()))
        .map(|node| {
            let text = script.text(node).lines().next().unwrap_or_default();
            script.at(node, &format!("outside of a change: {text}"))
        })
        .collect()
}

/// What changes nothing but the session it runs in.
const OF_THE_SESSION: &[&str] = &["Set-ADServerSettings", "Set-MgRequestContext"];

fn changes(subject: &Subject<'_>, call: &Invocation<'_>) -> bool {
    let Some(name) = call.name else { return false };
    if OF_THE_SESSION.contains(&name) {
        return false;
    }
    // What the shared script has for changes.
    if name.starts_with("Set-Hybrid") {
        return true;
    }
    let Some(cmdlet) = catalogue::cmdlet(name) else {
        return false;
    };
    if name.eq_ignore_ascii_case("Invoke-MgGraphRequest") {
        return call.value(subject.script, "Method") != Some("GET");
    }
    if cmdlet.is_remote() {
        let verb = name.split('-').next().unwrap_or_default();
        return !matches!(verb.to_lowercase().as_str(), "get" | "test");
    }
    // The shared script writes the evidence; ForEach-Object asks ShouldProcess, but changes nothing itself.
    subject.script.step.is_some()
        && cmdlet.should_process.whatif
        && !name.eq_ignore_ascii_case("ForEach-Object")
}

fn writes_file(text: &str) -> bool {
    let member = ["[System.IO.File]::", "[System.IO.Directory]::"]
        .iter()
        .find_map(|class| text.strip_prefix(class));
    member.is_some_and(|member| FILE_CHANGES.iter().any(|verb| member.starts_with(verb)))
}

/// The block given to a New-HybridChange as -Command that a node stands in.
fn change_block<'t>(subject: &Subject<'t>, node: Node<'t>) -> Option<Node<'t>> {
    let script = subject.script;
    tree::parents(node)
        .filter(|parent| parent.kind() == "script_block_expression")
        .find(|block| {
            let call = tree::parents(*block).find(|parent| parent.kind() == "command");
            call.is_some_and(|call| {
                let text = script.text(call);
                let before = &script.text[call.start_byte()..block.start_byte()];
                text.starts_with("New-HybridChange ") && before.trim_end().ends_with("-Command")
            })
        })
}

/// Whether a node stands in the creator, a setter or the remover of a resource: blocks of `$resources` or
/// `$common`, which only the engine calls, in a change.
fn is_resource_block<'t>(subject: &Subject<'t>, node: Node<'t>) -> bool {
    let script = subject.script;
    let text = |node: Node<'_>| script.text(node).to_owned();
    let entry = tree::parents(node).filter(|parent| parent.kind() == "hash_entry");
    let named = entry.into_iter().any(|entry| {
        let text = text(entry);
        ["New = {", "Set = @{", "Remove = {"]
            .iter()
            .any(|start| text.starts_with(start))
    });
    let table = tree::parents(node).any(|parent| {
        parent.kind() == "assignment_expression"
            && ["$resources += ", "$common = "]
                .iter()
                .any(|start| text(parent).starts_with(start))
    });
    named && table
}

fn is_guarded<'t>(subject: &Subject<'t>, node: Node<'t>, seen: &mut Vec<usize>) -> bool {
    if change_block(subject, node).is_some() || is_resource_block(subject, node) {
        return true;
    }
    let Some(function) = tree::parents(node).find(|parent| parent.kind() == "function_statement")
    else {
        return false;
    };
    if seen.contains(&function.id()) {
        return true;
    }
    seen.push(function.id());
    let mut own = subject.own.iter();
    let Some(owner) = own.find(|known| known.node == function) else {
        return false;
    };
    let callers: Vec<_> = subject
        .calls
        .iter()
        .filter(|call| {
            call.name
                .is_some_and(|name| name.eq_ignore_ascii_case(owner.name))
        })
        .collect();
    !callers.is_empty()
        && callers
            .iter()
            .all(|call| is_guarded(subject, call.node, seen))
}

fn variables(subject: &Subject<'_>) -> Vec<String> {
    let script = subject.script;
    let lower = |node: Node<'_>| script.text(node).to_lowercase();
    tree::of_kind(script.root(), "script_block_expression")
        .into_iter()
        .filter(|block| {
            let first = block.named_child(0);
            first.and_then(|inside| change_block(subject, inside)) == Some(*block)
        })
        .flat_map(|block| {
            let mut known: Vec<String> = AUTOMATIC.iter().map(|name| (*name).into()).collect();
            for parameter in tree::of_kind(block, "script_parameter") {
                known.extend(tree::of_kind(parameter, "variable").into_iter().map(lower));
            }
            for assignment in tree::of_kind(block, "left_assignment_expression") {
                let name = lower(assignment);
                known.push(name.replace('$', "@"));
                known.push(name);
            }
            for each in tree::of_kind(block, "foreach_statement") {
                known.extend(tree::children(each).into_iter().map(lower));
            }
            let mut used = tree::of_kind(block, "variable");
            used.retain(|used| !known.contains(&lower(*used)));
            used
        })
        .map(|used| script.at(used, &format!("{} comes from outside", script.text(used))))
        .collect()
}
