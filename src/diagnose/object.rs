//! Reads properties of collected objects as what they mean.

use serde_json::Value;

/// Graph gives the SHA-1 of a certificate as base64, Exchange as hexadecimal digits.
pub(crate) fn is_base64_of(id: &str, thumbprint: &str) -> bool {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits = 0_u32;
    let mut count = 0;
    let mut hex = String::new();
    for byte in id.trim_end_matches('=').bytes() {
        let Some(value) = LETTERS.iter().position(|letter| *letter == byte) else {
            return false;
        };
        bits = (bits << 6) | u32::try_from(value).unwrap_or_default();
        count += 6;
        while count >= 4 {
            count -= 4;
            hex.push(char::from_digit((bits >> count) & 15, 16).unwrap_or('0'));
        }
        bits &= (1 << count) - 1;
    }
    hex.len() >= thumbprint.len() && hex[..thumbprint.len()].eq_ignore_ascii_case(thumbprint)
}

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

/// A property as a list of texts; one text is a list of one.
pub(crate) fn strings(object: &Value, name: &str) -> Option<Vec<String>> {
    match field(object, name)? {
        Value::Array(list) => Some(
            list.iter()
                .filter_map(|v| v.as_str().map(str::to_owned))
                .collect(),
        ),
        Value::String(text) => Some(vec![text.clone()]),
        _ => None,
    }
}
