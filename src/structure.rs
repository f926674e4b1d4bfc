//! The tree against the schema: every structural problem at once.
//!
//! What is wrong is reported and replaced by something neutral, so that the rest of the file can
//! still be read as a [`Config`] and looked at; [`Places`] remembers what was replaced.

use std::collections::HashSet;
use std::ops::Range;

use jsonc_parser::ast::{Array, Object, Value as Node};
use jsonc_parser::common::Ranged;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::config::Config;
use crate::domain::plain_text::quoted;
use crate::finding::Finding;
use crate::json_node::{described, join, visible};
use crate::lint::{DUPLICATE_KEY, EMPTY_LIST, Lint, MISSING_KEY, WRONG_TYPE};
use crate::places::Places;
use crate::schema::SCHEMA;
use crate::suggestion;

/// A file that has the right structure, by force where needed.
#[derive(Debug)]
pub struct Structure<T = Config> {
    /// The config, or what else the file is; what was wrong is empty or left out.
    pub config: T,
    /// Where its values stand, and which cannot be used.
    pub places: Places,
    /// What was wrong.
    pub findings: Vec<Finding>,
}

/// Reads a tree as a config.
///
/// # Errors
/// Only when the file holds no object at all.
pub fn read(tree: &Node<'_>) -> Result<Structure, Vec<Finding>> {
    read_as(tree, &SCHEMA, "`hybrid-oauth schema` describes it")
}

/// Reads a tree as something else with a schema; `described` says where people find what may stand there.
///
/// # Errors
/// Only when the file holds no object at all.
pub fn read_as<T: DeserializeOwned>(
    tree: &Node<'_>,
    schema: &Value,
    described: &str,
) -> Result<Structure<T>, Vec<Finding>> {
    let mut walk = Walk {
        root: schema,
        described,
        places: Places::default(),
        findings: Vec::new(),
        meant: HashSet::new(),
    };
    let value = walk.value(schema, tree, "");
    walk.forgive_misspelt();
    let Some(value) = value else {
        return Err(walk.findings);
    };
    // The walk has made the value fit the schema, which was made from the type; should the two
    // ever differ, serde's own words are better than none.
    match serde_path_to_error::deserialize::<_, T>(value) {
        Ok(config) => Ok(Structure {
            config,
            places: walk.places,
            findings: walk.findings,
        }),
        Err(error) => {
            let path = error.path().to_string();
            let help = format!("Mend it; {described}.");
            walk.report(
                &WRONG_TYPE,
                walk.places.span(&path),
                &path,
                error.inner().to_string(),
                help,
            );
            Err(walk.findings)
        }
    }
}

/// Findings after which no more are collected; fewer are shown.
const FLOOD: usize = 1000;

struct Walk<'a> {
    /// The schema of the whole file.
    root: &'a Value,
    /// Where people find what may stand there.
    described: &'a str,
    places: Places,
    findings: Vec<Finding>,
    /// Paths of keys that were meant by ones that are not known.
    meant: HashSet<String>,
}

