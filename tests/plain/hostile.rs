//! What comes from a file, a name or a service reaches a terminal only as what it is.

use std::fs;
use std::path::Path;

use crate::cli::{Answer, run, run_with_input, words};
use crate::common::cases;
use crate::customers::{config, folder, write, write_config, write_configs};
use hybrid_oauth::load::load;
use hybrid_oauth::visible::{is_hidden, visible};
use serde_json::{Value, json};

/// Commands to a terminal, one in C1, a mark that turns the direction, one that shows nothing,
/// another line, a cell's end.
const EVIL: &str = "x\u{1b}[31m\u{9b}2J\u{202e}y\u{200b}\u{3164}\r\n| z\u{7}\u{7f}";

#[track_caller]
fn assert_harmless(what: &str, answer: &Answer) {
    for (stream, text) in [("out", &answer.out), ("err", &answer.err)] {
        let hidden = text.chars().find(|one| is_hidden(*one) && *one != '\n');
        assert_eq!(hidden, None, "{what}, {stream}:\n{text:?}");
        // One field is one line.
        assert!(!text.contains("\n| z"), "{what}, {stream}:\n{text}");
    }
    assert!(
        answer.code.is_some_and(|code| code < 3),
        "{what}: {answer:?}"
    );
}

fn all(folder: &Path, lines: &[&str]) {
    for line in lines {
        assert_harmless(line, &run(folder, words(line)));
    }
}

/// Appends to every text, but to those below these names.
fn poison(value: &mut Value, spare: &[&str]) {
    match value {
        Value::String(text) => text.push_str(EVIL),
        Value::Array(items) => items.iter_mut().for_each(|item| poison(item, spare)),
        Value::Object(map) => {
            for (name, item) in map.iter_mut() {
                if !spare.contains(&name.as_str()) {
                    poison(item, spare);
                }
            }
            map.insert(EVIL.to_owned(), json!(EVIL));
        }
        _ => {}
    }
}

#[test]
fn the_texts_of_a_config() {
    let folder = folder();
    let text = fs::read_to_string(cases::top("tests/configs/everything.json")).unwrap();
    let mut config: Value = serde_json::from_str(&text).unwrap();
    poison(&mut config, &[]);
    write_config(&folder.path().join("evil.json"), &config);
    write_config(
        &folder.path().join("good.json"),
        &crate::customers::config("good"),
    );
    // Not written as escapes, as an editor leaves them.
    write(
        &folder.path().join("raw.json"),
        format!("{{\"name\": \"{}\", \"{EVIL}\": 1, }}", &EVIL[6..]),
    );
    write(
        &folder.path().join("marks.json"),
        "{\"name\": \"a\u{202e}b\u{9b}\", \"na\u{200b}me\": \"\u{7f}\"}",
    );
    for name in ["evil", "raw", "marks"] {
        all(
            folder.path(),
            &[
                &format!("check {name}.json"),
                &format!("check {name}.json --format json"),
                &format!("generate {name}.json -o out"),
                &format!("steps {name}.json"),
                &format!("explain preflight {name}.json"),
                &format!("plan {name}.json --state ."),
                &format!("diff {name}.json good.json"),
            ],
        );
    }
}

/// A config takes no character that shows nothing or turns the direction; check says where.
#[test]
fn a_name_with_a_hidden_character_is_an_error_at_its_place() {
    let setters: [fn(&mut Value, String); 4] = [
        |config, text| config["name"] = text.into(),
        |config, text| config["organization"] = text.into(),
        |config, text| config["change"] = json!({ "id": text }),
        |config, text| config["names"] = json!({ "connector_to_online": text }),
    ];
    for hidden in [
        '\u{202e}',
        '\u{2066}',
        '\u{200b}',
        '\u{200d}',
        '\u{ad}',
        '\u{3164}',
        '\u{e0041}',
        '\u{85}',
        '\n',
    ] {
        for set in setters {
            let mut config = config("contoso");
            set(&mut config, format!("ab{hidden}cd"));
            let text = serde_json::to_string_pretty(&config).unwrap();
            let loaded = load("contoso.json", text.as_bytes());
            let found = loaded
                .findings
                .iter()
                .find(|one| one.code == "control-character");
            let found = found.unwrap_or_else(|| panic!("{hidden:?}: {text}"));
            let line = text.lines().position(|line| line.contains("\"ab")).unwrap();
            assert_eq!(found.line, line + 1, "{hidden:?}");
            assert!(found.column > 1 && found.is_error() && loaded.tenant.is_none());
            assert_eq!(visible(&found.message), found.message);
        }
    }
    for shown in ["한국 본사", "Ünïcode", "日本 | 東京", "a\u{a0}b"] {
        let mut config = config("contoso");
        config["organization"] = shown.into();
        let loaded = load("contoso.json", config.to_string().as_bytes());
        assert!(loaded.tenant.is_some(), "{shown}: {:?}", loaded.findings);
    }
}

