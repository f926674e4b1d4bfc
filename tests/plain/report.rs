//! `report` on evidence that a hand may have written: nothing of it becomes markup, nothing of another
//! organisation counts.

use crate::cases::shown::{self, new_lines};
use crate::{cli, customers};
use std::path::PathBuf;

use cli::{Answer, run};
use customers::{folder, write, write_configs};
use pulldown_cmark::{Event, Options, Parser};
use serde_json::{Value, json};
use tempfile::TempDir;

const HOSTILE: &str =
    "<script>alert(1)</script> | `code` **b** [a](http://x) ![i](y) &amp; <b>\u{202e}";
const TOKEN: &str = "Bearer eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl";

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(folder());
        write_configs(place.0.path(), &["contoso"]);
        let arguments = ["generate", "configs", "-o", "out", "-q"];
        assert_eq!(run(place.0.path(), arguments).code, Some(0));
        place
    }

    fn evidence(&self, name: &str) -> PathBuf {
        self.0.path().join("out/contoso/evidence").join(name)
    }

    fn put(&self, name: &str, value: &Value) {
        write(&self.evidence(name), value.to_string());
    }

    fn report(&self, more: &[&str]) -> Answer {
        run(self.0.path(), [&["report", "out/contoso"], more].concat())
    }

    fn json(&self) -> Value {
        let answer = self.report(&["--format", "json"]);
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        serde_json::from_str(&answer.out).expect("JSON")
    }
}

fn auth_servers(result: &str) -> Value {
    json!({
        "format_version": 1, "step": "auth-servers", "number": 2, "context": "exchange-shell",
        "tenant_id": "11111111-2222-3333-4444-555555555555",
        "initial_domain": "contoso.onmicrosoft.com", "action": "apply", "what_if": false,
        "result": result, "started": "2026-11-25T01:02:03Z", "finished": "2026-11-25T01:02:04Z",
        "computer": "EX01", "user": "kim", "findings": [], "messages": [], "diagnosis": [],
        "changes": [{
            "kind": "AuthServer", "key": "ACS", "property": "Enabled", "before": false,
            "after": true, "done": true,
        }],
    })
}

fn step<'a>(report: &'a Value, id: &str) -> &'a Value {
    let mut steps = report["steps"].as_array().expect("steps").iter();
    steps.find(|step| step["id"] == id).expect("a step")
}

#[test]
fn nothing_from_evidence_becomes_markup() {
    let place = Place::new();
    let mut value = auth_servers("changed");
    for name in ["user", "computer", "result", "started", "finished"] {
        value[name] = json!(HOSTILE);
    }
    value["findings"] = json!([{ "level": "warning", "text": HOSTILE }]);
    value["diagnosis"] = json!([HOSTILE]);
    value["approval"] = json!({ "reference": HOSTILE, "fits": false });
    let texts = json!({ "before": [HOSTILE, { HOSTILE: HOSTILE }], "after": TOKEN, "done": true });
    value["changes"] = json!([{
        "kind": HOSTILE, "key": HOSTILE, "property": HOSTILE,
        "before": texts["before"], "after": TOKEN, "done": false,
    }]);
    place.put("02-auth-servers.apply.json", &value);
    place.put("02-auth-servers.apply.json.undone-1", &value);
    place.put(&format!("runs/{}.json", "a & b"), &value);
    place.put("<i>.json", &value);
    for lang in ["en", "ko"] {
        let page = place.report(&["--lang", lang]).out;
        for raw in ["<script", "<b>", "<i>", "eyJ", "\u{202e}"] {
            assert!(!page.contains(raw), "{raw} in {page}");
        }
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        let text = place.report(&["--lang", lang, "--format", "markdown"]).out;
        assert!(!text.contains("eyJ") && !text.contains('\u{202e}'));
        let mut rows = 0;
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            let is_markup = matches!(
                &event,
                Event::Html(_)
                    | Event::InlineHtml(_)
                    | Event::Start(
                        pulldown_cmark::Tag::Link { .. } | pulldown_cmark::Tag::Image { .. }
                    )
            );
            assert!(!is_markup, "{event:?}");
            rows += usize::from(matches!(event, Event::Start(pulldown_cmark::Tag::TableRow)));
        }
        assert!(rows > 20, "the tables stay tables: {rows}");
    }
}

