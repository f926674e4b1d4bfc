//! The parameters of every call fit into one parameter set, and nothing that it requires is missing.

use tree_sitter::Node;

use super::arguments::Signature;
use crate::catalogue::{EVERY_SET, Membership, common_parameter};
use crate::invocation::{Bound, Invocation};
use crate::rule::{Bad, Rule, Subject};
use crate::script::Script;
use crate::tree;

/// One set holds all parameters used and requires none that is not.
pub static RULE: Rule = Rule {
    name: "parameter-sets",
    check,
    bad: &[
        Bad {
            shell: "exchange-shell",
            text: "New-AuthServer -Name 'x' -ErrorAction Stop",
            says: "no parameter set",
        },
        Bad {
            shell: "exchange-shell",
            text: "New-AuthServer -Name 'x' -AuthMetadataUrl 'y' -ApplicationIdentifier 'z'",
            says: "no parameter set",
        },
        Bad {
            shell: "mggraph",
            text: "Get-MgServicePrincipal -ServicePrincipalId 'x' -Filter 'y'",
            says: "no parameter set",
        },
        Bad {
            shell: "exchange-shell",
            text: "Test-OAuthConnectivity -Service EWS",
            says: "no parameter set",
        },
        Bad {
            shell: "exchange-shell",
            text: "Get-HybridText -InputObject $x",
            says: "no parameter set",
        },
        Bad {
            shell: "exchange-shell",
            text: "$parameters = @{ Service = 'EWS' }\nTest-OAuthConnectivity @parameters",
            says: "no parameter set",
        },
        Bad {
            shell: "exchange-shell",
            text: "function Get-StepA { param([Parameter(ParameterSetName = 'A')] $A, [Parameter(ParameterSetName = 'B')] $B) }\nGet-StepA -A 1 -B 2",
            says: "no parameter set",
        },
        Bad {
            shell: "exchange-shell",
            text: "Test-OAuthConnectivity @parameters",
            says: "nothing says what",
        },
    ],
};

fn check(subject: &Subject<'_>) -> Vec<String> {
    let script = subject.script;
    let mut findings = Vec::new();
    for call in &subject.calls {
        let Some(signature) = Signature::of(subject, call) else {
            continue;
        };
        let bound = call.bind(script, |name| signature.is_switch(name));
        let mut used: Vec<String> = bound.named.iter().map(|one| one.name.to_owned()).collect();
        let mut report = |fault: &str| {
            let name = call.name.unwrap_or_default();
            findings.push(script.at(call.node, &format!("{name}: {fault}")));
        };
        for splat in &bound.splats {
            // What it holds is looked at by the rules of `remote.rs`.
            let keys = match splat.as_str() {
                "$quiet" => vec!["ErrorAction".to_owned()],
                splat => splatted(subject, call.node, splat),
            };
            if keys.is_empty() {
                report(&format!("nothing says what {splat} holds"));
            }
            used.extend(keys);
        }
        used.retain(|name| common_parameter(name).is_none());
        if bound.splats.is_empty() || !used.is_empty() {
            let found = sets(&signature)
                .iter()
                .any(|set| fits(&signature, set, &used, call, &bound));
            if !found {
                report(&format!(
                    "no parameter set holds exactly this: {}",
                    used.join(", ")
                ));
            }
        }
    }
    findings
}

fn sets(signature: &Signature<'_>) -> Vec<String> {
    match signature {
        Signature::Cmdlet(cmdlet) => cmdlet.sets.clone(),
        Signature::Function(function) => {
            let formals = function.parameters.values();
            let named: Vec<String> = formals.filter_map(|formal| formal.set.clone()).collect();
            if named.is_empty() {
                vec![EVERY_SET.into()]
            } else {
                named
            }
        }
    }
}