#[cfg(unix)]
#[test]
fn the_names_of_files() {
    let folder = folder();
    let evil = EVIL.replace('/', "");
    let name = format!("{evil}.json");
    write_config(&folder.path().join(&name), &config("contoso"));
    write(&folder.path().join(format!("bad{name}")), "{");
    write(
        &folder.path().join("list.txt"),
        "missing\u{1b}[31m\u{202e}.json\n",
    );
    fs::create_dir(folder.path().join(format!("empty{evil}"))).unwrap();
    let bad = format!("bad{name}");
    let (gone, empty) = (format!("gone{evil}"), format!("empty{evil}"));
    let texts = format!("texts{evil}");
    for name in [&name, &bad] {
        let text = "AADSTS500011: (403) Forbidden";
        write(&folder.path().join(&texts).join(name), text);
    }
    for args in [
        vec!["check", &name, &bad, &gone, &empty],
        vec!["check", "--format", "json", &bad, &gone],
        vec!["generate", &bad, &gone, &name, "-o", &evil],
        vec!["generate", &name, "-o", &evil, "--check"],
        vec!["generate", &name, &name, "-o", "two"],
        vec!["generate", "--list", "list.txt", "-o", "list"],
        vec!["generate", "--list", &gone, "-o", "list"],
        vec!["plan", &name, "--state", &gone],
        vec!["plan", &gone, "--state", &gone],
        vec!["diagnose", &gone],
        vec!["diagnose", "--config", &bad, "list.txt"],
        vec!["verify", &gone],
        vec!["verify", &empty],
        vec!["diff", &name, &empty],
        vec!["diff", &name, &gone],
        vec!["init", "--from", &gone],
        vec![
            "init",
            "--domain",
            "contoso.com",
            "--tenant",
            "contoso.onmicrosoft.com",
            "-o",
            &name,
        ],
        vec!["steps", "-o", &empty],
        vec!["explain", &evil],
        vec!["diagnose", &bad, "list.txt"],
        vec!["diagnose", &texts],
        vec!["diagnose", "--format", "json", &texts],
    ] {
        assert_harmless(&format!("{args:?}"), &run(folder.path(), &args));
    }
    let wrong = run(folder.path(), ["check", "--\u{1b}[31m\u{202e}"]);
    assert_eq!(wrong.code, Some(64));
    assert!(wrong.err.contains("\\u{202e}"), "{}", wrong.err);
    assert!(!wrong.err.contains('\u{1b}'), "{}", wrong.err);
}

