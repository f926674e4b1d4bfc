//! Steps of an organisation's own: added as CONTRIBUTING.md says, in place of another, left out, in another order.

use std::sync::Arc;

use hybrid_oauth::bundle::{self, Bundle};
use hybrid_oauth::change::{self, Side, Telling};
use hybrid_oauth::domain::Procedure;
use hybrid_oauth::lang::Lang;
use hybrid_oauth::load::load;
use hybrid_oauth::own::{LeftOut, Own};
use hybrid_oauth::plan::{self, State};
use hybrid_oauth::step::Step;
use hybrid_oauth::steps::{self, Mistake};
use hybrid_oauth::tenant::Tenant;

/// The file of CONTRIBUTING.md.
fn example() -> String {
    let page = std::fs::read_to_string(crate::cases::top("CONTRIBUTING.md")).expect("a page");
    let (_, rest) = page.split_once("```json\n").expect("the file of a step");
    rest.split_once("```").expect("its end").0.to_owned()
}

fn step(id: &str, change: impl Fn(String) -> String) -> Step {
    let text = change(example().replace("photos-of-partners", id));
    let read = super::read(id, text.as_bytes());
    let findings = read.findings;
    read.step.unwrap_or_else(|| panic!("{id}: {findings:#?}"))
}

fn tenant(own: Own) -> Tenant {
    let path = crate::cases::top("tests/configs/contoso.json");
    let tenant = load("", &std::fs::read(path).expect("readable")).tenant;
    let mut tenant = tenant.expect("no errors");
    assert_eq!(steps::mistakes(&own, tenant.procedure), []);
    tenant.own_steps = Arc::new(own);
    tenant
}

fn ids(tenant: &Tenant) -> Vec<String> {
    let all = steps::of(tenant).into_iter().filter(|one| one.number > 0);
    all.map(|one| one.step.id.to_string()).collect()
}

fn text<'a>(bundle: &'a Bundle, path: &str) -> &'a str {
    let file = bundle.files.iter().find(|file| file.path == path);
    let file = file.unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(&file.bytes).expect("a text")
}

