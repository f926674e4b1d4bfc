//! `plan`: what it says, its exit codes, and state that cannot be used.
//!
//! `tests/states` holds what the collect scripts wrote in simulated organisations; that the scripts
//! then do what is said here is proven by `plan_agrees`.

use crate::cases::shown::{compact, snapshot};
use crate::{cli, common};
use std::fs;
use std::path::{Path, PathBuf};

use cli::{Answer, run};
use hybrid_oauth::plan::{self, Action, State};
use serde_json::{Value, json};
use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn config(organisation: &str) -> PathBuf {
    root().join(format!(
        "tests/simulation/scenarios/organisations/{organisation}.json"
    ))
}

/// A copy of a collected state that a test may change, as it stands in a bundle.
struct Bundle(TempDir);

impl Bundle {
    fn with(state: &str) -> Self {
        let bundle = Self(tempfile::tempdir().expect("a temporary folder"));
        fs::create_dir(bundle.path("state")).expect("a folder");
        for entry in fs::read_dir(root().join("tests/states").join(state)).expect("there") {
            let entry = entry.expect("readable");
            let to = bundle.path("state").join(entry.file_name());
            fs::copy(entry.path(), to).expect("copied");
        }
        bundle
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    /// Changes one file.
    fn edit(self, file: &str, edit: impl FnOnce(&mut Value)) -> Self {
        let path = self.path(file);
        let text = fs::read_to_string(&path).expect("there");
        let mut value = serde_json::from_str(&text).expect("JSON");
        edit(&mut value);
        fs::write(path, value.to_string()).expect("written");
        self
    }

    fn write(self, file: &str, text: &str) -> Self {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("below the bundle")).expect("a folder");
        fs::write(path, text).expect("written");
        self
    }

    fn plan(&self, organisation: &str, format: &str) -> Answer {
        let config = config(organisation);
        let config = config.to_str().expect("UTF-8");
        run(
            self.0.path(),
            ["plan", config, "--state", "state", "--format", format],
        )
    }

    fn json(&self, organisation: &str) -> (Option<i32>, Value) {
        let answer = self.plan(organisation, "json");
        let document = serde_json::from_str(&answer.out)
            .unwrap_or_else(|error| panic!("{error}: {}{}", answer.out, answer.err));
        (answer.code, document)
    }
}

/// The resources of a step.
fn of<'a>(document: &'a Value, step: &str) -> Vec<&'a Value> {
    let all = document["resources"].as_array().expect("resources");
    all.iter()
        .filter(|resource| resource["step"] == step)
        .collect()
}

fn snapshot(name: &str, text: &str) {
    snapshot!("plan", name, text);
}

#[test]
fn a_plan_reads_like_this() {
    for (state, organisation, code) in [
        ("hbna-left-by-hcw", "hbna", 2),
        ("contoso-half-by-hand", "contoso", 2),
        ("contoso-two-applications", "contoso", 1),
    ] {
        let answer = Bundle::with(state).plan(organisation, "text");
        assert_eq!(answer.code, Some(code), "{state}: {}", answer.err);
        snapshot(state, &answer.out);
    }
    let bundle = Bundle::with("contoso-half-by-hand");
    snapshot("ticket", &bundle.plan("contoso", "markdown").out);
    let document = Bundle::with("hbna-left-by-hcw").plan("hbna", "json").out;
    let document = serde_json::from_str(&document).expect("JSON");
    snapshot("document", &compact(&document));
}

#[test]
fn nothing_to_do_is_exit_code_0() {
    let bundle = Bundle::with("contoso-done");
    let (code, document) = bundle.json("contoso");
    assert_eq!(code, Some(2), "the hand-off files are not written yet");
    assert_eq!(document["summary"]["create"], 2, "{document:#}");
    let text = fs::read_to_string(bundle.path("state/exchange-shell.json")).expect("there");
    let shell: Value = serde_json::from_str(&text).expect("JSON");
    let text = fs::read_to_string(bundle.path("state/mggraph.json")).expect("there");
    let graph: Value = serde_json::from_str(&text).expect("JSON");
    let guid = &shell["objects"]["OrganizationConfig"][0]["Guid"];
    let application = &graph["objects"]["Application"][0];
    let principals = graph["objects"]["ServicePrincipal"]
        .as_array()
        .expect("a list");
    let principal = principals
        .iter()
        .find(|one| one["appId"] == application["appId"])
        .expect("the principal is there");
    let certificate = json!({
        "format_version": 1, "tenant_id": graph["tenant_id"], "organization_guid": guid, "next": null,
        "thumbprint": shell["objects"]["AuthConfig"][0]["CurrentCertificateThumbprint"], "certificate": "",
    });
    let handed = json!({
        "format_version": 1, "tenant_id": graph["tenant_id"], "organization_guid": guid,
        "display_name": application["displayName"], "app_id": application["appId"],
        "application_object_id": application["id"], "service_principal_object_id": principal["id"],
    });
    let bundle = bundle
        .write("handoff/certificate.json", &certificate.to_string())
        .write("handoff/application.json", &handed.to_string());
    let (code, document) = bundle.json("contoso");
    assert_eq!(code, Some(0), "{document:#}");
    // Of another tenant it is written anew.
    let bundle = bundle.edit("handoff/application.json", |file| {
        file["tenant_id"] = json!("00000000-0000-0000-0000-000000000001");
    });
    let (code, document) = bundle.json("contoso");
    assert_eq!(code, Some(2));
    assert_eq!(document["summary"]["change"], 1, "{document:#}");
}

