//! The functions that a script defines.

use std::collections::BTreeMap;

use tree_sitter::Node;

use crate::catalogue::Membership;
use crate::script::Script;
use crate::tree;

/// A function.
pub struct Function<'t> {
    pub node: Node<'t>,
    pub name: &'t str,
    pub parameters: BTreeMap<String, Formal>,
}

/// A parameter of a function or script.
pub struct Formal {
    pub switch: bool,
    /// The parameter set it belongs to, in lower case; none when to all.
    pub set: Option<String>,
    pub membership: Membership,
}

/// The functions of a script, in order.
pub fn functions(script: &Script) -> Vec<Function<'_>> {
    tree::of_kind(script.root(), "function_statement")
        .into_iter()
        .map(|node| {
            let name = tree::children(node)
                .into_iter()
                .find(|child| child.kind() == "function_name")
                .map_or("", |name| script.text(name));
            Function {
                node,
                name,
                parameters: parameters(node)
                    .map_or_else(BTreeMap::new, |block| formals(script, block)),
            }
        })
        .collect()
}

/// Where a function names its parameters: behind its name, or in a `param()`.
pub fn parameters(function: Node<'_>) -> Option<Node<'_>> {
    let mut children = tree::children(function).into_iter();
    let head = children.find(|child| child.kind() == "function_parameter_declaration");
    head.or_else(|| param_block(function))
}

/// The `param()` of a function or script, not that of a script block inside.
pub fn param_block(owner: Node<'_>) -> Option<Node<'_>> {
    let mut blocks = tree::of_kind(owner, "param_block").into_iter();
    let inner = |block: Node<'_>| {
        tree::parents(block)
            .take_while(|parent| parent.id() != owner.id())
            .any(|parent| {
                matches!(
                    parent.kind(),
                    "function_statement" | "script_block_expression"
                )
            })
    };
    blocks.find(|block| !inner(*block))
}

/// The parameters of a `param()`.
pub fn formals(script: &Script, block: Node<'_>) -> BTreeMap<String, Formal> {
    tree::of_kind(block, "script_parameter")
        .into_iter()
        .filter_map(|parameter| {
            let name = tree::children(parameter)
                .into_iter()
                .find(|child| child.kind() == "variable")?;
            let words: Vec<String> = tree::children(parameter)
                .into_iter()
                .filter(|child| child.kind() == "attribute_list")
                .flat_map(tree::children)
                .map(|attribute| {
                    let text = script.text(attribute).to_lowercase();
                    text.replace(char::is_whitespace, "")
                })
                .collect();
            let has = |word: &str| words.iter().any(|known| known.contains(word));
            Some((
                script.text(name).trim_start_matches('$').to_owned(),
                Formal {
                    switch: has("[switch]"),
                    set: words.iter().find_map(|word| {
                        let (_, name) = word.split_once("parametersetname='")?;
                        Some(name.split('\'').next()?.to_owned())
                    }),
                    membership: Membership {
                        required: has("mandatory=$true"),
                        pipeline: if has("valuefrompipeline") {
                            "ByValue".into()
                        } else {
                            String::new()
                        },
                    },
                },
            ))
        })
        .collect()
}

impl Function<'_> {
    /// A parameter by its full name.
    pub fn parameter(&self, name: &str) -> Option<&Formal> {
        let mut known = self.parameters.iter();
        let found = known.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, formal)| formal)
    }
}
