//! `diff`: what a change request says, in each format, and its exit code.

use crate::cli;
use std::fs;
use std::path::PathBuf;

use crate::cases::shown;
use crate::diff_pair::{CONTOSO, HBNA, pair};
use cli::{Answer, run, run_with_input};
use hybrid_oauth::change::{self, ChangeRequest, Meaning, Side, Telling};
use hybrid_oauth::load::load;
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

fn diff(folder: &TempDir, old: &str, new: &str, format: &str) -> Answer {
    run(folder.path(), ["diff", old, new, "--format", format])
}

fn json_of(folder: &TempDir, old: &str, new: &str) -> Value {
    let answer = diff(folder, old, new, "json");
    assert_ne!(answer.code, Some(1), "{}", answer.err);
    serde_json::from_str(&answer.out).unwrap()
}

fn generate(folder: &TempDir, config: &str, out: &str) -> PathBuf {
    let answer = run(folder.path(), ["generate", config, "-o", out]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let name = "contoso.com";
    folder.path().join(out).join(name)
}

/// The change of that step and kind.
fn find<'a>(request: &'a Value, step: &str, kind: &str) -> &'a Value {
    let mut changes = request["changes"].as_array().unwrap().iter();
    changes
        .find(|one| one["step"] == step && one["kind"] == kind)
        .unwrap_or_else(|| panic!("{step} {kind}: {request:#}"))
}

fn snapshot(name: &str, text: &str) {
    let settings = shown::settings("diff");
    // The lines of the scripts have snapshots of their own.
    let head = text.split("\n--- old/").next().unwrap_or(text);
    settings.bind(|| insta::assert_snapshot!(name, head));
}

fn hosts_and_names(new: &mut Value) {
    new["on_premises"]["hosts"]["autodiscover"] = json!("auto.contoso.com");
    new["on_premises"]["additional_hosts"] = json!(["new.contoso.com"]);
    new["names"] = json!({ "connector_to_online": "Connector of Contoso" });
    new["change"]["id"] = json!("CHG0050000");
}

#[test]
fn the_same_is_0_and_says_so() {
    let folder = pair(CONTOSO, |_| {});
    for format in ["text", "markdown", "html", "json"] {
        let answer = diff(&folder, "old.json", "old.json", format);
        assert_eq!(
            (answer.code, answer.err.contains("error")),
            (Some(0), false),
            "{format}"
        );
        assert!(answer.out.contains("Nothing differs."), "{}", answer.out);
    }
    let request = json_of(&folder, "old.json", "old.json");
    assert_eq!(request["same"], true);
    assert_eq!(
        (&request["changes"], &request["files"]),
        (&json!([]), &json!([]))
    );
}

#[test]
fn hosts_are_added_and_the_old_ones_stay() {
    let folder = pair(CONTOSO, hosts_and_names);
    let text = diff(&folder, "old.json", "new.json", "text");
    assert_eq!((text.code, text.err.contains("error")), (Some(2), false));
    snapshot("hosts.text", &text.out);
    assert!(text.out.contains("\n--- old/mggraph/07-service-principal-names.ps1\n+++ new/mggraph/07-service-principal-names.ps1\n@@ "), "{}", text.out);
    snapshot(
        "hosts.markdown",
        &diff(&folder, "old.json", "new.json", "markdown").out,
    );
    let request = json_of(&folder, "old.json", "new.json");
    assert_eq!(request["format_version"], 1);
    let names = find(&request, "service-principal-names", "ServicePrincipal");
    assert_eq!(names["action"], "change");
    assert_eq!(
        names["properties"],
        json!([{
            "name": "servicePrincipalNames",
            "from": ["https://mail.contoso.com/", "https://autodiscover.contoso.com/", "https://hybrid.contoso.com/"],
            "to": ["https://mail.contoso.com/", "https://auto.contoso.com/", "https://new.contoso.com/"],
        }])
    );
    assert_eq!(
        names["effect"][1]["items"],
        json!([
            "https://autodiscover.contoso.com/",
            "https://hybrid.contoso.com/"
        ])
    );
    let effect = names["effect"][1]["text"].as_str().unwrap();
    assert!(effect.contains("does NOT take off"), "{effect}");
    assert_eq!(
        find(&request, "connector-to-online", "Config")["key"],
        "names.connector_to_online"
    );
}

