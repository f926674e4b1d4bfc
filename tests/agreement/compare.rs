//! Promises against records: each promised change is compared with each change in the evidence and
//! each write in the call log, both ways.

use std::collections::BTreeMap;

use hybrid_oauth::plan::{Action, KNOWN_AFTER_APPLY, Plan, Planned};
use serde_json::{Value, json};

/// Exit code of a script that stops before any change.
const STOPPED: i64 = 3;

/// One run of a script after a plan was made.
pub struct Ran {
    pub id: String,
    pub path: String,
    /// 0: collect.
    pub number: usize,
    /// None where it left no result, or met something that the simulation does not know.
    pub exit_code: Option<i64>,
    /// Its warnings, and what the simulation does not know.
    pub said: String,
    /// The changes of its evidence that this run added.
    pub recorded: Vec<Value>,
    /// The names of the cmdlets that wrote, in order.
    pub writes: Vec<String>,
}

/// A plan, and what the scripts then did.
pub struct Round<'a> {
    pub number: usize,
    pub plan: &'a Plan,
    pub ran: Vec<Ran>,
}

impl Round<'_> {
    /// Everything that does not agree.
    pub fn complaints(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        let mut exit_codes = BTreeMap::new();
        for ran in &self.ran {
            let about = format!("round {}, {}", self.number, ran.path);
            let Some(code) = ran.exit_code else {
                complaints.push(format!("{about}: no result {}", ran.said));
                continue;
            };
            exit_codes.insert(ran.id.clone(), code);
            let found = match ran.number {
                0 if code == 0 => Vec::new(),
                0 => vec![format!("collect ended with {code}")],
                _ => self.disagreements(ran, code, &exit_codes),
            };
            complaints.extend(
                found
                    .into_iter()
                    .map(|one| format!("{about}: {one}\n      {}", ran.said)),
            );
        }
        complaints
    }

    fn disagreements(
        &self,
        ran: &Ran,
        code: i64,
        exit_codes: &BTreeMap<String, i64>,
    ) -> Vec<String> {
        let planned: Vec<&Planned> = self
            .plan
            .resources
            .iter()
            .filter(|resource| resource.step == ran.id)
            .collect();
        let mut complaints = Vec::new();
        let waits = planned
            .iter()
            .filter_map(|resource| resource.only_after.as_deref())
            .any(|step| exit_codes.get(step) != Some(&0));
        let conflict = planned
            .iter()
            .any(|resource| resource.action == Action::Conflict);
        if conflict || waits {
            if code != STOPPED {
                complaints.push(format!("should stop, but ended with {code}"));
            }
            if !ran.recorded.is_empty() || !ran.writes.is_empty() {
                complaints.push(format!(
                    "should do nothing, but did {}",
                    json!(ran.recorded)
                ));
            }
            return complaints;
        }
        // Whether calls work is what a test finds out; that it changes nothing is promised like the rest.
        if code != 0 && !ran.id.starts_with("test-") {
            complaints.push(format!(
                "nothing stops it in the plan, but it ended with {code}"
            ));
        }
        let promised: Vec<Value> = planned
            .iter()
            .flat_map(|resource| promises(resource))
            .collect();
        complaints.extend(both_ways(&promised, &ran.recorded));
        // What is written to files is in no call log.
        let services = promised
            .iter()
            .filter(|promise| {
                !["HandOff", "CertificateFile"].contains(&text(promise, "kind").as_str())
            })
            .count();
        if services != ran.writes.len() || promised.len() != ran.recorded.len() {
            complaints.push(format!(
                "{} promised ({services} in services), {} recorded, written: {}",
                promised.len(),
                ran.recorded.len(),
                ran.writes.join(", ")
            ));
        }
        for unknown in planned
            .iter()
            .filter(|resource| resource.action == Action::Unknown)
            // The server that does not answer.
            .filter(|resource| resource.key != "EX09")
        {
            complaints.push(format!(
                "everything was collected, but {} {} is unknown",
                unknown.kind, unknown.key
            ));
        }
        complaints
    }
}

/// What was promised and not done, and what was done and not promised.
fn both_ways(promised: &[Value], recorded: &[Value]) -> Vec<String> {
    let not_done = promised
        .iter()
        .filter(|promise| !recorded.iter().any(|record| agree(promise, record)))
        .map(|promise| format!("promised, not done: {promise}"));
    let not_promised = recorded
        .iter()
        .filter(|record| !promised.iter().any(|promise| agree(promise, record)))
        .map(|record| format!("done, not promised: {record}"));
    not_done.chain(not_promised).collect()
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
    ["kind", "key", "property"]
        .iter()
        .all(|name| promise[name] == record[name])
        && same(&promise["before"], &record["before"])
        && same(&promise["after"], &record["after"])
}

/// What is known after apply may be anything; what a plan does not tell of an object, the data of a key, too.
fn same(promised: &Value, recorded: &Value) -> bool {
    match (promised, recorded) {
        (Value::String(text), recorded) if text == KNOWN_AFTER_APPLY => !recorded.is_null(),
        (Value::Object(promised), Value::Object(recorded)) => {
            promised
                .iter()
                .all(|(name, value)| recorded.get(name).is_some_and(|found| same(value, found)))
                && recorded
                    .keys()
                    .all(|name| name == "key" || promised.contains_key(name))
        }
        (Value::Array(promised), Value::Array(recorded)) => {
            promised.len() == recorded.len()
                && promised
                    .iter()
                    .zip(recorded)
                    .all(|(one, other)| same(one, other))
        }
        (promised, recorded) => promised == recorded,
    }
}
