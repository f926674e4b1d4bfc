//! The library's own functions say what the command line says, byte for byte.

use crate::{cases, cli, customers};
use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cli::run;
use customers::{config, folder, write, write_config};
use hybrid_oauth::api::{self, Failed, Files, Lang, Options};
use serde_json::{Value, json};

const CONFIG: &str = "config.json";

fn read_json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A collected state as it stands in memory.
fn state(name: &str) -> Files {
    let folder = cases::top("tests/states").join(name);
    let files = fs::read_dir(folder).expect("there").map(|entry| {
        let entry = entry.expect("readable");
        let path = format!("state/{}", entry.file_name().to_string_lossy());
        (path, fs::read(entry.path()).expect("readable"))
    });
    files.collect()
}

fn organisation(name: &str) -> Vec<u8> {
    let path = format!("tests/simulation/scenarios/organisations/{name}.json");
    fs::read(cases::top(&path)).expect("there")
}

#[test]
fn bundles_are_the_command_lines() {
    for (options, flags) in [
        (Options::default(), &[][..]),
        (
            Options {
                langs: vec![Lang::Ko],
                rotation: true,
            },
            &["--lang", "ko", "--rotation"],
        ),
    ] {
        let folder = folder();
        let bytes = fs::read(cases::top("examples/contoso.json")).expect("there");
        write(&folder.path().join(CONFIG), &bytes);
        let words = ["generate", CONFIG, "-o", "out", "--zip", "-q"];
        let done = run(folder.path(), words.iter().chain(flags));
        assert_eq!(done.code, Some(0), "{}", done.err);
        let bundle = api::generate(&bytes, &options).expect("a valid config");
        let out = folder.path().join("out");
        for file in &bundle.files {
            let there = fs::read(out.join(&bundle.name).join(&file.path)).expect("written");
            assert!(there == *file.bytes, "{}", file.path);
        }
        let zip = fs::read(out.join(format!("{}.zip", bundle.name))).expect("written");
        assert!(zip == api::zip(&bundle).expect("it fits"));
    }
}

#[test]
fn findings_are_the_command_lines() {
    let folder = folder();
    let mut wrong = config("contoso");
    wrong["on_premises"]["hosts"]["mail"] = "outlook.office365.com".into();
    wrong["tenant"].as_object_mut().expect("one").remove("id");
    write_config(&folder.path().join(CONFIG), &wrong);
    let bytes = fs::read(folder.path().join(CONFIG)).expect("written");
    let said = run(folder.path(), ["check", CONFIG, "--format", "json"]);
    let findings = api::check(&bytes);
    assert!(findings.len() > 1, "{findings:?}");
    assert_eq!(read_json(&said.out), api::findings(&findings));
    let refused = api::generate(&bytes, &Options::default()).expect_err("an error");
    assert!(refused.to_string().contains("microsoft-host"), "{refused}");
    assert_eq!(refused, Failed::Config(findings));
}

#[test]
fn a_plan_is_the_command_lines() {
    let folder = folder();
    let bytes = organisation("contoso");
    write(&folder.path().join(CONFIG), &bytes);
    let mut files = state("contoso-half-by-hand");
    // What a step recorded, and a hand-off: both decide what is planned.
    let change = r#"{"changes": [{"kind": "SettingOverride", "key": "x", "property": ""}]}"#;
    files.insert(
        "evidence/10-setting-override.apply.json".into(),
        change.into(),
    );
    files.insert("handoff/application.json".into(), b"{}".to_vec());
    for (path, bytes) in &files {
        write(&folder.path().join(path), bytes);
    }
    let args = ["plan", CONFIG, "--state", "state", "--format"];
    let said = run(folder.path(), args.iter().chain(&["json"]));
    let plan = api::plan(&bytes, &files).expect("a plan");
    assert_eq!(read_json(&said.out), api::plan_document(&plan));
    let said = run(folder.path(), args.iter().chain(&["markdown"]));
    assert_eq!(said.out, api::plan_markdown(&plan));
    let other = api::plan(&organisation("hbna"), &files).expect_err("of another tenant");
    assert!(matches!(other, Failed::Input(_)), "{other}");
}

