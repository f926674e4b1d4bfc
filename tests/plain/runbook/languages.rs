//! No language lacks a text, holds one too many, or names other values than English.

use std::collections::{BTreeMap, BTreeSet};

use hybrid_oauth::knowledge;
use hybrid_oauth::lang::{Lang, Words};
use hybrid_oauth::load::load_path;
use hybrid_oauth::markdown;
use hybrid_oauth::powershell::string;
use hybrid_oauth::resource::TOLD;
use hybrid_oauth::runbook::failures;
use hybrid_oauth::step::{Context, Step};
use hybrid_oauth::steps;
use regex::Regex;
use serde_json::Value;

use super::{bundles, cases, text};

fn messages(lang: Lang) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (section, keys) in Words::of(lang).messages.as_object().expect("sections") {
        for (key, text) in keys.as_object().expect("keys") {
            let text = text.as_str().expect("a text");
            assert!(!text.trim().is_empty(), "{section}.{key} is empty");
            found.insert(format!("{section}.{key}"), text.to_owned());
        }
    }
    found
}

/// What stands in braces, and the code: both are the same in every language.
fn fixed(text: &str) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let values = text
        .split('{')
        .skip(1)
        .filter_map(|part| part.split('}').next());
    let code = text.split('`').skip(1).step_by(2);
    (values.collect(), code.collect())
}

fn all_steps() -> impl Iterator<Item = &'static Step> {
    steps::all()
}

#[test]
fn every_language_has_the_messages_of_english() {
    let english = messages(Lang::En);
    for lang in Lang::ALL {
        let other = messages(lang);
        assert_eq!(
            other.keys().collect::<Vec<_>>(),
            english.keys().collect::<Vec<_>>(),
            "{lang:?}"
        );
        for (key, text) in &other {
            assert_eq!(fixed(text), fixed(&english[key]), "{key} in {lang:?}");
            assert_eq!(text.matches('`').count() % 2, 0, "{key} in {lang:?}");
        }
    }
}

fn templates() -> String {
    let folders = ["templates/runbook", "templates/report"].map(cases::top);
    let folders = folders.map(|folder| std::fs::read_dir(folder).expect("templates"));
    folders
        .into_iter()
        .flatten()
        .map(|entry| std::fs::read_to_string(entry.expect("readable").path()).expect("a text"))
        .collect()
}

/// Code becomes an element, which cannot stand in an attribute.
#[test]
fn no_message_in_an_attribute_has_code() {
    let templates = templates();
    let attributes = templates.split("=\"").skip(1);
    let inside: String = attributes
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let mut seen = 0;
    for (key, text) in Lang::ALL.into_iter().flat_map(messages) {
        // The filter `command` puts this one into an attribute.
        if inside.contains(&format!("{{{{ t.{key} }}}}")) || key == "page.copy" {
            assert!(!text.contains('`'), "{key}: {text}");
            seen += 1;
        }
    }
    assert!(seen > 0, "no attribute says a message");
}

#[test]
fn every_message_is_used() {
    let templates = templates();
    let filters = cases::top("src/runbook/filters.rs");
    let filters = std::fs::read_to_string(filters).expect("a text");
    for key in messages(Lang::En).keys() {
        let (section, name) = key.split_once('.').expect("section and key");
        let direct = templates.contains(&format!("t.{key} "));
        // Keys that come from data: facts, shells, directions, exit codes, lists of lines.
        let listed = templates.contains(&format!("t.{section}[")) || name == "heading";
        let filtered = filters.contains(&format!("messages, \"{key}\""));
        assert!(direct || listed || filtered, "no template says {key}");
    }
}

#[test]
fn every_step_and_shell_is_translated() {
    for lang in Lang::ALL.into_iter().filter(|lang| *lang != Lang::En) {
        let words = Words::of(lang);
        let mut used = BTreeSet::new();
        for step in all_steps() {
            let own = format!("{}/{}", step.context.as_str(), step.id);
            let key = if words.steps.contains_key(&own) {
                own
            } else {
                step.id.to_string()
            };
            // A step that is data has its own texts.
            let text = step.words.get(lang.code());
            if text.is_none() {
                used.insert(key.clone());
            }
            let text = text.or_else(|| words.steps.get(&key));
            let text =
                text.unwrap_or_else(|| panic!("{lang:?} lacks the step {key}: {}", step.title));
            let meanwhile = step.wait.as_ref().map_or("", |wait| &wait.meanwhile);
            for (part, english) in [
                (&text.title, step.title.as_ref()),
                (&text.summary, &step.summary),
                (&text.undo, &step.undo),
                (&text.acts, &step.acts),
                (&text.meanwhile, meanwhile),
            ] {
                assert_eq!(part.is_empty(), english.is_empty(), "{lang:?}: {key}");
                let same = part == english && !english.is_empty();
                assert!(!same, "{lang:?}: {key} is not translated");
            }
        }
        let there: BTreeSet<String> = words.steps.keys().cloned().collect();
        assert_eq!(there, used, "{lang:?} translates steps that do not exist");
        let shells: Vec<&str> = words.shells.keys().map(String::as_str).collect();
        let mut wanted: Vec<&str> = Context::ALL
            .iter()
            .map(|context| context.as_str())
            .collect();
        wanted.sort_unstable();
        assert_eq!(shells, wanted, "{lang:?}");
    }
}