fn order(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn the_step_of_the_page_is_in_script_plan_runbook_manifest_and_change_request() {
    let own = Own {
        steps: vec![step("photos-of-partners", |text| text)],
        order: order(&["sharing-endpoint", "photos-of-partners"]),
        ..Own::default()
    };
    let (before, tenant) = (tenant(Own::default()), tenant(own));
    let ids = ids(&tenant);
    let at = ids
        .iter()
        .position(|id| id == "photos-of-partners")
        .expect("it is there");
    assert_eq!(ids[at - 1], "sharing-endpoint");
    let path = format!("exchange-shell/{:02}-photos-of-partners.ps1", at + 1);
    let bundle = bundle::build_in(&tenant, "", &[Lang::Ko]);
    let script = text(&bundle, &path);
    assert!(
        script.contains("Set-OrganizationRelationship -Identity $Name -PhotosEnabled $Value"),
        "{script}"
    );
    assert!(script.lines().count() <= 75, "{}", script.lines().count());
    assert!(script.lines().all(|line| line.len() <= 120), "{script}");
    assert!(text(&bundle, "organization.ps1").contains("'photos-of-partners'"));
    let manifest: serde_json::Value =
        serde_json::from_str(text(&bundle, "manifest.json")).expect("JSON");
    let resources = manifest["resources"].as_array().expect("a list");
    let row = resources
        .iter()
        .find(|row| row["step"] == "photos-of-partners")
        .expect("its object");
    assert_eq!(row["properties"][0]["name"], "PhotosEnabled");
    let own = &tenant.own_steps.steps[0];
    let korean = &own.words["ko"];
    assert!(text(&bundle, "RUNBOOK.md").contains(own.title.as_ref()));
    assert!(text(&bundle, "RUNBOOK.ko.md").contains(korean.title.as_ref()));
    let plan = plan::make(&tenant, State::default());
    assert!(
        plan.resources
            .iter()
            .any(|row| row.step == "photos-of-partners")
    );
    let side = |tenant: &Tenant| Side::from_tenant("", tenant, b"", &[]).expect("a bundle");
    let request = change::compare(&side(&before), &side(&tenant));
    let change = request
        .changes
        .iter()
        .find(|change| change.step.as_deref() == Some("photos-of-partners"));
    let change = change.expect("the new object");
    assert_eq!(change.risk, own.risk);
    assert!(change::markdown(&request, Telling::default()).contains(own.undo.as_ref()));
}

#[test]
fn one_replaced_is_what_others_require() {
    let replaced = step("our-servers", |text| {
        text.replacen(
            "\"title\"",
            "\"replaces\": \"auth-servers\",\n  \"title\"",
            1,
        )
    });
    let tenant = tenant(Own {
        steps: vec![replaced],
        ..Own::default()
    });
    let ids = ids(&tenant);
    assert!(!ids.iter().any(|id| id == "auth-servers"));
    assert_eq!(ids[1], "our-servers");
    let bundle = bundle::build(&tenant, "");
    let table = text(&bundle, "organization.ps1");
    assert!(
        table.contains("@('our-servers')") && !table.contains("'auth-servers'"),
        "{table}"
    );
}

#[test]
fn one_left_out_is_nowhere() {
    let left_out = LeftOut {
        id: "sharing-endpoint".to_owned(),
        reason: "No organization relationships.".to_owned(),
    };
    let tenant = tenant(Own {
        left_out: vec![left_out],
        ..Own::default()
    });
    let bundle = bundle::build(&tenant, "");
    assert!(
        bundle
            .files
            .iter()
            .all(|file| !file.path.contains("sharing-endpoint"))
    );
    assert!(!text(&bundle, "organization.ps1").contains("'sharing-endpoint'"));
}

#[test]
fn the_order_is_what_the_organisation_says() {
    let own = |order: Vec<String>| Own {
        steps: vec![step("first", |text| text), step("second", |text| text)],
        order,
        ..Own::default()
    };
    let all = |names: &[&str]| ids(&tenant(own(order(names))));
    assert_eq!(all(&["first", "preflight"])[..2], ["first", "preflight"]);
    assert_eq!(
        all(&["preflight", "second", "first"])[..3],
        ["preflight", "second", "first"]
    );
    let last = all(&[]);
    assert_eq!(last[last.len() - 2..], ["first", "second"]);
    let moved = all(&["sharing-endpoint", "application-identifier"]);
    let at = moved
        .iter()
        .position(|id| id == "sharing-endpoint")
        .expect("there");
    assert_eq!(moved[at + 1], "application-identifier");
}

#[test]
fn what_does_not_fit_is_told() {
    let requires = |id: &'static str| {
        move |text: String| {
            text.replacen(
                "\"risk\"",
                &format!("\"requires\": [\"{id}\"],\n  \"risk\""),
                1,
            )
        }
    };
    let mut own = Own {
        steps: vec![
            step("early", requires("clean-up")),
            step("lost", requires("nowhere")),
            step("collect-more", |text| text),
            step("collect-more", |text| text),
            step("clean-up", |text| text),
        ],
        order: order(&["preflight", "early", "nothing"]),
        ..Own::default()
    };
    own.left_out.push(LeftOut {
        id: "publish-certificate".to_owned(),
        reason: String::new(),
    });
    let id = |id: &str| id.to_owned();
    let expected = [
        Mistake::Twice(id("collect-more")),
        Mistake::Taken(id("clean-up")),
        Mistake::NoSuchStep(id("publish-certificate")),
        Mistake::NotInOrder(id("nothing")),
        Mistake::TooEarly {
            id: id("early"),
            required: id("clean-up"),
        },
        Mistake::RequiresNone {
            id: id("lost"),
            required: id("nowhere"),
        },
    ];
    assert_eq!(steps::mistakes(&own, Procedure::SET_UP), expected);
    for mistake in expected {
        assert!(mistake.to_string().contains(mistake.id()));
    }
}