/// State whose identity is right and whose other texts are hostile, and state that is all wrong.
#[test]
fn what_the_services_said() {
    let folder = folder();
    let text = fs::read_to_string(cases::top("examples/contoso.json")).unwrap();
    let mut config: Value = serde_json::from_str(&text).unwrap();
    let domains = config["on_premises"]["smtp_domains"]
        .as_array_mut()
        .unwrap();
    domains.retain(|one| one != "corp.contoso.com");
    write_config(&folder.path().join("contoso.json"), &config);
    let ours = config["tenant"]["id"].clone();
    let identity = [
        "DomainName",
        "context",
        "tenant_id",
        "format_version",
        "kind",
        "name",
    ];
    for (name, spare) in [("names", &identity[..]), ("all", &[])] {
        for entry in fs::read_dir(cases::top("tests/states/contoso-done")).unwrap() {
            let path = entry.unwrap().path();
            let mut value: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            poison(&mut value["objects"], spare);
            let rest = ["context", "objects", "format_version", "tenant_id"];
            poison(&mut value, &rest[..if spare.is_empty() { 3 } else { 4 }]);
            if let Some(objects) = value["objects"].as_object_mut() {
                objects.shift_remove(EVIL);
            }
            if !spare.is_empty() && value["tenant_id"].is_string() {
                value["tenant_id"] = ours.clone();
            }
            value["not_collected"] = json!([{ "kind": EVIL, "key": EVIL, "reason": EVIL }]);
            write(
                &folder.path().join(name).join(path.file_name().unwrap()),
                value.to_string(),
            );
        }
        write(
            &folder.path().join("text.txt"),
            format!("{EVIL} AADSTS500011: {EVIL} (403) Forbidden"),
        );
        all(
            folder.path(),
            &[
                &format!("plan contoso.json --state {name}"),
                &format!("plan contoso.json --state {name} --format markdown"),
                &format!("plan contoso.json --state {name} --format json"),
                &format!("diagnose text.txt --config contoso.json --state {name}"),
                &format!("diagnose text.txt --config contoso.json --state {name} --format json"),
                &format!("init --from {name} -o -"),
                &format!("init --from {name} -o {name}.json"),
            ],
        );
    }
    let table = run(
        folder.path(),
        words("plan contoso.json --state names --format markdown"),
    );
    assert!(table.out.contains("| resource |"), "{}", table.err);
    let rows = table.out.lines().filter(|line| line.starts_with('|'));
    for row in rows {
        let cells = row.replace("\\|", "").matches('|').count();
        assert_eq!(cells, 5, "{row}");
    }
}

#[test]
fn a_text_to_diagnose() {
    let answer = run_with_input(
        folder().path(),
        &["diagnose"],
        &format!("{EVIL} AADSTS500011 {EVIL}"),
    );
    assert_harmless("diagnose", &answer);
    assert!(answer.out.contains("\\u{202e}"), "{}", answer.out);
}

#[test]
fn a_bundle() {
    let folder = folder();
    write_configs(folder.path(), &["contoso", "fabrikam"]);
    run(folder.path(), words("generate configs -o out -q"));
    let bundle = folder.path().join("out/contoso");
    let mut manifest: Value =
        serde_json::from_slice(&fs::read(bundle.join("manifest.json")).unwrap()).unwrap();
    poison(&mut manifest, &["tool"]);
    write(&bundle.join("manifest.json"), manifest.to_string());
    #[cfg(unix)]
    for name in [EVIL, "\u{202e}sh"] {
        write(&bundle.join("exo").join(name), "x");
    }
    write(&bundle.join("RUNBOOK.md"), format!("{EVIL}\n{EVIL}\n"));
    for other in ["out/fabrikam", "configs/contoso.json"] {
        for format in ["text", "markdown", "html", "json"] {
            all(
                folder.path(),
                &[
                    &format!("diff out/contoso {other} --format {format}"),
                    &format!("diff {other} out/contoso --format {format}"),
                ],
            );
        }
    }
    all(
        folder.path(),
        &[
            "verify out/contoso",
            "verify out/contoso --format json",
            "generate configs -o out",
            "generate configs -o out --check",
        ],
    );
    write(&bundle.join("SHA256SUMS"), EVIL);
    all(folder.path(), &["verify out/contoso"]);
}

/// A mailbox may have a bar in its name.
#[test]
fn a_bar_keeps_its_cell() {
    let folder = folder();
    let mut with_bar = config("contoso");
    with_bar["verification"]["on_premises_mailbox"] = "a|b@contoso.example".into();
    with_bar["organization"] = "Contoso | Fabrikam".into();
    write_config(&folder.path().join("contoso.json"), &with_bar);
    write_config(&folder.path().join("old.json"), &config("contoso"));
    assert_eq!(
        run(folder.path(), words("generate contoso.json -o out -q")).code,
        Some(0)
    );
    let mut texts = vec![fs::read_to_string(folder.path().join("out/contoso/RUNBOOK.md")).unwrap()];
    for line in [
        "diff old.json contoso.json --format markdown",
        "steps contoso.json --format markdown",
    ] {
        texts.push(run(folder.path(), words(line)).out);
    }
    for text in texts {
        let mut wide = None;
        for line in text.lines() {
            let cells = line.replace("\\|", "").matches('|').count();
            if !line.starts_with('|') {
                wide = None;
            } else if *wide.get_or_insert(cells) != cells {
                panic!("{line}");
            }
        }
    }
}
