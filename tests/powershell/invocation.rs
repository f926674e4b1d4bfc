//! Commands as a script calls them: name, parameters, values.

use tree_sitter::Node;

use crate::script::Script;
use crate::tree;

/// One call of a command.
pub struct Invocation<'t> {
    pub node: Node<'t>,
    /// The name; none where a variable or expression is called.
    pub name: Option<&'t str>,
    /// Whether something is piped into it.
    pub piped: bool,
    elements: Vec<Element<'t>>,
}

enum Element<'t> {
    Parameter(Node<'t>, &'t str),
    Colon,
    Value(Node<'t>),
}

/// The arguments of a call, once it is known which parameters take a value.
#[derive(Default)]
pub struct Bound<'t> {
    pub named: Vec<Named<'t>>,
    pub positional: Vec<Node<'t>>,
    /// The variables of splats, `$name`.
    pub splats: Vec<String>,
}

/// A parameter with its value.
pub struct Named<'t> {
    pub node: Node<'t>,
    pub name: &'t str,
    pub value: Option<Node<'t>>,
}

/// Every call in a script.
pub fn invocations(script: &Script) -> Vec<Invocation<'_>> {
    tree::of_kind(script.root(), "command")
        .into_iter()
        .map(|node| read(script, node))
        // To the grammar the range in `1..4 | ForEach-Object ...` is the name of a command.
        .filter(|call| !call.name.is_some_and(is_range))
        .collect()
}

fn is_range(name: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let ends = name.split_once("..");
    ends.is_some_and(|(first, last)| number(first) && number(last))
}

fn read<'t>(script: &'t Script, node: Node<'t>) -> Invocation<'t> {
    let children = tree::children(node);
    let called = children
        .iter()
        .find(|child| child.kind() == "command_name")
        .map(|name| script.text(*name));
    let elements = children
        .iter()
        .filter(|child| child.kind() == "command_elements")
        .flat_map(|list| tree::children(*list))
        .filter_map(|child| match child.kind() {
            "command_argument_sep" => (script.text(child).trim() == ":").then_some(Element::Colon),
            "command_parameter" => Some(Element::Parameter(
                child,
                script.text(child).trim_start_matches('-'),
            )),
            "comment" => None,
            _ => Some(Element::Value(child)),
        })
        .collect();
    let first = node.parent().and_then(|pipe| pipe.named_child(0));
    Invocation {
        node,
        name: called,
        piped: node
            .parent()
            .is_some_and(|pipe| pipe.kind() == "pipeline_chain")
            && first != Some(node),
        elements,
    }
}

impl<'t> Invocation<'t> {
    /// Gives each parameter its value; `is_switch` knows the parameters that take none.
    pub fn bind(&self, script: &Script, is_switch: impl Fn(&str) -> bool) -> Bound<'t> {
        let mut bound = Bound::default();
        let mut at = 0;
        while let Some(element) = self.elements.get(at) {
            at += 1;
            match element {
                Element::Parameter(node, name) => {
                    let colon = matches!(self.elements.get(at), Some(Element::Colon));
                    let value = self.elements.get(at + usize::from(colon));
                    let value = match value {
                        Some(Element::Value(value)) if colon || !is_switch(name) => Some(*value),
                        _ => None,
                    };
                    at += usize::from(colon) + usize::from(value.is_some());
                    bound.named.push(Named {
                        node: *node,
                        name,
                        value,
                    });
                }
                // The grammar ends the argument `$list.ToArray()` before its parentheses; PowerShell does not.
                Element::Value(node) if self.continues(at - 1, *node) => {}
                Element::Value(node) => match script.text(*node).strip_prefix('@') {
                    Some(name) if !name.starts_with(['(', '{', '\'', '"']) => {
                        bound.splats.push(format!("${name}"));
                    }
                    _ => bound.positional.push(*node),
                },
                Element::Colon => {}
            }
        }
        bound
    }

    /// Whether an element stands right behind the value before it, without a space.
    fn continues(&self, at: usize, node: Node<'t>) -> bool {
        let before = at
            .checked_sub(1)
            .and_then(|before| self.elements.get(before));
        matches!(before, Some(Element::Value(value)) if value.end_byte() == node.start_byte())
    }

    /// The value of a parameter that takes one, as it is written.
    pub fn value(&self, script: &'t Script, parameter: &str) -> Option<&'t str> {
        let bound = self.bind(script, |_| false);
        let found = bound
            .named
            .iter()
            .find(|named| named.name.eq_ignore_ascii_case(parameter))?;
        found.value.map(|value| script.text(value))
    }
}
