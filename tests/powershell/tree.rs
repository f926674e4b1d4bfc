//! Walking a tree of tree-sitter.

use tree_sitter::Node;

/// A node and everything below it, parents first, in the order of the text.
pub fn below(node: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut open = vec![node];
    while let Some(next) = open.pop() {
        found.push(next);
        let mut cursor = next.walk();
        let children: Vec<_> = next.children(&mut cursor).collect();
        open.extend(children.into_iter().rev());
    }
    found
}

/// Everything below a node that is of one kind.
pub fn of_kind<'t>(node: Node<'t>, kind: &str) -> Vec<Node<'t>> {
    let mut found = below(node);
    found.retain(|node| node.kind() == kind);
    found
}

/// The children of a node.
pub fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.children(&mut cursor).collect()
}

/// The node that means something: the grammar wraps every value in a dozen levels of operators.
pub fn core(node: Node<'_>) -> Node<'_> {
    let mut node = node;
    while node.child_count() == 1 {
        match node.child(0) {
            Some(child) if child.byte_range() == node.byte_range() => node = child,
            _ => break,
        }
    }
    node
}

/// The parents of a node, the nearest first.
pub fn parents(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::successors(node.parent(), |node| node.parent())
}
