//! One mistake gives one finding: what follows from it is not said as well.

use hybrid_oauth::load::load;
use serde_json::{Value, json};

fn clean() -> Value {
    serde_json::from_str(include_str!("../cases/clean.json")).expect("JSON")
}

fn findings(text: &str) -> Vec<(&'static str, String)> {
    let loaded = load("config.json", text.as_bytes());
    let findings = loaded.findings.into_iter();
    findings
        .map(|finding| (finding.code, finding.path))
        .collect()
}

#[track_caller]
fn one(config: &Value, code: &str, path: &str) {
    let found = findings(&config.to_string());
    assert_eq!(
        found,
        [(code_of(&found, code), path.to_owned())],
        "{config:#}"
    );
}

/// The same text with the lifetime of the program, for the comparison.
fn code_of(found: &[(&'static str, String)], code: &str) -> &'static str {
    let same = found.iter().find(|(found, _)| *found == code);
    same.map_or("none of that code", |(code, _)| *code)
}

fn at<'a>(config: &'a mut Value, path: &str) -> &'a mut Value {
    let pointer = format!("/{}", path.replace(['.', '['], "/").replace(']', ""));
    config.pointer_mut(&pointer).expect("it is there")
}

#[test]
fn the_config_is_clean() {
    assert_eq!(findings(&clean().to_string()), []);
}

#[test]
fn a_key_that_is_written_wrong() {
    for (object, key) in [
        ("", "tenant"),
        ("", "on_premises"),
        ("", "verification"),
        ("tenant", "initial_domain"),
        ("tenant", "id"),
        ("on_premises", "smtp_domains"),
        ("on_premises", "hosts"),
        ("on_premises.hosts", "mail"),
        ("on_premises.hosts", "autodiscover"),
        ("verification", "online_mailbox"),
    ] {
        let wrong = match key {
            "id" => "tenant_id".to_owned(),
            key => format!("{}x", key.replace('_', "-")),
        };
        let mut config = clean();
        let place = match object {
            "" => &mut config,
            object => at(&mut config, object),
        };
        let map = place.as_object_mut().expect("an object");
        let value = map.remove(key).expect("it is there");
        map.insert(wrong.clone(), value);
        let path = format!("{object}.{wrong}");
        one(&config, "unknown-key", path.trim_start_matches('.'));
    }
    // With the right one beside it, it is only one too many.
    let mut config = clean();
    config["tenant"]["initial-domain"] = json!("contoso.onmicrosoft.com");
    one(&config, "unknown-key", "tenant.initial-domain");
}

#[test]
fn a_value_that_is_wrong() {
    for (path, value, code, place) in [
        (
            "cloud",
            json!("china"),
            "initial-domain-of-other-cloud",
            "tenant.initial_domain",
        ),
        ("cloud", json!("gcc"), "unknown-value", "cloud"),
        ("method", json!("shared"), "unknown-value", "method"),
        (
            "tenant.initial_domain",
            json!("contoso.com"),
            "initial-domain-not-initial",
            "tenant.initial_domain",
        ),
        (
            "on_premises.smtp_domains",
            json!(["fabrikam.com"]),
            "host-outside-smtp-domains",
            "on_premises.smtp_domains",
        ),
        (
            "on_premises.smtp_domains",
            json!("contoso.com"),
            "wrong-type",
            "on_premises.smtp_domains",
        ),
        (
            "on_premises.hosts.mail",
            json!("https://mail.contoso.com/owa"),
            "url-not-host",
            "on_premises.hosts.mail",
        ),
        (
            "on_premises.hosts.mail",
            json!("outlook.office365.com"),
            "microsoft-host",
            "on_premises.hosts.mail",
        ),
        (
            "on_premises.servers[0].build",
            json!("14.3.123.4"),
            "build-too-old",
            "on_premises.servers[0].build",
        ),
        (
            "on_premises.servers[0].build",
            json!(15.2),
            "wrong-type",
            "on_premises.servers[0].build",
        ),
        (
            "verification.online_mailbox",
            json!("AdeleV"),
            "malformed-mailbox",
            "verification.online_mailbox",
        ),
        ("verification", json!(null), "wrong-type", "verification"),
        ("name", json!("a/b"), "folder-name", "name"),
    ] {
        let mut config = clean();
        match config.get(path).is_some() || path.contains('.') {
            true => *at(&mut config, path) = value,
            false => config[path] = value,
        }
        one(&config, code, place);
    }
}

#[test]
fn every_host_elsewhere_is_one() {
    let mut config = clean();
    config["on_premises"]["hosts"] =
        json!({ "mail": "m.fabrikam.com", "autodiscover": "a.fabrikam.com" });
    config["on_premises"]["additional_hosts"] = json!([]);
    one(&config, "host-outside-smtp-domains", "on_premises.hosts");
}

#[test]
fn a_section_that_is_wrong() {
    for (key, value, code, path) in [
        (
            "availability_address_space",
            json!({ "proxy_url": "http://mail.contoso.com" }),
            "proxy-url",
            "availability_address_space.proxy_url",
        ),
        (
            "availability_address_space",
            json!(true),
            "wrong-type",
            "availability_address_space",
        ),
        ("change", json!("CHG1"), "wrong-type", "change"),
        ("client_secret", json!("x"), "secret-key", "client_secret"),
    ] {
        let mut config = clean();
        config[key] = value;
        one(&config, code, path);
    }
}

#[test]
fn a_curly_quote_of_western_windows_is_named() {
    let loaded = load("config.json", b"{ \x93name\x94: 1 }");
    let [finding] = &loaded.findings[..] else {
        panic!("{:?}", loaded.findings)
    };
    assert_eq!(finding.code, "file-not-utf-8");
    assert!(finding.help.contains("curly quote"), "{}", finding.help);
    let korean = load("config.json", b"{ \"name\": \"\xc4\xdc\" }");
    assert!(korean.findings[0].help.contains("CP949"));
}

#[test]
fn a_text_that_is_no_json_is_named_at_its_place() {
    for (text, code, line) in [
        ("# c\n\nname: contoso.com\n", "file-yaml", 3),
        ("---\n- name: x\n", "file-yaml", 1),
        ("'name': contoso.com\n", "file-yaml", 1),
        ("name = \"contoso.com\"\n", "file-toml", 1),
        ("; c\n[tenant]\nid=1\n", "file-toml", 2),
        ("{\n \u{201C}name\u{201D}: 1 }", "json-curly-quotes", 2),
        ("{\n \"name\": \u{2018}x\u{2019} }", "json-curly-quotes", 2),
        (
            "{\n \"name\": \"x\u{201D},\n \"cloud\": \"global\" }",
            "json-curly-quotes",
            2,
        ),
        ("{\"name\": \"x\u{201D} }", "json-curly-quotes", 1),
        // JSON all the same, with another mistake.
        ("\"name\": \"x\",\n", "json-syntax", 1),
        ("{\n name: \"x\" }", "json-syntax", 2),
        ("[tenant", "json-syntax", 1),
        (
            "{ \"name\": \"a \u{201C}b\u{201D}\", }",
            "json-trailing-comma",
            1,
        ),
        ("// c\n{}", "json-comment", 1),
    ] {
        let loaded = load("config.json", text.as_bytes());
        let found: Vec<_> = loaded
            .findings
            .iter()
            .map(|one| (one.code, one.line))
            .collect();
        assert_eq!(found, [(code_of(&findings(text), code), line)], "{text}");
        assert!(!loaded.findings[0].help.is_empty());
    }
}