#[test]
fn what_was_not_collected_is_unknown() {
    let bundle = Bundle::with("contoso-done");
    fs::remove_file(bundle.path("state/exo.json")).expect("removed");
    let (code, document) = bundle.json("contoso");
    assert_eq!(code, Some(2));
    for step in ["connector-to-on-premises", "ews-allow-list"] {
        let resources = of(&document, step);
        assert_eq!(resources.len(), 1);
        assert_eq!(resources[0]["action"], "unknown");
        let reason = resources[0]["reason"].as_str().expect("a reason");
        assert!(reason.contains("exo/00-collect.ps1"), "{reason}");
    }
    assert!(
        document["sources"][2]
            .as_str()
            .is_some_and(|text| text.contains("not collected"))
    );

    let bundle = bundle.edit("state/exchange-shell.json", |state| {
        let objects = state["objects"].as_object_mut().expect("objects");
        objects.remove("SettingOverride");
        objects.remove("AuthConfig");
        state["not_collected"] =
            json!([{ "kind": "SettingOverride", "key": "", "reason": "Access was denied." }]);
    });
    let (_, document) = bundle.json("contoso");
    let reason = of(&document, "setting-override")[0]["reason"].clone();
    assert_eq!(
        reason,
        "SettingOverride could not be collected. Access was denied."
    );
    // Without the certificate, nothing that needs it is known either.
    for step in [
        "export-certificate",
        "hybrid-application",
        "application-identifier",
        "clean-up",
    ] {
        let actions: Vec<&Value> = of(&document, step)
            .iter()
            .map(|one| &one["action"])
            .collect();
        assert!(
            actions.iter().all(|action| *action == "unknown"),
            "{step}: {actions:?}"
        );
    }

    let empty = tempfile::tempdir().expect("a temporary folder");
    let answer = run(
        empty.path(),
        [
            "plan",
            config("hbna").to_str().expect("UTF-8"),
            "--state",
            ".",
        ],
    );
    assert_eq!(answer.code, Some(2), "{}", answer.err);
    assert!(
        answer
            .out
            .contains(", 0 to leave, 0 to adopt, 0 in conflict, "),
        "{}",
        answer.out
    );
}

#[test]
fn a_property_that_could_not_be_read_is_unknown() {
    let bundle = Bundle::with("contoso-done").edit("state/exchange-shell.json", |state| {
        for partner in state["objects"]["PartnerApplication"]
            .as_array_mut()
            .expect("a list")
        {
            partner
                .as_object_mut()
                .expect("an object")
                .remove("Enabled");
        }
    });
    let (_, document) = bundle.json("contoso");
    let partner = of(&document, "partner-application")[0];
    assert_eq!(partner["action"], "change");
    assert_eq!(
        partner["changes"],
        json!([{ "property": "Enabled", "from": "unknown", "to": true }])
    );
}

#[test]
fn state_that_cannot_be_used_is_an_error() {
    let cases: [(&str, Bundle); 7] = [
        (
            "other-tenant",
            Bundle::with("contoso-done").edit("state/mggraph.json", |state| {
                state["tenant_id"] = json!("00000000-0000-0000-0000-000000000001");
            }),
        ),
        ("other-organisation", Bundle::with("hbna-left-by-hcw")),
        (
            "other-domains",
            Bundle::with("contoso-done").edit("state/exchange-shell.json", |state| {
                state["objects"]["AcceptedDomain"] = json!([{ "DomainName": "fabrikam.com" }]);
            }),
        ),
        (
            "other-version",
            Bundle::with("contoso-done")
                .edit("state/exo.json", |state| state["format_version"] = json!(2)),
        ),
        (
            "other-context",
            Bundle::with("contoso-done").edit("state/exo.json", |state| {
                state["context"] = json!("mggraph")
            }),
        ),
        (
            "cut-off",
            Bundle::with("contoso-done").write("state/exo.json", "{\"format_version\": 1,"),
        ),
        (
            "no-list",
            Bundle::with("contoso-done").edit("state/exo.json", |state| {
                state["objects"]["OrganizationConfig"] = json!("gone");
            }),
        ),
    ];
    let mut text = String::new();
    for (name, bundle) in cases {
        let answer = bundle.plan("contoso", "text");
        assert_eq!(answer.code, Some(1), "{name}");
        assert!(answer.out.is_empty(), "{name}: {}", answer.out);
        let err = answer.err.replace('\\', "/");
        let err = err.replace(
            &format!("{}/", env!("CARGO_MANIFEST_DIR").replace("\\", "/")),
            "",
        );
        // The config's own warnings come before it, each time the same.
        let error = err.find("error").expect("an error");
        text.push_str(&format!("{name}\n{}\n", &err[error..]));
    }
    snapshot("unusable-state", &text);
}

#[test]
fn every_step_that_changes_something_is_planned() {
    for scenario in common::scenarios() {
        let plan = plan::make(&scenario.tenant, State::default());
        for numbered in hybrid_oauth::steps::of(&scenario.tenant) {
            let step = numbered.step;
            let resources: Vec<_> = plan
                .resources
                .iter()
                .filter(|one| one.step == step.id)
                .collect();
            assert_eq!(
                !resources.is_empty(),
                step.can_change,
                "{}: {}",
                scenario.name,
                step.id
            );
            for resource in resources {
                assert_eq!(resource.action, Action::Unknown, "{}", step.id);
                let reason = resource.reason.as_deref().unwrap_or_default();
                assert!(reason.contains("not collected"), "{}: {reason}", step.id);
            }
        }
    }
}
