//! Reading and comparing collected values as `templates/common/values.ps1` does.

use serde_json::{Value, json};

pub(crate) use super::object::{field, same, text, truth};

/// A multi-valued property as texts; empty values are left out.
pub(crate) fn list(object: &Value, name: &str) -> Vec<String> {
    let items = match field(object, name) {
        Some(Value::Array(items)) => items.clone(),
        Some(Value::Null) | None => Vec::new(),
        Some(one) => vec![one.clone()],
    };
    items
        .iter()
        .filter_map(|item| item.as_str().map(|text| text.trim().to_owned()))
        .filter(|text| !text.is_empty())
        .collect()
}

/// The objects in a property.
pub(crate) fn objects<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    field(object, name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// What stood in a flag, for the record: true, false, empty; `unknown` where it was not there to be read.
pub(crate) fn known(object: &Value, name: &str) -> Value {
    match field(object, name) {
        None => json!("unknown"),
        Some(Value::Null) => json!(""),
        Some(value) => value.clone(),
    }
}

/// The form in which names and URLs are compared: lower case, no slash at the end of a path. The slash
/// behind a bare host stays: as service principal names, `https://host` and `https://host/` are two.
pub(crate) fn key(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let path = text
        .split_once("//")
        .and_then(|(_, rest)| rest.split_once('/'));
    match path {
        Some((_, path)) if path.len() > 1 && path.ends_with('/') => {
            text[..text.len() - 1].to_owned()
        }
        _ => text,
    }
}

/// Whether a list holds a text, compared without case and the final slash of a path.
pub(crate) fn contains<T: AsRef<str>>(list: &[T], text: &str) -> bool {
    let wanted = key(text);
    list.iter().any(|item| key(item.as_ref()) == wanted)
}

/// The first list as it is, then what of the second it does not hold.
pub(crate) fn union(list: &[String], add: &[String]) -> Vec<String> {
    let mut union: Vec<String> = Vec::new();
    for item in list.iter().chain(add) {
        if !item.is_empty() && !contains(&union, item) {
            union.push(item.clone());
        }
    }
    union
}

/// The names of objects, for a sentence.
pub(crate) fn names<'a>(objects: impl IntoIterator<Item = &'a Value>) -> String {
    let names: Vec<String> = objects.into_iter().map(|one| text(one, "Name")).collect();
    names.join(", ")
}

/// The host name of a URL in lower case; empty when the text is no URL.
pub(crate) fn host(url: &str) -> String {
    let Some((_, rest)) = url.trim().split_once("://") else {
        return String::new();
    };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let name = authority.rsplit('@').next().unwrap_or_default();
    let name = name.split(':').next().unwrap_or_default();
    name.to_lowercase()
}

/// Whether two server names, short or fully qualified, mean the same computer.
pub(crate) fn same_server(one: &str, other: &str) -> bool {
    let short = |name: &str| name.split('.').next().unwrap_or_default().to_lowercase();
    !short(one).is_empty() && short(one) == short(other)
}

/// A GUID as the scripts write it, lower case with hyphens; none when the text is none or all zeros.
pub(crate) fn guid(text: &str) -> Option<String> {
    let plain = text
        .trim()
        .trim_matches(['{', '}', '(', ')'])
        .to_lowercase();
    let digits: String = plain.chars().filter(|letter| *letter != '-').collect();
    let whole = digits.len() == 32 && digits.chars().all(|digit| digit.is_ascii_hexdigit());
    if !whole || digits.chars().all(|digit| digit == '0') {
        return None;
    }
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    Some(parts.join("-"))
}

/// The day of a date as it was collected, `2031-05-04`.
pub(crate) fn day(date: &str) -> String {
    if date.is_empty() {
        return "an unknown date".to_owned();
    }
    date.chars().take(10).collect()
}
