//! Promises against records.

use std::collections::BTreeMap;

use hybrid_oauth::plan::{Action, KNOWN_AFTER_APPLY, Planned};
use serde_json::{Value, json};

use super::lab::{self, Lab, Script};
use super::scenarios::Scenario;

/// Exit code of a script that stops before any change.
const STOPPED: i64 = 3;

/// Everything that does not agree, in both rounds.
pub fn judge(lab: &Lab, scenario: &Scenario) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut exit_codes = BTreeMap::new();
    for round in 1..=2 {
        for script in lab::scripts(scenario) {
            let about = format!("round {round}, {}", script.path);
            let Some(result) = lab.result(scenario, round, &script) else {
                complaints.push(format!("{about}: no result"));
                continue;
            };
            if let Some(error) = result["simulationError"].as_str() {
                complaints.push(format!("{about}: the simulation does not know this: {error}"));
            }
            let code = result["exitCode"].as_i64().unwrap_or(-1);
            exit_codes.insert(script.id, code);
            if script.number == 0 {
                if code != 0 {
                    complaints.push(format!("{about}: collect ended with {code}: {}", said(result)));
                }
                continue;
            }
            let planned: Vec<&Planned> = lab
                .plan(scenario, round)
                .resources
                .iter()
                .filter(|resource| resource.step == script.id)
                .collect();
            let run = Run { lab, scenario, round, script: &script, code, exit_codes: &exit_codes };
            let found = run.complaints(&planned);
            complaints.extend(found.into_iter().map(|one| format!("{about}: {one}\n      {}", said(result))));
        }
    }
    complaints
}

fn said(result: &Value) -> String {
    let texts = |name: &str| -> Vec<String> {
        let list = result[name].as_array().cloned().unwrap_or_default();
        list.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
    };
    texts("warnings").join(" / ").chars().take(600).collect()
}

struct Run<'a> {
    lab: &'a Lab,
    scenario: &'a Scenario,
    round: usize,
    script: &'a Script,
    code: i64,
    exit_codes: &'a BTreeMap<&'static str, i64>,
}

impl Run<'_> {
    fn complaints(&self, planned: &[&Planned]) -> Vec<String> {
        let Self { lab, scenario, round, script, .. } = *self;
        let before = if round == 1 { 0 } else { lab.recorded(scenario, round - 1, script).len() };
        let recorded = lab.recorded(scenario, round, script).split_off(before);
        let writes = lab.writes(scenario, round, script);
        let mut complaints = Vec::new();
        let waits = planned
            .iter()
            .filter_map(|resource| resource.only_after)
            .any(|step| self.exit_codes.get(step) != Some(&0));
        let conflict = planned.iter().any(|resource| resource.action == Action::Conflict);
        if conflict || waits {
            if self.code != STOPPED {
                complaints.push(format!("should stop, but ended with {}", self.code));
            }
            if !recorded.is_empty() || !writes.is_empty() {
                complaints.push(format!("should do nothing, but did {}", json!(recorded)));
            }
            return complaints;
        }
        if script.id.starts_with("test-") {
            return complaints;
        }
        if self.code != 0 {
            complaints.push(format!("nothing stops it in the plan, but it ended with {}", self.code));
        }
        let promised: Vec<Value> = planned.iter().flat_map(|resource| promises(resource)).collect();
        for promise in &promised {
            if !recorded.iter().any(|record| agree(promise, record)) {
                complaints.push(format!("promised, not done: {promise}"));
            }
        }
        for record in &recorded {
            if !promised.iter().any(|promise| agree(promise, record)) {
                complaints.push(format!("done, not promised: {record}"));
            }
        }
        // What is written to files is in no call log.
        let services = promised
            .iter()
            .filter(|promise| !["HandOff", "CertificateFile"].contains(&text(promise, "kind").as_str()))
            .count();
        if services != writes.len() || promised.len() != recorded.len() {
            let calls: Vec<String> = writes.iter().map(|call| text(call, "cmdlet")).collect();
            complaints.push(format!(
                "{} promised ({services} in services), {} recorded, written: {}",
                promised.len(),
                recorded.len(),
                calls.join(", ")
            ));
        }
        for unknown in planned.iter().filter(|resource| resource.action == Action::Unknown) {
            complaints.push(format!("everything was collected, but {} {} is unknown", unknown.kind, unknown.key));
        }
        complaints
    }
}

/// The changes of a resource in the form of the evidence.
fn promises(resource: &Planned) -> Vec<Value> {
    resource
        .changes
        .iter()
        .map(|change| {
            json!({
                "kind": resource.kind, "key": resource.key, "property": change.property,
                "before": change.from, "after": change.to,
            })
        })
        .collect()
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

fn agree(promise: &Value, record: &Value) -> bool {
    ["kind", "key", "property"].iter().all(|name| promise[name] == record[name])
        && same(&promise["before"], &record["before"])
        && same(&promise["after"], &record["after"])
}

/// What is known after apply may be anything; what a plan does not tell of an object, the data of a key, too.
fn same(promised: &Value, recorded: &Value) -> bool {
    match (promised, recorded) {
        (Value::String(text), recorded) if text == KNOWN_AFTER_APPLY => !recorded.is_null(),
        (Value::Object(promised), Value::Object(recorded)) => {
            promised.iter().all(|(name, value)| recorded.get(name).is_some_and(|found| same(value, found)))
                && recorded.keys().all(|name| name == "key" || promised.contains_key(name))
        }
        (Value::Array(promised), Value::Array(recorded)) => {
            promised.len() == recorded.len() && promised.iter().zip(recorded).all(|(one, other)| same(one, other))
        }
        (promised, recorded) => promised == recorded,
    }
}
