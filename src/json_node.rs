//! The nodes of a JSON text, for findings about them.

use std::ops::Range;

use jsonc_parser::ast::Value as Node;
use jsonc_parser::common::Ranged;

/// The bytes to underline: a whole object would fill the screen, its bracket is enough.
pub fn visible(node: &Node<'_>) -> Range<usize> {
    let range = node.range();
    match node {
        Node::Object(_) | Node::Array(_) => range.start..range.start + 1,
        _ => range.start..range.end,
    }
}

/// What a node is, in words.
pub fn described(node: &Node<'_>) -> &'static str {
    match node {
        Node::StringLit(_) => "a text",
        Node::NumberLit(_) => "a number",
        Node::BooleanLit(_) => "true or false",
        Node::Object(_) => "an object",
        Node::Array(_) => "a list",
        Node::NullKeyword(_) => "null",
    }
}

/// The path of a key below another path; that of the whole text is empty.
pub fn join(path: &str, key: &str) -> String {
    match path {
        "" => key.to_owned(),
        _ => format!("{path}.{key}"),
    }
}
