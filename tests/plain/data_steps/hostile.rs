//! What somebody might write to break the loader, the scripts, or both.

use std::sync::LazyLock;

use hybrid_oauth::load::load;
use hybrid_oauth::powershell;
use hybrid_oauth::step::Step;
use hybrid_oauth::steps;
use hybrid_oauth::tenant::Tenant;
use serde_json::Value;

use super::built_in;

/// A step is read, or there is a reason; never both, never neither.
fn read(bytes: &[u8]) -> Option<Step> {
    let read = super::read("sharing-endpoint", bytes);
    let refused = read.findings.iter().any(|finding| finding.is_error());
    assert_eq!(
        read.step.is_none(),
        refused,
        "{}",
        String::from_utf8_lossy(bytes)
    );
    for finding in &read.findings {
        assert!(
            read.source.get(finding.span.clone()).is_some(),
            "{finding:?}"
        );
    }
    read.step
}

#[test]
fn cut_off_anywhere_it_is_refused() {
    let text = built_in("sharing-endpoint").trim_end();
    for at in 0..text.len() {
        assert!(read(&text.as_bytes()[..at]).is_none(), "cut off at {at}");
    }
}

/// Every place of every step, with a value of every other type there.
#[test]
fn no_value_of_another_type_makes_it_panic() {
    let others = [
        Value::Null,
        Value::Bool(false),
        Value::from(-1),
        Value::from(1e300),
        Value::from(""),
        Value::from("{"),
        Value::from("{tenant.id}"),
        Value::from("\u{202e}\u{0}\n"),
        serde_json::json!([]),
        serde_json::json!([[[]]]),
        serde_json::json!({}),
        serde_json::json!({ "": { "": [null] } }),
    ];
    let mut tried = 0;
    for (id, text) in steps::data() {
        let whole: Value = serde_json::from_str(text).expect("JSON");
        for pointer in pointers(&whole) {
            for other in &others {
                let mut changed = whole.clone();
                *changed.pointer_mut(&pointer).expect("there") = other.clone();
                let bytes = changed.to_string().into_bytes();
                let read = super::read(id, &bytes);
                let refused = read.findings.iter().any(|finding| finding.is_error());
                assert_eq!(read.step.is_none(), refused, "{id}{pointer} {other}");
                // What passed can be used.
                if let Some(step) = read.step {
                    used(&step);
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

/// The same with each key left out, and with each key written otherwise.
#[test]
fn no_missing_or_foreign_key_makes_it_panic() {
    for (id, text) in steps::data() {
        let whole: Value = serde_json::from_str(text).expect("JSON");
        for pointer in pointers(&whole) {
            let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
            for other in [None, Some("x"), Some("\u{7}"), Some("Constructor")] {
                let mut changed = whole.clone();
                let Some(Value::Object(object)) = changed.pointer_mut(parent) else {
                    continue;
                };
                let value = object.remove(key);
                if let (Some(name), Some(value)) = (other, value) {
                    object.insert(name.to_owned(), value);
                }
                let read = super::read(id, changed.to_string().as_bytes());
                let refused = read.findings.iter().any(|finding| finding.is_error());
                assert_eq!(read.step.is_none(), refused, "{id}{pointer} {other:?}");
            }
        }
    }
}

fn pointers(value: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| (key.clone(), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, value)| (at.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (key, value) in inner {
        let key = key.replace('~', "~0").replace('/', "~1");
        all.extend(
            pointers(value)
                .into_iter()
                .map(|path| format!("/{key}{path}")),
        );
    }
    all
}

/// Fills a step in with every organisation of the tests.
fn used(step: &Step) {
    static TENANTS: LazyLock<Vec<Tenant>> = LazyLock::new(|| {
        let files = crate::cases::json_files("tests/configs").into_iter();
        files
            .map(|path| load("", &std::fs::read(path).expect("readable")))
            .map(|loaded| loaded.tenant.expect("these configs have no errors"))
            .collect()
    });
    for tenant in TENANTS.iter().filter(|tenant| steps::applies(tenant, step)) {
        let _ = (steps::values(tenant, step), steps::objects(tenant, step));
    }
}

#[test]
fn deep_and_huge_ones_are_refused() {
    for (open, close) in [("[", "]"), ("{\"wanted\":", "}")] {
        let text = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        assert!(read(text.as_bytes()).is_none());
    }
    assert!(read("[1,".repeat(1000).as_bytes()).is_none());
    let long = format!("{{\"id\": \"{}\"}}", "a".repeat(2 << 20));
    assert!(read(long.as_bytes()).is_none());
    let many = format!("{{\"wanted\": [{}]}}", vec!["{\"a\":1}"; 20_000].join(","));
    assert!(read(many.as_bytes()).is_none());
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    for bytes in [
        &b"\xff\xfe{\0}\0"[..],
        b"{\"id\": \"\xe9\"}",
        b"",
        b"\0",
        b"\xef\xbb\xbf",
    ] {
        assert!(read(bytes).is_none());
    }
}

/// Syntax of template engines is a text like any other.
#[test]
fn templates_in_data_stay_data() {
    let texts = [
        "{{ 7 * 7 }}",
        "{% include 'x' %}",
        "{{ config }}",
        "{{tenant}}",
        "{# x #}",
        "${7*7}",
        "$(7*7)",
        "`n",
    ];
    let path = crate::cases::top("tests/configs/contoso.json");
    let tenant = load("", &std::fs::read(path).expect("readable"))
        .tenant
        .expect("no errors");
    for text in texts {
        let changed =
            built_in("sharing-endpoint").replacen("\"{ews_url}\"", &format!("{text:?}"), 1);
        let step = read(changed.as_bytes()).unwrap_or_else(|| panic!("{text}"));
        let wanted = steps::wanted(&tenant, &step).expect("it is data");
        assert_eq!(wanted[0].ensure[0].to, text);
        let script = steps::values(&tenant, &step)["resources"]
            .as_str()
            .expect("a text")
            .to_owned();
        assert!(script.contains(&powershell::string(text)), "{script}");
    }
}
