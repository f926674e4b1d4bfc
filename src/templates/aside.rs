//! Long texts of templates that stand in every document as they are. They become values of the engine, whose parser
//! looks at each character that it is given several times.

use std::sync::atomic::{AtomicUsize, Ordering};

use memchr::memchr_iter;
use tera::{Tera, Value};

/// What is shorter takes less to parse than a name for it.
const LONG: usize = 200;

/// The template with names in the places of its long texts.
#[must_use]
pub fn set_aside(template: &str, tera: &mut Tera) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((at, close)) = tag(rest) {
        put(&rest[..at], tera, &mut out);
        let end = rest[at..].find(close);
        let end = end.map_or(rest.len(), |end| at + end + close.len());
        out.push_str(&rest[at..end]);
        rest = &rest[end..];
    }
    put(rest, tera, &mut out);
    out
}

/// Where the first tag begins, and what ends it.
fn tag(text: &str) -> Option<(usize, &'static str)> {
    let bytes = text.as_bytes();
    memchr_iter(b'{', bytes).find_map(|at| match bytes.get(at + 1)? {
        b'{' => Some((at, "}}")),
        b'%' => Some((at, "%}")),
        b'#' => Some((at, "#}")),
        _ => None,
    })
}

/// A text between two tags; white space stays, since tags may take it away.
fn put(text: &str, tera: &mut Tera, out: &mut String) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let inner = text.trim();
    if inner.len() < LONG {
        out.push_str(text);
        return;
    }
    let start = text.len() - text.trim_start().len();
    let (before, after) = (&text[..start], &text[start + inner.len()..]);
    let name = format!("text_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    out.extend([before, "{{ ", &name, " }}", after]);
    let kept = Value::safe_string(inner);
    tera.global_context().insert_value(name, kept);
}
