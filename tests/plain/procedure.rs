//! The table of steps: order, shells, file names, what each method has.

use crate::common;
use std::collections::BTreeSet;

use common::{scenarios, set_ups};
use hybrid_oauth::domain::Method;
use hybrid_oauth::domain::Procedure;
use hybrid_oauth::step::Context;
use hybrid_oauth::steps;
use hybrid_oauth::tenant::Tenant;

/// The table of the contract: id, shell, in which methods; an additional step stands where it belongs.
const CONTRACT: &[(&str, &str, &[Method])] = &[
    ("preflight", "exchange-shell", BOTH),
    ("auth-servers", "exchange-shell", BOTH),
    ("partner-application", "exchange-shell", BOTH),
    ("export-certificate", "exchange-shell", BOTH),
    ("service-principal-certificate", "mggraph", SHARED),
    ("hybrid-application", "mggraph", DEDICATED),
    ("service-principal-names", "mggraph", BOTH),
    ("application-identifier", "exchange-shell", DEDICATED),
    ("sharing-endpoint", "exchange-shell", DEDICATED),
    ("setting-override", "exchange-shell", DEDICATED),
    ("availability-address-space", "exchange-shell", BOTH),
    ("connector-to-online", "exchange-shell", BOTH),
    ("connector-to-on-premises", "exo", BOTH),
    ("ews-allow-list", "exo", DEDICATED),
    ("test-to-online", "exchange-shell", BOTH),
    ("test-to-on-premises", "exo", BOTH),
    ("clean-up", "mggraph", DEDICATED),
];

const BOTH: &[Method] = &Method::ALL;
const SHARED: &[Method] = &[Method::SharedPrincipal];
const DEDICATED: &[Method] = &[Method::DedicatedApp];

/// Steps beyond the contract's table: where one step of it would need two kinds of consent.
const ADDITIONAL: &[&str] = &["application-consent"];

/// The ids that the contract gives a tenant, in order, with their shells.
fn expected(tenant: &Tenant) -> Vec<(&'static str, &'static str)> {
    CONTRACT
        .iter()
        .filter(|(id, _, methods)| {
            methods.contains(&tenant.method)
                && (*id != "availability-address-space"
                    || tenant.availability_address_space.is_some())
                && (!id.starts_with("test-to-") || tenant.verification.is_some())
        })
        .map(|(id, shell, _)| (*id, *shell))
        .collect()
}

#[test]
fn bundles_have_the_steps_of_the_contract_in_order() {
    for scenario in set_ups() {
        let found: Vec<_> = steps::of(&scenario.tenant)
            .iter()
            .filter(|one| one.number > 0 && !ADDITIONAL.contains(&one.step.id.as_ref()))
            .map(|one| (one.step.id.as_ref(), one.step.context.as_str()))
            .collect();
        let mut expected = expected(&scenario.tenant);
        expected.retain(|(id, _)| {
            // hybrid_api without EWS needs no list of applications that may call EWS.
            *id != "ews-allow-list" || scenario.tenant.hybrid_api.uses_ews()
        });
        assert_eq!(found, expected, "{}", scenario.name);
    }
}

#[test]
fn numbers_follow_the_order_and_name_the_files() {
    for scenario in scenarios() {
        let numbered: Vec<_> = steps::of(&scenario.tenant)
            .into_iter()
            .filter(|one| one.number > 0)
            .collect();
        for (one, number) in numbered.iter().zip(1..) {
            assert_eq!(one.number, number, "{}", scenario.name);
            let file = format!("{number:02}-{}.ps1", one.step.id);
            assert_eq!(one.path(), format!("{}/{file}", one.step.context.as_str()));
        }
    }
}

#[test]
fn bundles_hold_exactly_the_files_of_their_steps() {
    for scenario in scenarios() {
        let mut expected: BTreeSet<String> = [
            "common.ps1",
            "failures.ps1",
            "organization.ps1",
            "Test-Bundle.ps1",
            "Get-BundleStatus.ps1",
            "LICENSE",
            "REVIEW.md",
            "RUNBOOK.md",
            "manifest.json",
            "SHA256SUMS",
        ]
        .map(String::from)
        .into();
        expected.extend(steps::of(&scenario.tenant).iter().map(|one| one.path()));
        let found: BTreeSet<String> = scenario
            .bundle
            .files
            .iter()
            .map(|file| file.path.clone())
            .filter(|path| !path.starts_with("runbook"))
            .collect();
        assert_eq!(found, expected, "{}", scenario.name);
        assert_eq!(
            found
                .iter()
                .filter(|path| path.contains("/00-collect"))
                .count(),
            Context::ALL.len()
        );
    }
}