/// Script and runbook say the same of it, in each language; nothing is translated that no step says.
#[test]
fn what_a_step_leaves_open_stands_in_script_and_runbook() {
    let mut wanted = BTreeSet::new();
    let wrapped = Regex::new(r"' \+\r?\n *'").expect("a pattern");
    for (config, bundle) in cases::valid_configs().iter().zip(bundles()) {
        let tenant = load_path(config).tenant.expect("the config is right");
        for numbered in steps::of(&tenant) {
            let script = wrapped.replace_all(text(bundle, &numbered.path()), "");
            for remark in steps::remarks(&tenant, numbered.step) {
                wanted.insert(remark);
                assert!(script.contains(&string(remark)), "{config:?}: {remark}");
                for lang in Lang::ALL {
                    let said = markdown::escape(Words::of(lang).remark(remark));
                    let page = text(bundle, &hybrid_oauth::layout::runbook(lang));
                    assert!(
                        page.contains(&format!("\n- {said}\n")),
                        "{config:?}: {said}"
                    );
                }
            }
        }
    }
    assert_eq!(wanted.len(), 3);
    for lang in Lang::ALL.into_iter().filter(|lang| *lang != Lang::En) {
        let there: BTreeSet<&str> = Words::of(lang).remarks.keys().map(String::as_str).collect();
        assert_eq!(there, wanted, "{lang:?}");
    }
}

#[test]
fn every_role_is_translated() {
    let wanted: BTreeSet<&str> = all_steps()
        .flat_map(|step| &step.roles)
        .map(AsRef::as_ref)
        .collect();
    for lang in Lang::ALL.into_iter().filter(|lang| *lang != Lang::En) {
        let there: BTreeSet<&str> = Words::of(lang).roles.keys().map(String::as_str).collect();
        assert_eq!(there, wanted, "{lang:?}");
    }
}

/// What Microsoft's Korean pages and portals call them; another word sends people looking.
#[test]
fn korean_has_the_words_of_the_portals() {
    let words = format!("{:?}", Words::of(Lang::Ko));
    for wrong in [
        "인증 인증서",
        "파트너 애플리케이션",
        "애플리케이션 풀",
        "서비스 사용자",
        "설정 덮어쓰기",
    ] {
        assert!(!words.contains(wrong), "{wrong}");
    }
    let letters = Regex::new(r"\bAuthServer\b").expect("a pattern");
    for (key, text) in messages(Lang::Ko) {
        assert!(!letters.is_match(&text), "{key}: {text}");
    }
}

#[test]
fn every_value_told_in_words_is_known_and_translated() {
    for lang in Lang::ALL.into_iter().filter(|lang| *lang != Lang::En) {
        let there: BTreeSet<&str> = Words::of(lang).values.keys().map(String::as_str).collect();
        assert_eq!(there, TOLD.into_iter().collect(), "{lang:?}");
    }
    // A value of several words is one that only the run knows.
    for bundle in super::bundles() {
        for value in super::text(bundle, "RUNBOOK.md").split(" = `").skip(1) {
            let value = value.split('`').next().unwrap_or(value);
            assert!(!value.starts_with("the "), "{value} is not in TOLD");
        }
    }
}

#[test]
fn every_failure_is_translated() {
    let wanted: BTreeSet<&str> = failures::texts().into_iter().collect();
    for lang in Lang::ALL.into_iter().filter(|lang| *lang != Lang::En) {
        let there: BTreeSet<&str> = Words::of(lang)
            .failures
            .keys()
            .map(String::as_str)
            .collect();
        let missing: Vec<_> = wanted.difference(&there).collect();
        assert!(
            missing.is_empty(),
            "{lang:?} lacks these texts of knowledge/failures.json: {missing:#?}"
        );
        let stale: Vec<_> = there.difference(&wanted).collect();
        assert!(
            stale.is_empty(),
            "{lang:?} translates texts that are gone: {stale:#?}"
        );
    }
}

#[test]
fn every_page_of_a_cmdlet_is_one() {
    let table: Value = serde_json::from_str(
        &std::fs::read_to_string(cases::top("knowledge/cmdlets.json")).expect("the table"),
    )
    .expect("JSON");
    for (name, page) in table.as_object().expect("a table") {
        let page = page.as_str().expect("a URL");
        assert!(
            page.starts_with("https://learn.microsoft.com/powershell/"),
            "{page}"
        );
        assert!(page.ends_with(&name.to_lowercase()), "{name}: {page}");
    }
    assert!(!knowledge::table().failures.is_empty());
}
