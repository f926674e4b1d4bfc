//! Reading of conditions, and of the parts that stand under them.

use jsonc_parser::ast::Value as Node;

use super::read::Reader;
use super::tree::{Findings, Members};
use crate::condition::{Fact, When};
use crate::domain::{Cloud, HybridApi, Method};
use crate::step::Part;

const KEYS: [&str; 5] = ["method", "cloud", "hybrid_api", "has", "lacks"];

/// A condition; none where it cannot be read.
pub(super) fn read(findings: &mut Findings, node: &Node<'_>, path: &str) -> Option<When> {
    let members = findings.members(node, path, &KEYS)?;
    let methods = Method::ALL.map(|one| (one.as_str(), one));
    let clouds = Cloud::ALL.map(|one| (one.as_str(), one));
    let apis = HybridApi::ALL.map(|one| (one.as_str(), one));
    let mut when = When::default();
    let mut good = true;
    for key in KEYS {
        let Some(node) = members.get(key) else {
            continue;
        };
        let path = &members.path(key);
        good &= match key {
            "method" => choices(findings, node, path, &methods, &mut when.method),
            "cloud" => choices(findings, node, path, &clouds, &mut when.cloud),
            "hybrid_api" => choices(findings, node, path, &apis, &mut when.hybrid_api),
            "has" => choices(findings, node, path, &Fact::ALL, &mut when.has),
            _ => choices(findings, node, path, &Fact::ALL, &mut when.lacks),
        };
    }
    good.then_some(when)
}

/// One name or a list of them; whether all could be read.
fn choices<T: Copy>(
    findings: &mut Findings,
    node: &Node<'_>,
    path: &str,
    known: &[(&str, T)],
    into: &mut Vec<T>,
) -> bool {
    let nodes = match node {
        Node::Array(_) => findings.items(node, path, false),
        _ => vec![(node, path.to_owned())],
    };
    let found = nodes
        .iter()
        .map(|(node, path)| findings.choice(node, path, known));
    let found: Option<Vec<T>> = found.collect();
    match found {
        Some(found) if !found.is_empty() => {
            into.extend(found);
            true
        }
        _ => false,
    }
}

impl Reader<'_> {
    /// Reads a part under its own condition.
    pub fn part<T>(
        &mut self,
        members: &Members<'_>,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<Part<T>> {
        let when = match members.get("when") {
            Some(node) => super::when::read(&mut self.findings, node, &members.path("when")),
            None => Some(When::default()),
        };
        self.conditions.push(when.clone().unwrap_or_default());
        let part = read(self);
        self.conditions.pop();
        Some(Part {
            when: when?,
            part: part?,
        })
    }

    /// The items of a list that may be left out, each a part.
    pub fn parts<T>(
        &mut self,
        members: &Members<'_>,
        key: &str,
        mut read: impl FnMut(&mut Self, &Node<'_>, &str) -> Option<Part<T>>,
    ) -> Option<Vec<Part<T>>> {
        let Some(node) = members.get(key) else {
            return Some(Vec::new());
        };
        let items = self.findings.items(node, &members.path(key), false);
        let all: Vec<Option<Part<T>>> = items
            .iter()
            .map(|(node, path)| read(self, node, path))
            .collect();
        all.into_iter().collect()
    }
}
