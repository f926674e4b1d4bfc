//! Many organisations in one run: what is kept from one gets into no other.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::api::overlay;
use crate::cases::{stem, top, valid_configs};
use crate::cli::{run, words};
use crate::customers::{config, everything, folder, write, write_config};

/// Generates `configs/NAME.json` one by one and in one run, and compares all files.
#[track_caller]
fn compared(place: &Path, names: &[String]) {
    let generate = |what: &str, out: &str| {
        let line = format!("generate {what} -o {out} --lang ko -q");
        let done = run(place, words(&line));
        assert_eq!(done.code, Some(0), "{}", done.err);
    };
    for name in names {
        generate(&format!("configs/{name}.json"), "alone");
    }
    generate("configs", "together");
    let files = |out: &str| {
        let root = place.join(out);
        let all = everything(&root).into_iter();
        let all =
            all.map(|(path, (_, bytes))| (path.strip_prefix(&root).unwrap().to_owned(), bytes));
        all.collect::<Vec<_>>()
    };
    let (alone, together) = (files("alone"), files("together"));
    assert!(alone.len() > 20 * names.len(), "{}", alone.len());
    assert_eq!(alone.len(), together.len());
    for (one, other) in alone.iter().zip(&together) {
        assert!(one == other, "{}", one.0.display());
    }
}

#[test]
fn each_has_the_bytes_that_it_has_alone() {
    let place = folder();
    let mut names = Vec::new();
    for from in valid_configs() {
        let name = stem(&from);
        let mut config: Value = serde_json::from_slice(&fs::read(&from).unwrap()).unwrap();
        config["name"] = name.as_str().into();
        write_config(&place.path().join(format!("configs/{name}.json")), &config);
        names.push(name);
    }
    compared(place.path(), &names);
}

/// Overlays that say the same behind a step, and are two.
#[test]
fn each_has_its_own_overlay() {
    let place = folder();
    let names: Vec<String> = ["alpha", "beta", "gamma"].map(str::to_owned).into();
    for name in &names {
        let own = place.path().join(name);
        let head = json!({ "name": format!("standard of {name}"), "version": "1.0.0" });
        write(&own.join("overlay.json"), head.to_string());
        write(&own.join("runbook/after-auth-servers.md"), "Call the desk.");
        let mut config = config(name);
        config["overlay"] = format!("../{name}").into();
        write_config(&place.path().join(format!("configs/{name}.json")), &config);
    }
    compared(place.path(), &names);
    let page = fs::read_to_string(place.path().join("together/beta/RUNBOOK.md")).unwrap();
    assert!(page.contains("Call the desk.") && page.contains("standard of beta"));
}

/// Steps of the same id that differ, in overlays with the same words.
#[test]
fn each_has_its_own_steps() {
    let place = folder();
    let names: Vec<String> = ["alpha", "beta"].map(str::to_owned).into();
    for name in &names {
        for (path, bytes) in overlay(&top("tests/overlays/contoso"), "") {
            let text = String::from_utf8(bytes).unwrap();
            let own = text
                .replace("more than 50 recipients", &format!("mail of {name}"))
                .replace(
                    "a recipient is outside",
                    &format!("a recipient of {name} is outside"),
                )
                .replace("One change of the threshold.", &format!("For {name}."));
            write(&place.path().join(name).join(path), own);
        }
        let from = fs::read(top("tests/configs/contoso.json")).unwrap();
        let mut config: Value = serde_json::from_slice(&from).unwrap();
        config["name"] = name.as_str().into();
        config["overlay"] = format!("../{name}").into();
        write_config(&place.path().join(format!("configs/{name}.json")), &config);
    }
    compared(place.path(), &names);
    for name in &names {
        let page = fs::read_to_string(place.path().join(format!("together/{name}/runbook.html")));
        let page = page.unwrap();
        for said in ["mail of ", "a recipient of "] {
            let others =
                page.matches(said).count() - page.matches(&format!("{said}{name}")).count();
            assert!(
                page.contains(&format!("{said}{name}")) && others == 0,
                "{name}"
            );
        }
    }
}