#[test]
fn an_endpoint_whose_host_is_still_wanted_stays() {
    let folder = pair(CONTOSO, |new| {
        new["on_premises"]["hosts"]["autodiscover"] = json!("hybrid.contoso.com");
        new["on_premises"]["additional_hosts"] = json!(["autodiscover.contoso.com"]);
    });
    let request = json_of(&folder, "old.json", "new.json");
    let connector = find(
        &request,
        "connector-to-on-premises",
        "IntraOrganizationConnector",
    );
    let effect = connector["effect"][0]["text"].as_str().unwrap();
    assert!(effect.contains("good already and stays"), "{effect}");
}

#[test]
fn a_change_of_the_method_names_the_steps() {
    let folder = pair(HBNA, |new| {
        new["method"] = json!("dedicated-app");
        new["on_premises"]["servers"] = json!([]);
    });
    let text = diff(&folder, "old.json", "new.json", "text");
    // Files and their lines are those of every change of the method.
    let told = text.out.split("\nFiles\n").next();
    snapshot("method.text", told.expect("a first part"));
    let request = json_of(&folder, "old.json", "new.json");
    let gone = find(
        &request,
        "service-principal-certificate",
        "ServicePrincipal",
    );
    assert_eq!(
        (&gone["action"], &gone["context"]),
        (&json!("remove"), &json!("mggraph"))
    );
    assert_eq!(gone["effect"][0]["items"], json!(["clean-up"]));
    assert_eq!(
        find(&request, "hybrid-application", "Application")["action"],
        "add"
    );
    // The consent of a step is not a difference of another one.
    for change in request["changes"].as_array().unwrap() {
        assert!(change["step"] != "auth-servers", "{change:#}");
    }
}

#[test]
fn the_key_of_an_object_may_change_with_the_object_staying_the_same() {
    let folder = pair(CONTOSO, |new| {
        new["tenant"].as_object_mut().unwrap().remove("id");
        new["on_premises"]["smtp_domains"] = json!(["contoso.com"]);
    });
    let request = json_of(&folder, "old.json", "new.json");
    for change in request["changes"].as_array().unwrap() {
        assert_eq!(change["action"], "change", "{change:#}");
    }
    assert_eq!(
        find(&request, "auth-servers", "AuthServer")["action"],
        "change"
    );
}