/// Every parameter with its place in a set; none where the set does not have it.
fn members(signature: &Signature<'_>, set: &str) -> Vec<(String, Option<Membership>)> {
    match signature {
        Signature::Cmdlet(cmdlet) => cmdlet
            .params
            .iter()
            .map(|(name, parameter)| {
                let sets = &parameter.sets;
                let place = sets.get(set).or_else(|| sets.get(EVERY_SET));
                (name.clone(), place.cloned())
            })
            .collect(),
        Signature::Function(function) => function
            .parameters
            .iter()
            .map(|(name, formal)| {
                let inside = formal.set.as_deref().is_none_or(|own| own == set);
                (name.clone(), inside.then(|| formal.membership.clone()))
            })
            .collect(),
    }
}

fn fits(
    signature: &Signature<'_>,
    set: &str,
    used: &[String],
    call: &Invocation<'_>,
    bound: &Bound<'_>,
) -> bool {
    let members = members(signature, set);
    let has = |name: &String| {
        let mut known = members.iter();
        known.any(|(known, place)| place.is_some() && known.eq_ignore_ascii_case(name))
    };
    let given = |name: &String| used.iter().any(|one| one.eq_ignore_ascii_case(name));
    let missing = members.iter().filter(|(name, place)| {
        let fed = |place: &Membership| call.piped && !place.pipeline.is_empty();
        let needed = place
            .as_ref()
            .is_some_and(|place| place.required && !fed(place));
        needed && !given(name)
    });
    // What stands by position is another rule's business.
    used.iter().all(has) && missing.count() <= bound.positional.len()
}

/// The keys that a function gives a hash table before it splats it, else those of the script's own of that name.
fn splatted(subject: &Subject<'_>, call: Node<'_>, variable: &str) -> Vec<String> {
    let function = tree::parents(call).find(|one| one.kind() == "function_statement");
    let own = assigned(subject, call, function, variable);
    if own.is_empty() {
        return assigned(subject, call, None, variable);
    }
    own
}

/// The keys that a function, or the script outside of its functions, assigns to a variable.
fn assigned(
    subject: &Subject<'_>,
    call: Node<'_>,
    owner: Option<Node<'_>>,
    variable: &str,
) -> Vec<String> {
    let script = subject.script;
    let mut keys = Vec::new();
    for assignment in tree::of_kind(script.root(), "assignment_expression") {
        let within = tree::parents(assignment).find(|one| one.kind() == "function_statement");
        let Some(left) = assignment.named_child(0).filter(|_| within == owner) else {
            continue;
        };
        let left = script.text(left);
        if left.eq_ignore_ascii_case(variable) {
            keys.extend(own_keys(script, assignment));
        } else if let Some(key) = left.strip_prefix(variable) {
            keys.push(key.replace(['[', ']', '\'', '.'], ""));
        }
    }
    // A row of a table of hash tables, which stands above the functions.
    for each in tree::parents(call).filter(|parent| parent.kind() == "foreach_statement") {
        let head: Vec<&str> = tree::children(each)
            .into_iter()
            .map(|part| script.text(part))
            .collect();
        let [_, _, row, _, table, ..] = head[..] else {
            continue;
        };
        if row.eq_ignore_ascii_case(variable) {
            for assignment in tree::of_kind(script.root(), "assignment_expression") {
                let left = assignment
                    .named_child(0)
                    .map_or("", |left| script.text(left));
                if left == table {
                    keys.extend(own_keys(script, assignment));
                }
            }
        }
    }
    keys
}

/// The keys of the hash tables in an assignment, not those of hash tables within them.
fn own_keys(script: &Script, assignment: Node<'_>) -> Vec<String> {
    let outer = |key: &Node<'_>| {
        let within = tree::parents(*key).take_while(|parent| parent.id() != assignment.id());
        within
            .filter(|parent| parent.kind() == "hash_literal_expression")
            .count()
            == 1
    };
    let keys = tree::of_kind(assignment, "key_expression");
    let keys = keys.iter().filter(|key| outer(key));
    keys.map(|key| script.text(*key).replace('\'', ""))
        .collect()
}
