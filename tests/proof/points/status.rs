//! `Get-BundleStatus.ps1` says from the files of a bundle alone what its scripts did, and what comes next.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::proof::evidence;
use crate::proof::lab::{Lab, Step};
use crate::proof::returned::returned;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let steps = sequence::steps(lab, scenario);
    let (middle, last) = (steps[steps.len() / 2], steps[steps.len() - 1]);
    doubtful(lab, scenario, verdict);
    let changing: Vec<&Step> = steps.iter().copied().filter(|one| one.can_change).collect();
    for (name, run) in [
        ("before", None),
        ("half", Some((middle, "apply"))),
        ("verified", Some((last, "verify-after"))),
        ("undone", Some((changing[0], "rollback"))),
    ] {
        let id = run.map(|(step, run)| sequence::id(scenario, step, run));
        let folder = bundle(lab, scenario, name, id.as_deref());
        let told = match status(lab, &folder) {
            Ok(told) => told,
            Err(error) => {
                verdict.complain(format!("{name}: {error}"));
                continue;
            }
        };
        let wanted = wanted(lab, scenario, &steps, name);
        for (step, state) in &wanted {
            let found = told
                .iter()
                .find(|one| one["Step"] == step.file.replace('/', "\\"));
            let found = found.map_or("nothing", |one| one["State"].as_str().unwrap_or(""));
            verdict.claim(found == *state, || {
                format!("{name}: {} is {found}, not {state}", step.file)
            });
        }
        let open = ["open", "differs", "failed", "stopped"];
        let begun = wanted
            .iter()
            .any(|(step, state)| step.number > 0 && *state != "open");
        let next = wanted
            .iter()
            .find(|(step, state)| open.contains(state) && (step.number > 0 || !begun));
        let next = next.map(|(step, _)| step.file.replace('/', "\\"));
        let said = told.iter().find(|one| one["Next"] == true);
        let said = said.map(|one| one["Step"].as_str().unwrap_or("").to_owned());
        verdict.claim(said == next, || {
            format!("{name}: next is {said:?}, not {next:?}")
        });
        for one in told.iter().filter(|one| one["State"] != "open") {
            let whole = ["At", "By", "Computer"].iter().all(|part| one[*part] != "");
            verdict.claim(whole, || {
                format!("{name}: who, where or when is missing: {one}")
            });
        }
        let printed = told.iter().any(|one| {
            let text = one["HandOff"].as_str().unwrap_or("");
            text.starts_with("handoff/certificate.json ") && text.len() == 44
        });
        verdict.claim(printed == (name == "half" || name == "verified"), || {
            format!("{name}: the fingerprint of the hand-off")
        });
    }
}

/// Evidence that is damaged, or of another organisation, is not believed.
fn doubtful(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let steps = sequence::steps(lab, scenario);
    let step = steps
        .iter()
        .find(|step| step.number == 1)
        .expect("the first");
    let id = sequence::id(scenario, step, "apply");
    let folder = bundle(lab, scenario, "doubtful", Some(&id));
    let evidence = folder.join("evidence").join(evidence::file(step, "apply"));
    let whole = fs::read_to_string(&evidence).unwrap_or_default();
    let foreign = whole.replace("onmicrosoft", "elsewhere");
    verdict.claim(foreign != whole, || format!("{id}: no initial domain"));
    for text in ["{", &foreign] {
        put(&evidence, text.as_bytes());
        let told = status(lab, &folder).unwrap_or_default();
        let next = told.iter().find(|one| one["Next"] == true);
        let right = next.is_some_and(|one| one["State"] == "unreadable");
        verdict.claim(right, || format!("doubtful: next is {next:?}"));
    }
}

/// The state of each step, as the runs of the sequence ended.
fn wanted<'a>(
    lab: &Lab,
    scenario: &Scenario,
    steps: &[&'a Step],
    name: &str,
) -> Vec<(&'a Step, &'static str)> {
    let half = steps.len() / 2;
    let first = steps.iter().position(|step| step.can_change);
    let state = |at: usize, step: &Step| {
        let applied = match (name, at) {
            ("before", _) => return "open",
            ("half", at) if at > half => return "open",
            _ => sequence::id(scenario, step, "apply"),
        };
        // The last step was undone first, the first that changes something last.
        if name == "undone"
            && Some(at) >= first
            && (step.can_change || sequence::closely(scenario, step))
        {
            return "undone";
        }
        match lab.outcomes[&applied].exit_code {
            1 => "failed",
            3 => "stopped",
            _ if name == "verified" && at + 1 == steps.len() => "verified",
            _ if step.can_change => "done",
            _ => "passed",
        }
    };
    let all = steps.iter().enumerate();
    all.map(|(at, step)| (*step, state(at, step))).collect()
}

/// A bundle with the files that a run left.
fn bundle(lab: &Lab, scenario: &Scenario, name: &str, run: Option<&str>) -> PathBuf {
    let folder = lab.path("status").join(scenario.name()).join(name);
    for file in &lab.organisations[scenario.organisation].bundle.files {
        put(&folder.join(&file.path), &file.bytes);
    }
    if let Some(run) = run {
        for (path, bytes) in files(&lab.folder(run).join("files")) {
            put(&folder.join(path), &bytes);
        }
    }
    folder
}

/// What the script returns for a bundle.
fn status(lab: &Lab, folder: &Path) -> Result<Vec<Value>, String> {
    let before = files(folder);
    let script = folder.join(hybrid_oauth::layout::BUNDLE_STATUS);
    let told = returned(&lab.powershell, &script);
    if files(folder) != before {
        return Err("the script wrote into the bundle".to_owned());
    }
    told
}

fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).expect("written");
}

/// The files below a folder by their paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("readable").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            let below = files(&path).into_iter();
            found.extend(below.map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else {
            found.insert(name, fs::read(&path).expect("readable"));
        }
    }
    found
}