#[test]
fn manifests_list_the_steps() {
    for scenario in scenarios() {
        let mut files = scenario.bundle.files.iter();
        let manifest = files
            .find(|file| file.path == "manifest.json")
            .expect("there");
        let manifest: serde_json::Value = serde_json::from_slice(&manifest.bytes).expect("JSON");
        assert_eq!(manifest["format_version"], 1);
        assert_eq!(manifest["name"], scenario.tenant.name.as_str());
        let listed: Vec<_> = manifest["steps"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|step| step["file"].as_str().expect("a path").to_owned())
            .collect();
        let steps = steps::of(&scenario.tenant);
        let procedure: Vec<_> = steps
            .iter()
            .map(|one| one.path())
            .filter(|path| listed.contains(path) || !path.contains("/00-"))
            .collect();
        assert_eq!(listed, procedure, "{}", scenario.name);
    }
}

#[test]
fn ids_are_unique_and_required_steps_come_first() {
    let mut before = BTreeSet::new();
    for step in steps::of_procedure(Procedure::SET_UP) {
        for required in &step.requires {
            assert!(
                before.contains(required.as_ref()),
                "{} requires {required}",
                step.id
            );
        }
        assert!(before.insert(step.id.as_ref()), "{} stands twice", step.id);
    }
    let known: BTreeSet<&str> = CONTRACT
        .iter()
        .map(|row| row.0)
        .chain(ADDITIONAL.iter().copied())
        .collect();
    assert_eq!(before, known);
}

#[test]
fn what_a_step_requires_is_in_every_bundle_that_has_it() {
    for scenario in scenarios() {
        let steps = steps::of(&scenario.tenant);
        for one in &steps {
            for id in &one.step.requires {
                let required = steps::known().find(|step| step.id == *id);
                let required = required.unwrap_or_else(|| panic!("{} requires {id}", one.step.id));
                // A step for one method only is no requirement of the other.
                let applies = steps::applies(&scenario.tenant, required);
                let position = steps.iter().position(|other| other.step.id == required.id);
                let own = steps
                    .iter()
                    .position(|other| std::ptr::eq(other.step, one.step));
                assert!(
                    !applies || position < own,
                    "{}: {} before {}",
                    scenario.name,
                    required.id,
                    one.step.id
                );
            }
        }
    }
}

#[test]
fn steps_describe_themselves() {
    for step in steps::all() {
        let id = &step.id;
        let plain =
            |text: &str| text.is_ascii() && !text.contains(['\n', '#']) && text == text.trim();
        for text in [&step.title, &step.summary, &step.undo, &step.acts] {
            assert!(!text.is_empty() && plain(text), "{id}: {text}");
        }
        assert!(!step.title.ends_with('.'), "{id}: {}", step.title);
        assert!(
            step.summary.ends_with('.') && step.undo.ends_with('.'),
            "{id}"
        );
        assert!(!step.roles.is_empty(), "{id} names no role");
        // That test runs the scripts before it with Verify, and asks a person.
        let calls = !step.cmdlets.is_empty() || step.id == "test-sign-in";
        assert!(calls, "{id} names no cmdlet");
        assert_eq!(
            step.scopes.is_empty(),
            step.context != Context::MgGraph,
            "{id}"
        );
        assert!(
            step.links.iter().all(|link| link.starts_with("https://")),
            "{id}"
        );
    }
}

#[test]
fn steps_that_change_something_say_what_they_want() {
    for scenario in scenarios() {
        for one in steps::of(&scenario.tenant) {
            let resources = steps::objects(&scenario.tenant, one.step);
            assert!(
                !one.step.can_change || !resources.is_empty(),
                "{}: {} wants nothing",
                scenario.name,
                one.step.id
            );
        }
    }
}