#[test]
fn another_tenant_is_another_organisation() {
    let folder = pair(CONTOSO, |new| {
        new["tenant"] = json!({ "initial_domain": "fabrikam.onmicrosoft.com" });
    });
    let request = json_of(&folder, "old.json", "new.json");
    let servers: Vec<&Value> = request["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["step"] == "auth-servers")
        .map(|one| &one["action"])
        .collect();
    assert_eq!(servers, ["add", "add", "remove", "remove"]);
    let note = request["notes"][0]["text"].as_str().unwrap();
    assert!(
        note.starts_with("The two are for different tenants"),
        "{note}"
    );
}

#[test]
fn bundles_and_configs_in_any_combination_say_the_same() {
    let folder = pair(CONTOSO, hosts_and_names);
    generate(&folder, "old.json", "a");
    generate(&folder, "new.json", "b");
    let expected = json_of(&folder, "old.json", "new.json");
    for (old, new) in [
        ("a/contoso.com", "b/contoso.com"),
        ("a/contoso.com", "new.json"),
        ("old.json", "b/contoso.com"),
    ] {
        let request = json_of(&folder, old, new);
        assert_eq!(request["changes"], expected["changes"], "{old} {new}");
        assert_eq!(request["files"], expected["files"], "{old} {new}");
    }
    assert_eq!(json_of(&folder, "old.json", "a/contoso.com")["same"], true);
    let piped = run_with_input(folder.path(), &["diff", "-", "a/contoso.com"], CONTOSO);
    assert_eq!(piped.code, Some(0), "{}", piped.err);
}

#[test]
fn only_text_moves() {
    let folder = pair(CONTOSO, |_| {});
    let bundle = generate(&folder, "old.json", "a");
    // Another layout of the same config: only digests differ.
    let request = json_of(&folder, "old.json", "new.json");
    assert_eq!(
        (&request["same"], &request["meaning"]),
        (&json!(false), &json!("text"))
    );
    let files: Vec<&Value> = request["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| &file["path"])
        .collect();
    assert!(files.contains(&&json!("manifest.json")), "{files:?}");
    // What the scripts wrote is no part of the bundle; a comment in a script does nothing.
    fs::create_dir(bundle.join("evidence")).unwrap();
    fs::write(bundle.join("evidence/x.json"), "{}").unwrap();
    assert_eq!(json_of(&folder, "old.json", "a/contoso.com")["same"], true);
    let script = bundle.join("exo/13-ews-allow-list.ps1");
    let text = fs::read_to_string(&script).unwrap();
    fs::write(&script, format!("{text}# signed by nobody\r\n")).unwrap();
    let answer = diff(&folder, "old.json", "a/contoso.com", "text");
    assert_eq!(answer.code, Some(2));
    assert!(answer.out.contains("\nOnly text moves:"), "{}", answer.out);
    assert!(!answer.out.contains("\n--- old/"), "{}", answer.out);
    assert!(
        answer
            .out
            .contains("Files of the new bundle are not as its own lists say"),
        "{}",
        answer.out
    );
    // A line that runs is another matter.
    fs::write(&script, format!("{text}Remove-Item -Path x\r\n")).unwrap();
    let request = json_of(&folder, "old.json", "a/contoso.com");
    assert_eq!(request["meaning"], "scripts");
}

/// A reviewer reads what the change is about, whatever else the bundle holds.
#[test]
fn one_value_more_changes_few_files() {
    type Edit = fn(&mut Value);
    let domain: Edit = |new| {
        new["on_premises"]["smtp_domains"] =
            json!(["contoso.com", "corp.contoso.com", "x.contoso.com"]);
    };
    let host: Edit = |new| {
        new["on_premises"]["additional_hosts"] = json!(["hybrid.contoso.com", "x.contoso.com"]);
    };
    for (edit, most) in [(domain, 8), (host, 6)] {
        let folder = pair(CONTOSO, edit);
        let request = json_of(&folder, "old.json", "new.json");
        let files = request["files"].as_array().unwrap();
        assert!(files.len() <= most, "{files:#?}");
    }
}

#[test]
fn an_older_bundle_does_not_say_what_it_wants() {
    let folder = pair(CONTOSO, hosts_and_names);
    let bundle = generate(&folder, "old.json", "a");
    let path = bundle.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    manifest.as_object_mut().unwrap().remove("resources");
    manifest.as_object_mut().unwrap().remove("settings");
    fs::write(&path, manifest.to_string()).unwrap();
    let answer = diff(&folder, "a/contoso.com", "new.json", "text");
    assert_eq!(answer.code, Some(2), "{}", answer.err);
    assert!(
        answer
            .out
            .contains("What that means for objects is not known"),
        "{}",
        answer.out
    );
    assert!(answer.out.contains("\n--- old/"), "{}", answer.out);
}

/// A setting that came later is no difference.
#[test]
fn what_an_older_bundle_did_not_list_is_not_said_to_differ() {
    let folder = pair(CONTOSO, |_| {});
    let bundle = generate(&folder, "old.json", "a");
    let path = bundle.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let settings = manifest["settings"].as_object_mut().unwrap();
    assert!(settings.remove("languages").is_some());
    fs::write(&path, manifest.to_string()).unwrap();
    let request = json_of(&folder, "a/contoso.com", "old.json");
    assert_eq!(
        (&request["settings"], &request["meaning"]),
        (&json!([]), &json!("text"))
    );
}

#[test]
fn what_cannot_be_compared_is_1() {
    let folder = pair(CONTOSO, |new| new["method"] = json!("guess"));
    generate(&folder, "old.json", "a");
    for (old, new, word) in [
        ("absent.json", "old.json", "file-not-found"),
        ("old.json", "new.json", "unknown-value"),
        ("old.json", "a", "there is one in a/contoso.com"),
        ("-", "-", "both sides"),
        ("old.json", "a.zip", "file-not-found"),
    ] {
        let answer = diff(&folder, old, new, "text").portable();
        assert_eq!((answer.code, &answer.out[..]), (Some(1), ""), "{old} {new}");
        assert!(answer.err.contains(word), "{}", answer.err);
    }
    fs::write(folder.path().join("a/contoso.com/manifest.json"), "{").unwrap();
    let answer = diff(&folder, "old.json", "a/contoso.com", "text");
    assert_eq!(answer.code, Some(1));
    assert!(
        answer.err.contains("cannot be used") && answer.err.contains("help:"),
        "{}",
        answer.err
    );
}

#[test]
fn the_page_needs_nothing_else() {
    let folder = pair(CONTOSO, hosts_and_names);
    let answer = diff(&folder, "old.json", "new.json", "html");
    assert_eq!(answer.code, Some(2));
    let page = answer.out;
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"));
    for loaded in ["<script", "src=", "@import", "url("] {
        assert!(!page.contains(loaded), "{loaded}");
    }
    assert_eq!(diff(&folder, "old.json", "new.json", "html").out, page);
}

fn request(old: &Value, new: &Value) -> ChangeRequest {
    let side = |config: &Value| {
        let loaded = load("config", config.to_string().as_bytes());
        let tenant = loaded
            .tenant
            .unwrap_or_else(|| panic!("{:?}", loaded.findings));
        Side::from_tenant("config", &tenant, b"", &[]).unwrap()
    };
    change::compare(&side(old), &side(new))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    /// Whatever a text of the config holds, it stays data in every format.
    #[test]
    fn texts_of_a_config_stay_texts(text in r#"[a-z]?[<>&"'`|*_\[\]()\\#$@!~ ]{1,20}(</td><script>x</script>|```|--><b>|]\(http://x\)|\u{202E})?[a-z]"#) {
        let old: Value = serde_json::from_str(CONTOSO).unwrap();
        let mut new = old.clone();
        new["organization"] = json!(text.trim());
        new["change"]["reason"] = json!(text.trim());
        let loaded = load("config", new.to_string().as_bytes());
        prop_assume!(loaded.tenant.is_some());
        let request = request(&old, &new);
        prop_assert_eq!(request.meaning, Meaning::Changed);
        let html = change::html(&request, Telling::default());
        prop_assert!(!html.contains("<script") && !html.contains("<b>"));
        prop_assert_eq!(html.matches("<td>").count(), html.matches("</td>").count());
        let mut tags = html.matches('<').count();
        tags -= html.matches('>').count();
        prop_assert_eq!(tags, 0);
        let markdown = change::markdown(&request, Telling::default());
        let events = pulldown_cmark::Parser::new(&markdown);
        for event in events {
            let foreign = matches!(event,
                pulldown_cmark::Event::Html(_) | pulldown_cmark::Event::InlineHtml(_)
                | pulldown_cmark::Event::Start(pulldown_cmark::Tag::Link { .. } | pulldown_cmark::Tag::Image { .. } | pulldown_cmark::Tag::Emphasis));
            prop_assert!(!foreign, "{:?}\n{}", event, markdown);
        }
        let text_format = change::text(&request, Telling::default(), hybrid_oauth::report::Style::Plain);
        let hidden = ['\u{202E}', '\u{1b}'];
        prop_assert!(!text_format.contains(hidden));
        let value: Value = serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap();
        prop_assert!(value["settings"][0]["to"] == text.trim());
    }
}
