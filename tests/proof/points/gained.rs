//! What this bundle created and somebody else has put to use since is not removed: Rollback stops with the
//! reason before it changes anything, and the record stays.

use std::fs;

use serde_json::{Value, json};

use crate::proof::evidence;
use crate::proof::jobs::{Action, From, Job};
use crate::proof::lab::{Lab, Step};
use crate::proof::lookup::tail;
use crate::proof::points::attacks;
use crate::proof::runner::Batch;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

/// What somebody did after the step was applied: the step, a name, what it does to the state, what Rollback says.
type Case = (&'static str, &'static str, fn(&mut Value), &'static str);

/// Where each is tried, and how many there are of it.
pub const PLACES: [(&str, usize); 3] = [
    ("hbna/nothing-there", 3),
    ("contoso/nothing-there", 6),
    ("hbna-organization-relationship/nothing-there", 4),
];

const CASES: [Case; 10] = [
    ("auth-servers", "default", signs_in, "is not removed: "),
    (
        "connector-to-online",
        "domain",
        |state| {
            more(
                &mut state["onPremises"]["objects"]["IntraOrganizationConnector"],
                "TargetAddressDomains",
            )
        },
        "TargetAddressDomains gained partner.example since",
    ),
    (
        "connector-to-on-premises",
        "domain",
        |state| {
            more(
                &mut state["tenant"]["exchange"]["objects"]["IntraOrganizationConnector"],
                "TargetAddressDomains",
            )
        },
        "TargetAddressDomains gained partner.example since",
    ),
    (
        "hybrid-application",
        "key",
        another_key,
        "is not deleted: it gained the key ",
    ),
    (
        "hybrid-application",
        "permission",
        another_permission,
        "is not deleted: it gained the permission 00000003-0000-0000-c000-000000000000/Role/",
    ),
    (
        "setting-override",
        "parameter",
        another_parameter,
        "is not removed: it gained Other=true since",
    ),
    (
        "federation-trust",
        "namespace",
        |state| {
            identifier(state)["AccountNamespace"] = json!("FYDIBOHF25SPDLT.partner.example");
        },
        "is in use: the account namespace is",
    ),
    (
        "federated-domains",
        "relationship",
        partner,
        "The federation stays: the enabled organization relationship Fabrikam uses it",
    ),
    (
        "relationship-to-online",
        "domain",
        |state| {
            more(
                &mut state["onPremises"]["objects"]["OrganizationRelationship"],
                "DomainNames",
            )
        },
        "DomainNames gained partner.example since",
    ),
    (
        "relationship-to-on-premises",
        "domain",
        |state| {
            more(
                &mut state["tenant"]["exchange"]["objects"]["OrganizationRelationship"],
                "DomainNames",
            )
        },
        "DomainNames gained partner.example since",
    ),
];

fn all(objects: &mut Value) -> impl Iterator<Item = &mut Value> {
    objects.as_array_mut().into_iter().flatten()
}

fn more(objects: &mut Value, property: &str) {
    for list in all(objects).filter_map(|object| object[property].as_array_mut()) {
        list.push(json!("partner.example"));
    }
}

fn signs_in(state: &mut Value) {
    for server in all(&mut state["onPremises"]["objects"]["AuthServer"]) {
        if server["Type"] == "AzureAD" {
            server["IsDefaultAuthorizationEndpoint"] = json!(true);
        }
    }
}

fn another_key(state: &mut Value) {
    for keys in all(&mut state["tenant"]["applications"])
        .filter_map(|application| application["keyCredentials"].as_array_mut())
    {
        let mut key = keys.first().cloned().unwrap_or_default();
        for (name, value) in [
            ("customKeyIdentifier", "AB".repeat(20)),
            ("displayName", "CN=archive".to_owned()),
        ] {
            key[name] = json!(value);
        }
        key["key"] = Value::Null;
        keys.push(key);
    }
}

fn another_permission(state: &mut Value) {
    for access in all(&mut state["tenant"]["applications"])
        .filter_map(|application| application["requiredResourceAccess"].as_array_mut())
    {
        let role = json!({ "id": "810c84a8-4a9e-49e6-bf7d-12d183f40d01", "type": "Role" });
        access.push(json!({ "resourceAppId": "00000003-0000-0000-c000-000000000000", "resourceAccess": [role] }));
    }
}

fn another_parameter(state: &mut Value) {
    for parameters in all(&mut state["onPremises"]["objects"]["SettingOverride"])
        .filter_map(|one| one["Parameters"].as_array_mut())
    {
        parameters.push(json!("Other=true"));
    }
}

fn identifier(state: &mut Value) -> &mut Value {
    &mut state["onPremises"]["objects"]["FederatedOrganizationIdentifier"][0]
}

fn partner(state: &mut Value) {
    let kind = &mut state["onPremises"]["objects"]["OrganizationRelationship"];
    if !kind.is_array() {
        *kind = json!([]);
    }
    let list = kind.as_array_mut().expect("made so");
    list.push(json!({
        "Name": "Fabrikam", "Guid": "5f3a6cc1-0a0d-4e57-9d1a-6a0d5c1a9b11", "DomainNames": ["fabrikam.com"],
        "FreeBusyAccessEnabled": true, "FreeBusyAccessLevel": "LimitedDetails", "TargetApplicationUri": "fabrikam.com",
        "TargetAutodiscoverEpr": "https://autodiscover.fabrikam.com/autodiscover/autodiscover.svc/WSSecurity", "Enabled": true,
    }));
}

fn jobs(lab: &Lab, scenario: &Scenario) -> Vec<(Job, Step, &'static str)> {
    let steps = sequence::steps(lab, scenario);
    let found = CASES.iter().filter_map(|(id, name, edit, says)| {
        let step = steps.iter().find(|step| step.id == *id)?;
        let after = sequence::id(scenario, step, "apply");
        let id = sequence::id(scenario, step, &format!("gained-{name}"));
        let edited = format!("{id}-edited");
        let folder = lab.folder(&edited);
        if !folder.exists() {
            attacks::copy(&lab.folder(&after), &folder);
            let path = folder.join("state.json");
            let mut state = serde_json::from_slice(&fs::read(&path).ok()?).expect("JSON");
            edit(&mut state);
            fs::write(&path, state.to_string()).expect("written");
        }
        let job = Job {
            action: Action::Rollback,
            ..sequence::job(scenario, step, id, From::Job(edited))
        };
        Some((job, (*step).clone(), *says))
    });
    found.collect()
}

pub fn batches(lab: &Lab, scenario: &Scenario) -> Vec<Batch> {
    jobs(lab, scenario)
        .into_iter()
        .map(|(job, ..)| Batch::new(vec![job]))
        .collect()
}

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let jobs = jobs(lab, scenario);
    let least = PLACES.iter().find(|(name, _)| *name == scenario.name());
    verdict.claim(least.is_some_and(|(_, count)| jobs.len() == *count), || {
        format!("{}: {} cases", scenario.name(), jobs.len())
    });
    for (job, step, says) in jobs {
        let Some(outcome) = lab.outcome(&job.id, verdict) else {
            continue;
        };
        let unchanged = outcome.writes == 0 && outcome.digest_before == outcome.digest_after;
        let told = outcome.exit_code == 3 && outcome.texts().contains(says);
        verdict.claim(told && unchanged, || {
            format!(
                "{}: must stop with 3 and say \"{says}\"; {}, {} writes: {}",
                job.id,
                outcome.exit_code,
                outcome.writes,
                tail(&outcome.texts())
            )
        });
        let record = evidence::file(&step, "apply");
        let before = lab.evidence(&sequence::id(scenario, &step, "apply"), &record);
        verdict.claim(
            before.is_some() && before == lab.evidence(&job.id, &record),
            || format!("{}: the record is not what it was", job.id),
        );
    }
}