#[test]
fn what_is_not_of_this_bundle_is_named_and_not_used() {
    let place = Place::new();
    assert_eq!(place.report(&[]).code, Some(1));
    assert!(
        place
            .report(&[])
            .err
            .contains("holds no evidence of this bundle")
    );
    let mut other = auth_servers("changed");
    other["tenant_id"] = json!("99999999-2222-3333-4444-555555555555");
    place.put("02-auth-servers.apply.json", &other);
    assert_eq!(place.report(&[]).code, Some(1));
    let mut unknown = auth_servers("changed");
    unknown["step"] = json!("no-step");
    place.put("03-no-step.apply.json", &unknown);
    let mut shell = auth_servers("changed");
    shell["context"] = json!("exo");
    place.put("04-shell.apply.json", &shell);
    write(&place.evidence("05-broken.apply.json"), "{");
    let whole = auth_servers("unchanged").to_string();
    write(
        &place.evidence("06-mark.apply.json"),
        format!("\u{feff}{whole}"),
    );
    let answer = place.report(&["--format", "markdown"]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    for said in [
        "warning: not used: 02-auth-servers.apply.json: it is of another organisation",
        "warning: not used: 03-no-step.apply.json: it is of no step of this bundle",
        "warning: not used: 04-shell.apply.json: it is of no step of this bundle",
        "warning: not used: 05-broken.apply.json: it is no JSON",
    ] {
        assert!(answer.err.contains(said), "{}", answer.err);
    }
    assert!(
        answer
            .out
            .contains("- Not used: `05-broken.apply.json`: it is no JSON")
    );
    assert_eq!(place.json()["sources"].as_array().map(Vec::len), Some(1));
}

#[test]
fn each_step_stands_as_its_last_run_says() {
    let place = Place::new();
    let state = |place: &Place| step(&place.json(), "auth-servers")["state"].clone();
    for (result, wanted) in [
        ("changed", "changed"),
        // The record is of several runs, the last of which had nothing to do.
        ("unchanged", "changed"),
        ("failed", "failed"),
        ("precondition", "stopped"),
    ] {
        place.put("02-auth-servers.apply.json", &auth_servers(result));
        assert_eq!(state(&place), wanted, "{result}");
    }
    let mut rollback = auth_servers("failed");
    rollback["action"] = json!("rollback");
    rollback["finished"] = json!("2026-11-26T00:00:00Z");
    place.put("02-auth-servers.apply.json", &auth_servers("changed"));
    place.put("02-auth-servers.rollback.json", &rollback);
    assert_eq!(state(&place), "failed");
    rollback["result"] = json!("changed");
    place.put("02-auth-servers.rollback.json", &rollback);
    let undone = place.evidence("02-auth-servers.apply.json.undone-1");
    std::fs::rename(place.evidence("02-auth-servers.apply.json"), undone).expect("renamed");
    assert_eq!(state(&place), "undone");
    let report = place.json();
    assert_eq!(step(&report, "preflight")["state"], "not_run");
    assert_eq!(
        step(&report, "auth-servers")["undone"][0]["changes"][0]["after"],
        true
    );
    assert_eq!(report["people"], json!(["kim (EX01)"]));
    assert_eq!(report["started"], "2026-11-25T01:02:03Z");
    assert_eq!(report["finished"], "2026-11-26T00:00:00Z");
}

/// The bundle carries its overlay: an own step has the title that its file gives it.
#[test]
fn own_steps_have_their_titles() {
    let place = Place::new();
    for arguments in [
        "overlay init own",
        "generate configs --overlay own -o out -q --lang en,ko",
    ] {
        let answer = run(place.0.path(), arguments.split(' '));
        assert_eq!(answer.code, Some(0), "{}", answer.err);
    }
    place.put("02-auth-servers.apply.json", &auth_servers("changed"));
    let told = step(&place.json(), "mail-tips")["title"].clone();
    assert_eq!(
        told,
        "Show MailTips about recipients outside of the organisation"
    );
    let korean = place.report(&["--format", "markdown", "--lang", "ko"]).out;
    assert!(
        korean.contains("조직 외부 수신자에 대한 MailTips 표시"),
        "{korean}"
    );
}

#[test]
fn a_report_reads() {
    let place = Place::new();
    let mut value = auth_servers("failed");
    value["changes"][0]["done"] = json!(false);
    value["diagnosis"] = json!(["forbidden-403"]);
    place.put("02-auth-servers.apply.json", &value);
    let mut settings = shown::settings("report");
    settings.add_filter("[0-9a-f]{64}", "<sha256>");
    let [english, korean] =
        ["en", "ko"].map(|lang| place.report(&["--lang", lang, "--format", "markdown"]).out);
    settings.bind(|| {
        insta::assert_snapshot!("report.en", english);
        insta::assert_snapshot!("report.ko", new_lines(&korean, &english));
    });
}