impl Walk<'_> {
    /// A key that is written wrong is one mistake: that the right one is missing follows from it.
    fn forgive_misspelt(&mut self) {
        let places = &mut self.places;
        self.meant.retain(|path| !places.is_written(path));
        self.meant.iter().for_each(|path| places.set_unusable(path));
        let meant = &self.meant;
        self.findings
            .retain(|finding| finding.code != MISSING_KEY.code || !meant.contains(&finding.path));
    }

    fn report(
        &mut self,
        lint: &'static Lint,
        span: Range<usize>,
        path: &str,
        message: String,
        help: impl Into<String>,
    ) {
        if !self.is_flooded() {
            self.findings
                .push(Finding::new(lint, span, path, message, help.into()));
        }
    }

    /// Whether so much was found that the rest only costs time and memory.
    fn is_flooded(&self) -> bool {
        self.findings.len() >= FLOOD
    }

    /// The value as far as it fits; none when it is of another kind altogether.
    fn value(&mut self, schema: &Value, node: &Node<'_>, path: &str) -> Option<Value> {
        let range = node.range();
        self.places.insert(path, visible(node));
        match (kind(schema), node) {
            (Kind::Object, Node::Object(object)) => Some(self.object(schema, object, path)),
            (Kind::Array, Node::Array(array)) => Some(self.array(schema, array, path)),
            (Kind::Flag, Node::BooleanLit(flag)) => Some(Value::Bool(flag.value)),
            (Kind::Text, Node::StringLit(text)) => Some(Value::String(text.value.to_string())),
            (Kind::Choice(choices), Node::StringLit(text)) => {
                if choices.contains(&text.value.as_ref()) {
                    return Some(Value::String(text.value.to_string()));
                }
                let refusal = suggestion::unknown_value(path, &text.value, &choices);
                self.findings
                    .push(Finding::invalid(refusal, range.start..range.end, path));
                self.places.set_unusable(path);
                None
            }
            (wanted, _) => {
                self.wrong_type(&wanted, node, path);
                None
            }
        }
    }

    fn wrong_type(&mut self, wanted: &Kind<'_>, node: &Node<'_>, path: &str) {
        let message = format!(
            "{} stands where {} is wanted",
            described(node),
            wanted.described()
        );
        let help = match (wanted, node) {
            (_, Node::NullKeyword(_)) => format!(
                "Write {}, or leave the key out where it has a default.",
                wanted.described()
            ),
            (Kind::Flag, Node::StringLit(_)) => "Write true or false, without quotes.".into(),
            (Kind::Array, Node::StringLit(_)) => "Put it in brackets: [\"...\"].".into(),
            (Kind::Text | Kind::Choice(_), Node::NumberLit(_) | Node::BooleanLit(_)) => {
                "Put it in double quotes.".into()
            }
            _ => format!("Write {} here; {}.", wanted.described(), self.described),
        };
        self.report(&WRONG_TYPE, visible(node), path, message, help);
        self.places.set_unusable(path);
    }

    fn array(&mut self, schema: &Value, array: &Array<'_>, path: &str) -> Value {
        let items = &schema["items"];
        if array.elements.is_empty() && schema.get("minItems").is_some() {
            let help = "Write at least one; without any there is nothing to set up.";
            self.report(
                &EMPTY_LIST,
                array.range.start..array.range.end,
                path,
                "the list is empty".into(),
                help,
            );
            self.places.set_unusable(path);
        }
        let elements = array.elements.iter().enumerate();
        elements
            .map(|(index, node)| {
                let path = format!("{path}[{index}]");
                self.value(items, node, &path)
                    .unwrap_or_else(|| neutral(items))
            })
            .collect()
    }

    fn object(&mut self, schema: &Value, object: &Object<'_>, path_here: &str) -> Value {
        let known = schema["properties"].as_object();
        let mut read = Map::new();
        let mut seen = HashSet::new();
        for property in &object.properties {
            let key = property.name.as_str();
            let path = join(path_here, key);
            let name = property.name.range();
            let span = name.start..name.end;
            if !seen.insert(key) {
                let message = format!("the key {} stands twice", quoted(key));
                self.report(
                    &DUPLICATE_KEY,
                    span,
                    &path,
                    message,
                    "Keep one of the two; readers differ in which counts.",
                );
                continue;
            }
            match known.and_then(|known| known.get(key)) {
                None if self.is_flooded() => {}
                None => {
                    let refusal = suggestion::unknown_key(self.root, schema, path_here, key);
                    let meant = suggestion::meant(self.root, schema, path_here, key);
                    self.meant.extend(meant);
                    self.findings.push(Finding::invalid(refusal, span, &path));
                }
                Some(schema) => {
                    if let Some(value) = self.value(schema, &property.value, &path) {
                        read.insert(key.into(), value);
                    }
                }
            }
        }
        for key in required(schema) {
            if !seen.contains(key) {
                let path = join(path_here, key);
                let help = format!(
                    "Add \"{key}\": {}",
                    suggestion::wanted(&schema["properties"][key])
                );
                let at = object.range.start..object.range.start + 1;
                self.report(
                    &MISSING_KEY,
                    at,
                    &path,
                    format!("the key `{key}` is missing"),
                    help,
                );
                self.places.set_unusable(&path);
            }
            read.entry(key)
                .or_insert_with(|| neutral(&schema["properties"][key]));
        }
        Value::Object(read)
    }
}

/// What a schema asks for.
enum Kind<'a> {
    Object,
    Array,
    Flag,
    Text,
    Choice(Vec<&'a str>),
}

impl Kind<'_> {
    fn described(&self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "a list",
            Self::Flag => "true or false",
            Self::Text | Self::Choice(_) => "a text",
        }
    }
}

fn kind(schema: &Value) -> Kind<'_> {
    let choices = schema["oneOf"].as_array();
    match (schema["type"].as_str(), choices) {
        (Some("object"), _) => Kind::Object,
        (Some("array"), _) => Kind::Array,
        (Some("boolean"), _) => Kind::Flag,
        (_, Some(choices)) => Kind::Choice(
            choices
                .iter()
                .filter_map(|choice| choice["const"].as_str())
                .collect(),
        ),
        _ => Kind::Text,
    }
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

/// Something of the right kind that says nothing.
fn neutral(schema: &Value) -> Value {
    match kind(schema) {
        Kind::Object => required(schema)
            .map(|key| (key.to_owned(), neutral(&schema["properties"][key])))
            .collect(),
        Kind::Array => Value::Array(Vec::new()),
        Kind::Flag => Value::Bool(false),
        Kind::Text => Value::String(String::new()),
        Kind::Choice(choices) => choices.first().copied().unwrap_or_default().into(),
    }
}
