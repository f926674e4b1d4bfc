//! Reading a tree of JSON with places: each mistake is one finding, and reading goes on.

use std::collections::HashSet;
use std::fmt::Display;
use std::ops::Range;

use jsonc_parser::ast::{Array, Object, Value as Node};
use jsonc_parser::common::Ranged;

use crate::domain::Invalid;
use crate::domain::plain_text::{self, quoted};
use crate::finding::Finding;
use crate::json_node::{described, join, visible};
use crate::lint::{
    DUPLICATE_KEY, EMPTY_LIST, Lint, MISSING_KEY, SECRET_KEY, UNKNOWN_KEY, UNKNOWN_VALUE,
    WRONG_TYPE,
};
use crate::suggestion::{is_secret, nearest};

/// Findings after which no more are collected.
const FLOOD: usize = 1000;

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    all: Vec<Finding>,
}

/// The members of an object, each known and there once.
pub(super) struct Members<'n> {
    path: String,
    open: Range<usize>,
    /// Keys that were meant by ones that are not known.
    meant: Vec<String>,
    all: Vec<(&'n str, &'n Node<'n>)>,
}

impl<'n> Members<'n> {
    /// A member that may be left out.
    pub fn get(&self, key: &str) -> Option<&'n Node<'n>> {
        let found = self.all.iter().find(|(name, _)| *name == key);
        found.map(|(_, node)| *node)
    }

    /// The path of a member.
    pub fn path(&self, key: &str) -> String {
        join(&self.path, key)
    }

    /// The bracket that opens the object.
    pub fn open(&self) -> Range<usize> {
        self.open.clone()
    }
}

impl Findings {
    pub fn into_all(self) -> Vec<Finding> {
        self.all
    }

    pub fn report(
        &mut self,
        lint: &'static Lint,
        span: Range<usize>,
        path: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.all.len() < FLOOD {
            let (message, help) = (message.into(), help.into());
            self.all.push(Finding::new(lint, span, path, message, help));
        }
    }

    pub fn refuse(&mut self, invalid: Invalid, node: &Node<'_>, path: &str) {
        self.report(
            invalid.lint,
            visible(node),
            path,
            invalid.message,
            invalid.help,
        );
    }

