//! What the catalogue says of a kind in a shell: which properties it has, what their values are.

use std::ops::Range;

use jsonc_parser::ast::Value as Node;
use serde_json::Value;

use super::Strictness;
use super::read::Reader;
use crate::catalogue::{self, Cmdlet, Parameter, Shape};
use crate::domain::plain_text::{self, quoted};
use crate::json_node::visible;
use crate::kind::Kind;
use crate::lint::{
    PLACEHOLDER_MAY_BE_EMPTY, UNKNOWN_KIND, UNKNOWN_PLACEHOLDER, UNKNOWN_PROPERTY, UNKNOWN_STEP,
    UNKNOWN_VALUE,
};
use crate::placeholder::{self, PLACEHOLDERS, SCRIPT, whole_list};

/// Parameters that say how a cmdlet works, not what an object is.
const HOW: [&str; 5] = ["Identity", "DomainController", "Confirm", "WhatIf", "Force"];

impl Reader<'_> {
    /// A cmdlet of a kind, as the shell has it; none where the catalogue is not asked.
    pub fn cmdlet(&self, name: &str) -> Option<&'static Cmdlet> {
        match self.strictness {
            Strictness::Whole | Strictness::Head => catalogue::cmdlet(self.context, name),
            Strictness::Compiled => None,
        }
    }

    /// Refuses a cmdlet that the shell does not have.
    pub fn in_shell(&mut self, cmdlet: &str, span: Range<usize>, path: &str) -> Option<()> {
        if self.strictness == Strictness::Compiled || self.cmdlet(cmdlet).is_some() {
            return Some(());
        }
        let message = format!("{cmdlet} is not documented for {}", self.context.as_str());
        let help = "Its page at learn.microsoft.com/powershell says where it is.";
        self.findings
            .report(&UNKNOWN_KIND, span, path, message, help);
        None
    }

    /// Every property that an object of a kind is known to have in the shell, where the catalogue is asked.
    pub fn properties(&self, kind: &Kind) -> Vec<&'static str> {
        let mut all = vec![kind.key, "Identity"];
        all.extend(kind.properties.iter().copied());
        for name in [kind.new, kind.set] {
            let cmdlet = self.cmdlet(name).into_iter();
            let parameters = cmdlet.flat_map(|cmdlet| cmdlet.parameters(self.context));
            let values = parameters.filter(|(_, one)| one.shape() != Shape::Other);
            all.extend(
                values
                    .map(|(name, _)| name)
                    .filter(|name| !HOW.contains(name)),
            );
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Refuses a property that nothing documents for the kind in the shell.
    pub fn known_property(
        &mut self,
        kind: &Kind,
        node: &Node<'_>,
        path: &str,
        name: &str,
    ) -> Option<()> {
        if self.strictness == Strictness::Compiled {
            return Some(());
        }
        let known = self.properties(kind);
        if known.contains(&name) {
            return Some(());
        }
        self.findings
            .unknown(&UNKNOWN_PROPERTY, node, path, name, &known);
        None
    }

    /// The parameter of a cmdlet; a finding where the shell does not have it. The outer none: something is wrong, the
    /// inner: the catalogue is not asked.
    pub fn parameter(
        &mut self,
        cmdlet: &str,
        span: Range<usize>,
        path: &str,
        name: &str,
    ) -> Option<Option<&'static Parameter>> {
        let Some(documented) = self.cmdlet(cmdlet) else {
            return Some(None);
        };
        let context = self.context;
        let known = || {
            documented
                .parameters(context)
                .filter(|(name, _)| !HOW.contains(name))
        };
        if let Some((_, parameter)) = known().find(|(known, _)| *known == name) {
            return Some(Some(parameter));
        }
        let names: Vec<&str> = known().map(|(name, _)| name).collect();
        self.findings
            .unknown_at(&UNKNOWN_PROPERTY, span, path, name, &names);
        None
    }

    /// A value that a property or parameter takes.
    pub fn value(
        &mut self,
        node: &Node<'_>,
        path: &str,
        parameter: Option<&Parameter>,
    ) -> Option<Value> {
        let (value, shape) = match node {
            Node::BooleanLit(flag) => (Value::Bool(flag.value), Shape::Flag),
            Node::StringLit(text) => {
                let text = self.filled(node, path, text.value.as_ref(), &[])?;
                let shape = if whole_list(text).is_some() {
                    Shape::List
                } else {
                    Shape::Text
                };
                (text.into(), shape)
            }
            Node::Array(_) => (self.filled_list(node, path)?.into(), Shape::List),
            _ => {
                self.findings
                    .wrong_type(node, path, "a text, a list of texts, true or false");
                return None;
            }
        };
        let Some(parameter) = parameter else {
            return Some(value);
        };
        let wanted = match parameter.shape() {
            wanted if wanted == shape => return self.documented(node, path, parameter, value),
            Shape::Flag => "true or false",
            Shape::List => "a list of texts",
            Shape::Text => "a text",
            Shape::Other => "what no data can say",
        };
        self.findings.wrong_type(node, path, wanted);
        None
    }

    /// Refuses a text that the page does not list where it lists all.
    fn documented(
        &mut self,
        node: &Node<'_>,
        path: &str,
        parameter: &Parameter,
        value: Value,
    ) -> Option<Value> {
        if let Value::String(text) = &value
            && placeholder::names(text).next().is_none()
            && !parameter.accepts(text)
        {
            let names: Vec<&str> = parameter.values.iter().map(String::as_str).collect();
            self.findings
                .unknown(&UNKNOWN_VALUE, node, path, text, &names);
            return None;
        }
        Some(value)
    }

    /// A text, which may be empty, with placeholders; `told` are those that only the run knows.
    pub fn filled<'n>(
        &mut self,
        node: &Node<'n>,
        path: &str,
        text: &'n str,
        told: &[&str],
    ) -> Option<&'n str> {
        if !text.is_empty()
            && let Err(invalid) = plain_text::check(text)
        {
            self.findings.refuse(invalid, node, path);
            return None;
        }
        let mut good = true;
        for (name, place) in placeholder::names(text) {
            let whole = visible(node);
            // Without escapes the place in the text is the place in the file.
            let span = match whole.len() == text.len() + 2 {
                true => whole.start + 1 + place.start..whole.start + 1 + place.end,
                false => whole,
            };
            good &= told.contains(&name) || self.placeholder(span, path, name, told);
        }
        good.then_some(text)
    }

    fn placeholder(&mut self, span: Range<usize>, path: &str, name: &str, told: &[&str]) -> bool {
        if self.strictness == Strictness::Compiled {
            return true;
        }
        if let Some(id) = name.strip_prefix(SCRIPT) {
            let ids = self.known_ids();
            let known = ids.contains(&id);
            if !known {
                self.findings
                    .unknown_at(&UNKNOWN_STEP, span, path, id, &ids);
            }
            return known;
        }
        let Some(found) = placeholder::find(name) else {
            let all = PLACEHOLDERS
                .iter()
                .map(|one| one.name)
                .chain(told.iter().copied());
            let all: Vec<&str> = all.collect();
            self.findings
                .unknown_at(&UNKNOWN_PLACEHOLDER, span, path, name, &all);
            return false;
        };
        let Some(needs) = found.needs else {
            return true;
        };
        let asked = self.conditions.iter().any(|when| when.has.contains(&needs));
        if !asked {
            let message = format!("{} may stand for nothing", quoted(&format!("{{{name}}}")));
            let help = format!(
                "Put \"when\": {{ \"has\": \"{}\" }} on the part that needs it.",
                needs.name()
            );
            self.findings
                .report(&PLACEHOLDER_MAY_BE_EMPTY, span, path, message, help);
        }
        asked
    }

    /// One text or a list of them, with placeholders.
    pub fn filled_list(&mut self, node: &Node<'_>, path: &str) -> Option<Vec<String>> {
        let nodes = match node {
            Node::Array(_) => self.findings.items(node, path, false),
            _ => vec![(node, path.to_owned())],
        };
        if nodes.is_empty() {
            return None;
        }
        let mut all = Some(Vec::new());
        for (node, path) in nodes {
            let text = self.findings.text(node, &path);
            let text = text.and_then(|text| self.filled(node, &path, text, &[]));
            match (text, &mut all) {
                (Some(text), Some(all)) => all.push(text.to_owned()),
                _ => all = None,
            }
        }
        all
    }

    /// A sentence that people read while a script runs or a plan is told.
    pub fn sentence(&mut self, node: &Node<'_>, path: &str, told: &[&str]) -> Option<String> {
        let text = self.findings.text(node, path)?;
        self.filled(node, path, text, told).map(str::to_owned)
    }
}
