//! The key `procedure`, and the commands that know procedures.

use crate::{cli, customers};

use cli::{run, words};
use customers::{config, folder, write_config};
use hybrid_oauth::domain::Procedure;
use hybrid_oauth::lang::{Lang, Words};
use hybrid_oauth::load::load;
use hybrid_oauth::{rotation, steps};
use serde_json::{Value, json};

fn rotating() -> Value {
    let mut config = config("contoso");
    config["procedure"] = json!("rotation");
    config
}

fn tenant(config: &Value) -> hybrid_oauth::tenant::Tenant {
    let loaded = load("a.json", config.to_string().as_bytes());
    loaded.tenant.expect("a right config")
}

#[test]
fn a_config_asks_for_its_procedure() {
    assert_eq!(tenant(&config("contoso")).procedure, Procedure::SET_UP);
    let named = tenant(&rotating());
    assert_eq!(
        (named.procedure, &named.name[..]),
        (Procedure::ROTATION, "contoso")
    );
    // The two must not share a folder where nobody names it.
    let mut unnamed = rotating();
    unnamed.as_object_mut().expect("an object").remove("name");
    assert_eq!(tenant(&unnamed).name, "contoso.example-rotation");
    // Asked for twice it is still one.
    assert_eq!(rotation::of(&named).name, "contoso");
    let steps = |tenant| {
        steps::of(tenant)
            .iter()
            .map(|one| one.path())
            .collect::<Vec<_>>()
    };
    let asked = rotation::of(&tenant(&config("contoso")));
    assert_eq!(steps(&named), steps(&asked));
}

#[test]
fn what_is_no_procedure_is_refused() {
    let mut wrong = rotating();
    wrong["procedure"] = json!("rotate");
    let loaded = load("a.json", wrong.to_string().as_bytes());
    let finding = &loaded.findings[0];
    assert_eq!(finding.code, "unknown-value");
    assert!(finding.help.contains("rotation"), "{}", finding.help);
}

#[test]
fn steps_explain_and_diff_know_the_rotation() {
    let place = folder();
    let at = place.path();
    let listed = |more: &str| {
        let answer = run(at, words(&format!("steps --format json{more}")));
        let json: Value = serde_json::from_str(&answer.out).expect("JSON");
        let steps = json["steps"].as_array().expect("steps").clone();
        let ids = steps
            .iter()
            .map(|step| step["id"].as_str().expect("an id").to_owned());
        ids.skip(3).collect::<Vec<_>>()
    };
    let of = |procedure| {
        let steps = steps::of_procedure(procedure).iter();
        steps.map(|step| step.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(listed(""), of(Procedure::SET_UP));
    assert_eq!(listed(" --procedure rotation"), of(Procedure::ROTATION));
    write_config(&at.join("rotation.json"), &rotating());
    write_config(&at.join("oauth.json"), &config("contoso"));
    assert!(listed(" rotation.json").contains(&"publish-certificate".to_owned()));
    let answer = run(at, words("explain publish-certificate"));
    assert!(
        answer.out.contains("Part of   rotation\n"),
        "{}",
        answer.out
    );
    let answer = run(at, words("explain preflight"));
    assert!(
        answer
            .out
            .contains("Part of   oauth, organization-relationship, rotation\n"),
        "{}",
        answer.out
    );
    let answer = run(at, words("diff oauth.json rotation.json"));
    for line in [
        "procedure: oauth -> rotation",
        "+ publish-certificate: ",
        "- connector-to-online: ",
        "+ AuthConfig AuthConfig (add)",
        "risk: high. No documented cmdlet names a previous certificate again",
    ] {
        assert!(answer.out.contains(line), "no {line} in {}", answer.out);
    }
}

#[test]
fn every_procedure_is_described_and_offered_once_it_has_steps() {
    for procedure in Procedure::all() {
        let name = procedure.as_str();
        let described = steps::description(procedure);
        let offered: Result<Procedure, _> = serde_json::from_value(json!(name));
        assert_eq!(offered.is_ok(), !described.steps.is_empty(), "{name}");
        if let Ok(known) = offered {
            assert_eq!((known, json!(known)), (procedure, json!(name)));
            for lang in Lang::ALL {
                for key in ["title", "why", "not"] {
                    let words = &Words::of(lang).messages[format!("procedure_{key}")];
                    let text = words[name].as_str().unwrap_or_default();
                    assert!(!text.is_empty(), "{name}: no {key} in {}", lang.code());
                }
            }
        }
    }
}