#[test]
fn a_change_request_is_the_command_lines() {
    let folder = folder();
    let (old, mut new) = (config("contoso"), config("contoso"));
    new["on_premises"]["hosts"]["mail"] = "owa.contoso.example".into();
    write_config(&folder.path().join("old"), &old);
    write_config(&folder.path().join("new"), &new);
    let read = |name| fs::read(folder.path().join(name)).expect("written");
    let said = run(folder.path(), ["diff", "old", "new", "--format", "json"]);
    let request = api::diff(&read("old"), &read("new")).expect("two configs");
    assert_eq!(
        read_json(&said.out),
        serde_json::to_value(&request).expect("data")
    );
    assert!(!request.same);
    let said = run(folder.path(), ["diff", "old", "new", "--format", "html"]);
    assert_eq!(said.out, api::diff_html(&request));
}

#[test]
fn a_diagnosis_is_the_command_lines() {
    let folder = folder();
    let transcript = cases::top("tests/failures/aadsts500011/test-to-online.txt");
    let text = fs::read(transcript).expect("there");
    let bytes = organisation("contoso");
    let files = state("contoso-done");
    write(&folder.path().join("text"), &text);
    write(&folder.path().join(CONFIG), &bytes);
    for (path, bytes) in &files {
        write(&folder.path().join(path), bytes);
    }
    let alone = run(folder.path(), ["diagnose", "text", "--format", "json"]);
    let report = api::diagnose(&text, None, None).expect("text");
    assert_eq!(
        read_json(&alone.out),
        serde_json::to_value(&report).expect("data")
    );
    let words = "diagnose text --format json --config config.json --state state";
    let known = run(folder.path(), cli::words(words));
    let report = api::diagnose(&text, Some((&bytes).into()), Some(&files)).expect("text");
    assert_eq!(
        read_json(&known.out),
        serde_json::to_value(&report).expect("data")
    );
    assert_ne!(alone.out, known.out, "what is known decides");
    let binary = api::diagnose(&[0, 1, 2, 3, 0xFF, 0, 0, 7], None, None);
    assert!(matches!(binary, Err(Failed::Input(_))), "{binary:?}");
}

fn own<'a>(bytes: &'a [u8], overlay: &'a Files) -> api::Config<'a> {
    let overlay = Some(overlay);
    api::Config { bytes, overlay }
}

/// An overlay as it stands in memory.
pub fn overlay(folder: &std::path::Path, prefix: &str) -> Files {
    let mut files = Files::new();
    for entry in fs::read_dir(folder).expect("there") {
        let path = entry.expect("readable").path();
        let name = path.file_name().expect("one").to_string_lossy();
        let name = format!("{prefix}{name}");
        match path.is_dir() {
            true => files.extend(overlay(&path, &format!("{name}/"))),
            false => drop(files.insert(name, fs::read(&path).expect("readable"))),
        }
    }
    files
}

