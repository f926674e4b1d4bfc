//! Applications that are not this organisation's, in `handoff/application.json`.

use serde_json::{Value, json};

use super::{Attack, Forged, Scene};

/// Office 365 Exchange Online, which every tenant has.
const MICROSOFTS: &str = "00000002-0000-0ff1-ce00-000000000000";
const NOBODYS: &str = "12121212-3434-4565-8787-909090909090";

/// The ids of the file, each of another application, alone and together.
pub fn all(scene: &Scene, handoff: &Value) -> Vec<Attack> {
    let mut all = Vec::new();
    let mut add = |name: &str, fields: &[(&str, Value)], says| {
        let mut forged = handoff.clone();
        for (field, value) in fields {
            forged[*field] = value.clone();
        }
        let name = format!("application-{name}");
        all.push(Attack::apply(
            &name,
            "application.json",
            Forged::Json(forged),
            says,
        ));
    };
    for field in [
        "app_id",
        "application_object_id",
        "service_principal_object_id",
        "organization_guid",
    ] {
        for (what, value) in [
            ("nothing", json!("")),
            ("no-guid", json!("' or displayName ne '")),
            ("zeros", json!("00000000-0000-0000-0000-000000000000")),
            ("path", json!("../../applications")),
            ("list", json!([NOBODYS, MICROSOFTS])),
        ] {
            add(
                &format!("{field}-{what}"),
                &[(field, value)],
                "has no valid",
            );
        }
    }
    let not_taken = "is not taken";
    add(
        "other-name",
        &[("display_name", json!("Payroll"))],
        not_taken,
    );
    add("no-name", &[("display_name", Value::Null)], not_taken);
    let organisation = json!(NOBODYS);
    let name = json!(format!("ExchangeServerApp-{NOBODYS}"));
    if scene.step.context != "exo" {
        add(
            "other-organisation",
            &[("organization_guid", organisation), ("display_name", name)],
            not_taken,
        );
    }
    if scene.step.context != "mggraph" {
        return all;
    }
    for (what, id) in [("microsofts", MICROSOFTS), ("nobodys", NOBODYS)] {
        add(
            &format!("appid-{what}"),
            &[("app_id", json!(id))],
            not_taken,
        );
        add(
            &format!("object-{what}"),
            &[("application_object_id", json!(id))],
            not_taken,
        );
        if scene.step.id == "application-consent" {
            add(
                &format!("principal-{what}"),
                &[("service_principal_object_id", json!(id))],
                not_taken,
            );
        }
    }
    all
}
