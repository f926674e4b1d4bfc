//! Records that an older version wrote (0.1.0, before its steps were data) roll back with the scripts of today:
//! what stands in evidence by kind, key and property is a contract. In `tests/proof/records`, one file a
//! scenario, with `{current}` for the thumbprint of that certificate, and `{effective}` for the day of the next one.

use std::fs;
use std::path::PathBuf;

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

fn file(scenario: &Scenario) -> PathBuf {
    let name = scenario.name().replace('/', ".");
    let below = format!("tests/proof/records/{name}.json");
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(below)
}

/// Whether there are records of a scenario.
pub fn are_there(scenario: &Scenario) -> bool {
    file(scenario).exists()
}

/// The records by their file names, with the certificates of this run.
fn records(lab: &Lab, scenario: &Scenario) -> Vec<(String, Value)> {
    let mut text = fs::read_to_string(file(scenario)).expect("looked for");
    let certificates = fs::read(lab.path("certificates/certificates.json")).expect("made");
    let certificates: Value = serde_json::from_slice(&certificates).expect("JSON");
    for (name, one) in certificates.as_object().expect("by name") {
        let of = |what: &str| one[what].as_str().expect("text").to_owned();
        text = text.replace(&format!("{{{name}}}"), &of("thumbprint"));
        text = text.replace(&format!("{{{name}.raw}}"), &of("raw"));
    }
    // A scenario stages the next certificate some days from now.
    let state = fs::read(lab.state(&scenario.name())).expect("made");
    let state: Value = serde_json::from_slice(&state).expect("JSON");
    let config = &state["onPremises"]["objects"]["AuthConfig"][0];
    if let Some(day) = config["NextCertificateEffectiveDate"].as_str() {
        text = text.replace("{effective}", day);
    }
    let records: Value = serde_json::from_str(&text).expect("JSON");
    let records = records.as_object().expect("by file").clone();
    records.into_iter().collect()
}

/// The names of what a record says was created in Exchange, in order.
fn created(record: &Value) -> Vec<String> {
    let changes = record["changes"].as_array().into_iter().flatten();
    let made =
        changes.filter(|one| one["property"] == "(object)" && one["after"]["Name"].is_string());
    made.map(|one| one["key"].as_str().expect("text").to_owned())
        .collect()
}

/// Every step that wrote something, the last first.
fn undone<'a>(lab: &'a Lab, scenario: &Scenario) -> Vec<&'a Step> {
    let steps = sequence::steps(lab, scenario).into_iter().rev();
    steps.filter(|step| step.can_change).collect()
}

fn id(scenario: &Scenario, step: &Step) -> String {
    sequence::id(scenario, step, "old-record")
}

pub fn batches(lab: &Lab, scenario: &Scenario) -> Vec<Batch> {
    let last = sequence::steps(lab, scenario).pop().expect("steps");
    let mut from = format!("{}/with-old-records", scenario.name());
    let folder = lab.folder(&from);
    let end = sequence::id(scenario, last, "apply");
    attacks::copy(&lab.folder(&end), &folder);
    let records_folder = folder.join("files/evidence");
    let state = folder.join("state.json");
    let mut text = fs::read_to_string(&state).expect("the sequence ran");
    for (name, record) in records(lab, scenario) {
        let step = record["step"].as_str().expect("an id");
        // What is created has another name by now.
        let own = undone(lab, scenario).into_iter().find(|one| one.id == step);
        let own = own.and_then(|step| lab.evidence(&end, &evidence::file(step, "apply")));
        for (old, new) in created(&record)
            .iter()
            .zip(created(&own.unwrap_or_default()))
        {
            text = text.replace(&json!(new).to_string(), &json!(old).to_string());
        }
        let own = format!("-{step}.apply.json");
        for entry in fs::read_dir(&records_folder)
            .into_iter()
            .flatten()
            .flatten()
        {
            if entry.file_name().to_string_lossy().ends_with(&own) {
                fs::remove_file(entry.path()).expect("removed");
            }
        }
        fs::write(records_folder.join(name), record.to_string()).expect("written");
    }
    fs::write(&state, text).expect("written");
    let jobs = undone(lab, scenario).into_iter().map(|step| {
        let before = std::mem::replace(&mut from, id(scenario, step));
        Job {
            action: Action::Rollback,
            ..sequence::job(scenario, step, from.clone(), From::Job(before))
        }
    });
    vec![Batch::new(jobs.collect())]
}

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let undone = undone(lab, scenario);
    for step in &undone {
        let id = id(scenario, step);
        let Some(outcome) = lab.outcome(&id, verdict) else {
            continue;
        };
        verdict.claim(outcome.exit_code == 0, || {
            format!(
                "{id}: exit code {}: {}",
                outcome.exit_code,
                tail(&outcome.texts())
            )
        });
    }
    for (name, record) in records(lab, scenario) {
        let known = undone.iter().any(|step| record["step"] == step.id.as_str());
        verdict.claim(known, || format!("{name}: no step wrote this"));
    }
    let last = undone.last().expect("steps that change something");
    let (old, own) = (id(scenario, last), sequence::id(scenario, last, "rollback"));
    let (Some(old), Some(own)) = (lab.outcome(&old, verdict), lab.outcome(&own, verdict)) else {
        return;
    };
    verdict.claim(old.meaning_after == own.meaning_after, || {
        let state = |id: &str| lab.folder(id).join("state.json");
        let difference = crate::proof::differ::difference(&state(&own.id), &state(&old.id));
        format!("{}: not as before:\n      {difference}", old.id)
    });
}
