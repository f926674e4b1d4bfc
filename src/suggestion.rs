//! What to say about keys and values that nobody knows.

use serde_json::Value;

use crate::domain::Invalid;
use crate::domain::plain_text::quoted;
use crate::lint::{CLOUD_NOT_SUPPORTED, SECRET_KEY, UNKNOWN_KEY, UNKNOWN_VALUE};
use crate::schema::SCHEMA;

/// Parts of keys that ask for a secret.
const SECRETS: &[&str] = &[
    "secret",
    "password",
    "passwd",
    "pwd",
    "token",
    "credential",
    "private_key",
    "privatekey",
    "pfx",
    "api_key",
    "apikey",
];

/// Other words for known keys that spelling alone does not lead to.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("tenant_id", "tenant.id"),
    ("tenantid", "tenant.id"),
    ("tenant_domain", "tenant.initial_domain"),
    ("environment", "cloud"),
    ("domains", "on_premises.smtp_domains"),
    ("domain", "on_premises.smtp_domains"),
];

/// The refusal of a key that is unknown in an object of this schema, which stands at `here` in a file of the schema `root`.
#[must_use]
pub fn unknown_key(root: &Value, schema: &Value, here: &str, key: &str) -> Invalid {
    let shown = quoted(key);
    let lower = folded(key);
    if is_secret(key) {
        let help = "Take it out, and change the secret if this file was shared. Nothing here needs one: \
                    people sign in when they run the scripts, and the private key stays on the server.";
        return Invalid::new(
            &SECRET_KEY,
            format!("the key {shown} asks for a secret, which has no place here"),
            help,
        );
    }
    let help = match guess(root, schema, &lower) {
        Some(Guess::Here(key)) => format!("Did you mean `{key}`?"),
        Some(Guess::Elsewhere(path)) => match path.rsplit_once('.') {
            Some((parent, _)) => format!("It belongs into `{parent}`: `{path}`."),
            None => format!("It belongs to the top level of the file, not into `{here}`."),
        },
        Some(Guess::OtherWord(path)) => format!("Did you mean `{path}`?"),
        None => {
            let known: Vec<&str> = known(schema).collect();
            format!("Known here: {}.", list(&known))
        }
    };
    Invalid::new(
        &UNKNOWN_KEY,
        format!("the key {shown} is not known here"),
        help,
    )
}

/// Whether a key asks for a secret.
#[must_use]
pub fn is_secret(key: &str) -> bool {
    let lower = folded(key);
    SECRETS.iter().any(|secret| lower.contains(secret))
}

/// The path that is meant by such a key.
#[must_use]
pub fn meant(root: &Value, schema: &Value, here: &str, key: &str) -> Option<String> {
    Some(match guess(root, schema, &folded(key))? {
        Guess::Here(key) if here.is_empty() => key.to_owned(),
        Guess::Here(key) => format!("{here}.{key}"),
        Guess::Elsewhere(path) => path,
        Guess::OtherWord(path) => path.to_owned(),
    })
}

enum Guess<'a> {
    Here(&'a str),
    Elsewhere(String),
    OtherWord(&'static str),
}

fn guess<'a>(root: &Value, schema: &'a Value, lower: &str) -> Option<Guess<'a>> {
    if let Some(key) = nearest(lower, known(schema)) {
        return Some(Guess::Here(key));
    }
    if let Some(path) = elsewhere(root, "", lower) {
        return Some(Guess::Elsewhere(path));
    }
    let mut words = OTHER_WORDS.iter().filter(|_| std::ptr::eq(root, &*SCHEMA));
    let found = words.find(|(word, _)| *word == lower);
    found.map(|(_, path)| Guess::OtherWord(path))
}

fn known(schema: &Value) -> impl Iterator<Item = &str> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties.map(|(key, _)| key.as_str())
}

fn folded(key: &str) -> String {
    key.to_lowercase().replace('-', "_")
}

/// The refusal of a text that is none of the choices.
#[must_use]
pub fn unknown_value(path: &str, text: &str, choices: &[&str]) -> Invalid {
    let lower = text.to_lowercase();
    let shown = quoted(text);
    if path == "cloud" && ["bleu", "delos"].contains(&lower.as_str()) {
        let help = "Bleu (France) and Delos (Germany) publish no addresses for the ACS and evoSTS metadata that the \
                    auth servers need; ask the operator of the cloud how OAuth with Exchange Server is set up there.";
        return Invalid::new(
            &CLOUD_NOT_SUPPORTED,
            format!("the cloud {shown} is not supported"),
            help,
        );
    }
    let gcc = (path == "cloud" && lower == "gcc").then_some("global");
    let help = match gcc.or_else(|| nearest(&lower, choices.iter().copied())) {
        Some("global") if gcc.is_some() => {
            "GCC tenants are in the worldwide cloud: write `global`.".into()
        }
        Some(choice) => format!("Did you mean `{choice}`? Known: {}.", list(choices)),
        None => format!("Known: {}.", list(choices)),
    };
    Invalid::new(
        &UNKNOWN_VALUE,
        format!("{shown} is none of the values that can stand here"),
        help,
    )
}

/// What a missing key is to hold, from its description.
#[must_use]
pub fn wanted(schema: &Value) -> String {
    let description = schema["description"].as_str().unwrap_or_default();
    format!("{}. {description}", example(schema))
}

/// An example of a value; of an object, one with the required keys.
fn example(schema: &Value) -> Value {
    let required = schema["required"].as_array();
    match (&schema["examples"][0], required) {
        (Value::Null, Some(keys)) => {
            let keys = keys.iter().filter_map(Value::as_str);
            keys.map(|key| (key.to_owned(), example(&schema["properties"][key])))
                .collect()
        }
        (example, _) => example.clone(),
    }
}

/// The known word closest in spelling, if it is close at all.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Longer words than any known one need no comparing, which takes time by their length.
    if word.len() > 64 {
        return None;
    }
    let distance = |known: &str| 1 + known.len() / 4;
    let close = known.filter(|known| known.len().abs_diff(word.len()) <= distance(known));
    let scored = close.map(|known| (strsim::jaro_winkler(word, known), known));
    let likely = scored.filter(|(score, known)| {
        *score >= 0.8 && strsim::osa_distance(word, known) <= distance(known)
    });
    likely
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, known)| known)
}

/// The path of a key with exactly that name anywhere in the config.
fn elsewhere(schema: &Value, path: &str, key: &str) -> Option<String> {
    let properties = schema["properties"]
        .as_object()
        .or_else(|| schema["items"]["properties"].as_object())?;
    properties.iter().find_map(|(name, schema)| {
        let path = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        if name == key {
            Some(path)
        } else {
            elsewhere(schema, &path, key)
        }
    })
}

fn list(words: &[&str]) -> String {
    words
        .iter()
        .filter(|word| !word.starts_with('$'))
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