    /// The members of an object of these keys.
    pub fn members<'n>(
        &mut self,
        node: &'n Node<'n>,
        path: &str,
        known: &[&str],
    ) -> Option<Members<'n>> {
        let object = self.object(node, path)?;
        let (mut all, mut meant) = (Vec::new(), Vec::new());
        for (key, span, value) in self.unique(object, path) {
            if known.contains(&key) {
                all.push((key, value));
                continue;
            }
            let near = nearest(&key.to_lowercase().replace('-', "_"), known.iter().copied());
            if is_secret(key) {
                let message = format!("the key {} asks for a secret", quoted(key));
                let help = "Take it out: nothing here needs one.";
                self.report(&SECRET_KEY, span, &join(path, key), message, help);
                continue;
            }
            let help = match near {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("Known here: {}.", listed(known)),
            };
            meant.extend(near.map(str::to_owned));
            let message = format!("the key {} is not known here", quoted(key));
            self.report(&UNKNOWN_KEY, span, &join(path, key), message, help);
        }
        Some(Members {
            path: path.to_owned(),
            open: visible(node),
            meant,
            all,
        })
    }

    /// Every member of an object whose keys are names that somebody gave.
    pub fn named<'n>(
        &mut self,
        node: &'n Node<'n>,
        path: &str,
    ) -> Vec<(&'n str, Range<usize>, &'n Node<'n>)> {
        match self.object(node, path) {
            Some(object) => self.unique(object, path),
            None => Vec::new(),
        }
    }

    fn object<'n>(&mut self, node: &'n Node<'n>, path: &str) -> Option<&'n Object<'n>> {
        match node {
            Node::Object(object) => Some(object),
            _ => {
                self.wrong_type(node, path, "an object");
                None
            }
        }
    }

    fn unique<'n>(
        &mut self,
        object: &'n Object<'n>,
        path: &str,
    ) -> Vec<(&'n str, Range<usize>, &'n Node<'n>)> {
        let mut seen = HashSet::with_capacity(object.properties.len());
        let mut all = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            let key = property.name.as_str();
            let span = property.name.range();
            let span = span.start..span.end;
            if seen.insert(key) {
                all.push((key, span, &property.value));
            } else {
                let message = format!("the key {} stands twice", quoted(key));
                let help = "Keep one of the two; readers differ in which counts.";
                self.report(&DUPLICATE_KEY, span, &join(path, key), message, help);
            }
        }
        all
    }

    /// A member that must be there; `what` says what it is.
    pub fn required<'n>(
        &mut self,
        members: &Members<'n>,
        key: &str,
        what: impl Display,
    ) -> Option<&'n Node<'n>> {
        let found = members.get(key);
        // One that is written wrong is one mistake.
        if found.is_none() && !members.meant.iter().any(|meant| meant == key) {
            let message = format!("the key `{key}` is missing");
            let help = format!("Add \"{key}\": {what}");
            self.report(
                &MISSING_KEY,
                members.open(),
                &members.path(key),
                message,
                help,
            );
        }
        found
    }

    pub fn wrong_type(&mut self, node: &Node<'_>, path: &str, wanted: &str) {
        let message = format!("{} stands where {wanted} is wanted", described(node));
        let help = format!("Write {wanted} here; docs/data-steps.md describes the format.");
        self.report(&WRONG_TYPE, visible(node), path, message, help);
    }

    /// A text of one line that people can read.
    pub fn text<'n>(&mut self, node: &'n Node<'n>, path: &str) -> Option<&'n str> {
        let text = self.any_text(node, path)?;
        match plain_text::check(text) {
            Ok(()) => Some(text),
            Err(invalid) => {
                self.refuse(invalid, node, path);
                None
            }
        }
    }

    /// A text that may be empty.
    pub fn any_text<'n>(&mut self, node: &'n Node<'n>, path: &str) -> Option<&'n str> {
        match node {
            Node::StringLit(text) => Some(text.value.as_ref()),
            _ => {
                self.wrong_type(node, path, "a text");
                None
            }
        }
    }

    pub fn flag(&mut self, node: &Node<'_>, path: &str) -> Option<bool> {
        match node {
            Node::BooleanLit(flag) => Some(flag.value),
            _ => {
                self.wrong_type(node, path, "true or false");
                None
            }
        }
    }

    /// A number of minutes.
    pub fn minutes(&mut self, node: &Node<'_>, path: &str) -> Option<u16> {
        let number = match node {
            Node::NumberLit(number) => number.value.parse().ok().filter(|one| *one <= 10_080),
            _ => None,
        };
        if number.is_none() {
            self.wrong_type(node, path, "a whole number of minutes, at most a week,");
        }
        number
    }

    /// The items of a list, each with its path.
    pub fn items<'n>(
        &mut self,
        node: &'n Node<'n>,
        path: &str,
        may_be_empty: bool,
    ) -> Vec<(&'n Node<'n>, String)> {
        let Node::Array(Array { elements, .. }) = node else {
            self.wrong_type(node, path, "a list");
            return Vec::new();
        };
        if elements.is_empty() && !may_be_empty {
            let help = "Write at least one item, or leave the key out where it may be left out.";
            self.report(&EMPTY_LIST, visible(node), path, "the list is empty", help);
        }
        let all = elements.iter().enumerate();
        all.map(|(at, node)| (node, format!("{path}[{at}]")))
            .collect()
    }

    /// One of these names.
    pub fn choice<T: Copy>(
        &mut self,
        node: &Node<'_>,
        path: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let text = self.any_text(node, path)?;
        let found = choices.iter().find(|(name, _)| *name == text);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            self.unknown(&UNKNOWN_VALUE, node, path, text, &names);
        }
        found.map(|(_, value)| *value)
    }

    /// A text that should be one of these names.
    pub fn unknown(
        &mut self,
        lint: &'static Lint,
        node: &Node<'_>,
        path: &str,
        text: &str,
        names: &[&str],
    ) {
        self.unknown_at(lint, visible(node), path, text, names);
    }

    /// The same at some bytes.
    pub fn unknown_at(
        &mut self,
        lint: &'static Lint,
        span: Range<usize>,
        path: &str,
        text: &str,
        names: &[&str],
    ) {
        let fold = |text: &str| text.to_lowercase();
        let near = nearest(&fold(text), names.iter().copied())
            .or_else(|| names.iter().copied().find(|name| fold(name) == fold(text)))
            .or_else(|| nearest(text, names.iter().copied()));
        let help = match near {
            Some(near) => format!("Did you mean `{near}`?"),
            None if names.is_empty() => "There is none in this shell.".into(),
            None if names.len() > 30 => "docs/data-steps.md says where the names come from.".into(),
            None => format!("Known: {}.", listed(names)),
        };
        let message = format!("{} is none of the names that can stand here", quoted(text));
        self.report(lint, span, path, message, help);
    }
}

fn listed(names: &[&str]) -> String {
    let all: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    all.join(", ")
}