#[test]
fn an_overlay_is_the_command_lines() {
    let folder = folder();
    let mut named = config("contoso");
    named["overlay"] = "own".into();
    write_config(&folder.path().join(CONFIG), &named);
    let bytes = fs::read(folder.path().join(CONFIG)).expect("written");
    let mut files = overlay(&cases::top("tests/overlays/contoso"), "");
    for (path, bytes) in &files {
        write(&folder.path().join("own").join(path), bytes);
    }
    let done = run(folder.path(), ["generate", CONFIG, "-o", "out", "-q"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let bundle = api::generate(own(&bytes, &files), &Options::default()).expect("a valid config");
    assert!(
        bundle
            .files
            .iter()
            .any(|file| file.path == "overlay/logo.svg")
    );
    for file in &bundle.files {
        let path = folder.path().join("out").join(&bundle.name);
        let there = fs::read(path.join(&file.path)).expect("written");
        assert!(there == *file.bytes, "{}", file.path);
    }
    let change =
        api::diff(&config("contoso").to_string(), own(&bytes, &files)).expect("two configs");
    let steps = change.steps.iter().filter(|one| one.id == "mail-tips");
    assert_eq!(steps.count(), 1);
    let base64: serde_json::Map<String, Value> = files
        .iter()
        .map(|(path, bytes)| (path.clone(), STANDARD.encode(bytes).into()))
        .collect();
    let text = String::from_utf8(bytes.clone()).expect("text");
    let question = json!({"ask": "generate", "config": text, "overlay": base64});
    let answer = api::json::answer(question.to_string().as_bytes());
    let answer = read_json(&String::from_utf8(answer).expect("text"));
    assert_eq!(
        answer["zip"],
        STANDARD.encode(api::zip(&bundle).expect("it fits"))
    );
    // Mistakes in it have their own file.
    files.insert("steps/mail-tips.json".into(), b"{".to_vec());
    let findings = api::check(own(&bytes, &files));
    let found = findings.iter().find(|one| one.code == "json-syntax");
    let file = format!("overlay{}steps/mail-tips.json", std::path::MAIN_SEPARATOR);
    assert!(found.is_some_and(|one| one.file == file), "{findings:?}");
    files.insert("style.css".into(), vec![b' '; 300 * 1024]);
    let findings = api::check(own(&bytes, &files));
    let found = findings.iter().find(|one| one.message.contains("256 KiB"));
    assert!(found.is_some(), "{findings:?}");
}

/// What a page asks and gets.
#[test]
fn json_in_json_out() {
    let ask = |question: Value| -> Value {
        read_json(&String::from_utf8(api::json::answer(question.to_string().as_bytes())).unwrap())
    };
    let config = String::from_utf8(organisation("contoso")).unwrap();
    let bundle = api::generate(config.as_bytes(), &Options::default()).unwrap();
    let answer = ask(json!({"ask": "generate", "config": config}));
    let zip = api::zip(&bundle).unwrap();
    assert_eq!(answer["zip"], STANDARD.encode(zip));
    assert_eq!(
        answer["files"].as_array().unwrap().len(),
        bundle.files.len()
    );
    assert_eq!(answer["sums_sha256"], bundle.sums_sha256());
    let both = ask(json!({"ask": "generate", "config": config, "korean": true, "rotation": true}));
    assert_eq!(both["name"], "contoso.com-rotation");
    let refused = ask(json!({"ask": "generate", "config": "{}"}));
    assert!(
        refused["error"].is_string() && refused["findings"].is_array(),
        "{refused}"
    );
    let texts = |files: Files| -> Value {
        let text = |(path, bytes)| (path, String::from_utf8(bytes).unwrap().into());
        Value::Object(files.into_iter().map(text).collect())
    };
    let state = texts(state("contoso-half-by-hand"));
    let plan = ask(json!({"ask": "plan", "config": config, "state": state}));
    assert!(plan["text"].as_str().unwrap().contains("Plan"), "{plan}");
    assert_eq!(plan["document"]["format_version"], 1);
    let same = ask(json!({"ask": "diff", "old": config, "new": config}));
    assert_eq!(same["document"]["same"], true);
    let report =
        ask(json!({"ask": "diagnose", "text": "AADSTS500011", "config": config, "state": state}));
    assert_eq!(report["document"]["matches"][0]["id"], "aadsts500011");
    let wrong = ask(json!({"ask": "guess"}));
    assert!(
        wrong["error"].as_str().unwrap().contains("no question"),
        "{wrong}"
    );
}

/// Whoever uses the library gets no crate that knows terminals.
#[test]
fn without_the_command_line_there_is_no_terminal() {
    let manifest = fs::read_to_string(cases::top("Cargo.toml")).expect("there");
    let lock = fs::read_to_string(cases::top("Cargo.lock")).expect("there");
    let mut reached = dependencies_without_features(&manifest);
    let mut at = 0;
    while at < reached.len() {
        for name in dependencies_of(&lock, &reached[at].clone()) {
            if !reached.contains(&name) {
                reached.push(name);
            }
        }
        at += 1;
    }
    assert!(reached.iter().any(|name| name == "tera"), "{reached:?}");
    let terminal = [
        "clap",
        "clap_builder",
        "crossterm",
        "inquire",
        "indicatif",
        "console",
        "anstream",
    ];
    let found: Vec<_> = reached
        .iter()
        .filter(|name| terminal.contains(&name.as_str()))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

fn dependencies_without_features(manifest: &str) -> Vec<String> {
    let (_, rest) = manifest.split_once("\n[dependencies]\n").expect("a table");
    let table = rest.split("\n[").next().unwrap_or_default();
    let lines = table
        .lines()
        .filter(|line| !line.contains("optional = true"));
    let names = lines.filter_map(|line| line.split_once(" = "));
    names.map(|(name, _)| name.to_owned()).collect()
}

fn dependencies_of(lock: &str, name: &str) -> Vec<String> {
    let mut blocks = lock.split("[[package]]");
    let found = blocks.find(|block| block.contains(&format!("name = \"{name}\"\n")));
    let (_, list) = found
        .unwrap_or_default()
        .split_once("dependencies = [")
        .unwrap_or_default();
    let names = list
        .lines()
        .map(|line| line.trim().trim_matches([',', '"', ']']));
    let names = names.filter_map(|line| line.split(' ').next().filter(|name| !name.is_empty()));
    names.map(str::to_owned).collect()
}
