//! The shape of an evidence file, as section 3 of the design has it.

use serde_json::Value;

use crate::proof::jobs::Outcome;
use crate::proof::lab::{Lab, Step};
use crate::proof::verdict::Verdict;

const RESULTS: [(&str, i64); 5] = [
    ("unchanged", 0),
    ("changed", 0),
    ("would-change", 2),
    ("failed", 1),
    ("precondition", 3),
];

/// `02-auth-servers.apply.json`; of the step that every shell has, with the shell.
pub fn file(step: &Step, action: &str) -> String {
    if step.number == 0 {
        return format!("{}.{action}.json", step.key);
    }
    format!("{:02}-{}.{action}.json", step.number, step.id)
}

/// The entries of `changes` as `kind|key|property`, in order.
pub fn changes(evidence: &Value) -> Vec<String> {
    let entries = evidence["changes"].as_array().cloned().unwrap_or_default();
    entries
        .iter()
        .map(|entry| {
            let text = |name: &str| entry[name].as_str().unwrap_or("?").to_owned();
            format!("{}|{}|{}", text("kind"), text("key"), text("property"))
        })
        .collect()
}

/// What follows the words in each message that begins with them.
pub fn lines(evidence: &Value, words: &str) -> Vec<String> {
    let messages = evidence["messages"].as_array().into_iter().flatten();
    let texts = messages.filter_map(|message| message.as_str()?.strip_prefix(words));
    texts.map(str::to_owned).collect()
}

/// The failure ids, the likeliest first.
pub fn diagnosis(evidence: &Value) -> Vec<String> {
    let ids = evidence["diagnosis"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    ids.iter()
        .map(|id| id.as_str().unwrap_or("?").to_owned())
        .collect()
}

/// Checks the evidence that a run left: there, of the right shape, true about how the run ended.
pub fn check(
    lab: &Lab,
    outcome: &Outcome,
    step: &Step,
    action: &str,
    verdict: &mut Verdict,
) -> Option<Value> {
    let id = &outcome.id;
    let file = file(step, action);
    let Some(evidence) = lab.evidence(id, &file) else {
        verdict.complain(format!("{id}: no evidence {file}"));
        return None;
    };
    for complaint in shape(&evidence, step, action) {
        verdict.complain(format!("{id}: {file}: {complaint}"));
    }
    let result = evidence["result"].as_str().unwrap_or("");
    let exit = RESULTS
        .iter()
        .find(|(name, _)| *name == result)
        .map(|(_, exit)| *exit);
    verdict.claim(exit == Some(outcome.exit_code), || {
        format!(
            "{id}: exit code {}, but the evidence says {result}",
            outcome.exit_code
        )
    });
    let text = evidence.to_string();
    verdict.claim(
        ["eyJ0eXAi", "c2ltdWxhdGVk", "simulated~Secret"]
            .iter()
            .all(|secret| !text.contains(secret) && !outcome.texts().contains(secret)),
        || format!("{id}: a token is shown or kept"),
    );
    Some(evidence)
}

fn shape(evidence: &Value, step: &Step, action: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut want = |holds: bool, text: &str| {
        if !holds {
            wrong.push(text.to_owned());
        }
    };
    want(evidence["format_version"] == 1, "format_version is not 1");
    want(evidence["step"] == step.id, "another step");
    want(
        evidence["action"].as_str() == action.split('.').next(),
        "another action",
    );
    let result = evidence["result"].as_str().unwrap_or("");
    want(
        RESULTS.iter().any(|(name, _)| *name == result),
        "an unknown result",
    );
    for moment in ["started", "finished"] {
        let text = evidence[moment].as_str().unwrap_or("");
        want(
            is_moment(text),
            &format!("{moment} is {text}, no Gregorian moment in UTC"),
        );
    }
    for name in ["computer", "user"] {
        want(evidence[name].is_string(), &format!("{name} is no text"));
    }
    for name in ["messages", "diagnosis"] {
        let texts = evidence[name].as_array();
        want(
            texts.is_some_and(|all| all.iter().all(Value::is_string)),
            &format!("{name} is no list of texts"),
        );
    }
    want(
        evidence["messages"]
            .as_array()
            .is_some_and(|all| !all.is_empty()),
        "no message",
    );
    let changes = evidence["changes"].as_array();
    want(changes.is_some(), "changes is no list");
    for change in changes.into_iter().flatten() {
        for name in ["kind", "key", "property"] {
            want(
                change[name].as_str().is_some_and(|text| !text.is_empty()),
                &format!("a change without {name}"),
            );
        }
        want(
            change.get("before").is_some() && change.get("after").is_some(),
            "a change without before or after",
        );
        want(
            change["before"] != change["after"],
            &format!("a change that changes nothing: {change}"),
        );
    }
    wrong
}

/// `2026-11-23T02:36:37Z`
fn is_moment(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pattern = b"20dd-dd-ddTdd:dd:ddZ";
    bytes.len() == pattern.len()
        && bytes.iter().zip(pattern).all(|(byte, form)| {
            if *form == b'd' {
                byte.is_ascii_digit()
            } else {
                byte == form
            }
        })
        && text < "2050"
}
