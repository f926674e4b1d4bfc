//! Reads properties of collected objects as what they mean.

use serde_json::Value;

/// A property by its name, case ignored: Graph and Exchange differ. Of a property bag its `Value`.
pub(crate) fn field<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    let found = object
        .as_object()?
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.get("Value").unwrap_or(value))
}

/// A property as text; empty where it is null or absent.
pub(crate) fn text(object: &Value, name: &str) -> String {
    match field(object, name) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

/// Whether a property has this text, case ignored.
pub(crate) fn same(object: &Value, name: &str, wanted: &str) -> bool {
    text(object, name).eq_ignore_ascii_case(wanted)
}

/// A property as a truth value, also where it comes as text.
pub(crate) fn truth(object: &Value, name: &str) -> Option<bool> {
    match field(object, name)? {
        Value::Bool(value) => Some(*value),
        Value::String(text) => text.to_lowercase().parse().ok(),
        _ => None,
    }
}
