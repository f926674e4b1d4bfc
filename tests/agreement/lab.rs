//! The place where the scripts run, and what came out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hybrid_oauth::domain::{HybridApi, Method};
use hybrid_oauth::plan::{self, Plan, State};
use hybrid_oauth::tenant::Tenant;
use hybrid_oauth::{bundle, load, steps};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::compare::{Ran, Round};
use super::scenarios::Scenario;
use crate::{folder, powershell};

/// Everything that the trials look at.
pub struct Lab {
    powershell: PathBuf,
    root: TempDir,
    /// What each run answered, by [`Lab::id`].
    results: BTreeMap<String, Value>,
    plans: BTreeMap<String, Plan>,
}

/// One script of a scenario.
pub struct Script {
    pub id: String,
    pub context: &'static str,
    /// 0: collect.
    pub number: usize,
    pub path: String,
}

fn tests(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(below)
}

fn config(scenario: &Scenario) -> PathBuf {
    let name = scenario.organisation;
    let simulated = tests(&format!("simulation/scenarios/organisations/{name}.json"));
    if simulated.is_file() {
        simulated
    } else {
        tests(&format!("agreement/{name}.json"))
    }
}

/// The organisation with the method of the scenario.
pub fn tenant(scenario: &Scenario) -> Tenant {
    let loaded = load::load_path(&config(scenario));
    let mut tenant = loaded
        .tenant
        .unwrap_or_else(|| panic!("{:?}", loaded.findings));
    if scenario.method == "dedicated-app" {
        tenant.method = Method::DedicatedApp;
    } else {
        tenant.method = Method::SharedPrincipal;
        tenant.hybrid_api = HybridApi::Ews;
    }
    tenant
}

impl Lab {
    /// Makes the states, runs everything and plans.
    pub fn new(powershell: PathBuf, scenarios: &[Scenario]) -> Self {
        let mut lab = Self {
            powershell,
            root: folder::temporary("agreement "),
            results: BTreeMap::new(),
            plans: BTreeMap::new(),
        };
        lab.make_states(scenarios);
        for line in lab.run(scenarios).lines() {
            let result: Value = serde_json::from_str(line).expect("results are JSON lines");
            let id = result["id"].as_str().expect("an id").to_owned();
            lab.results.insert(id, result);
        }
        for scenario in scenarios {
            for round in 1..=scenario.rounds() {
                let plan = lab.make_plan(scenario, round);
                lab.plans
                    .insert(format!("{}/{round}", scenario.name()), plan);
            }
        }
        lab
    }

    /// The scripts of a scenario's bundle, the three of `collect` first.
    pub fn scripts(&self, scenario: &Scenario) -> Vec<Script> {
        let only = scenario.derived.as_ref().map(|derived| &derived.step);
        steps::of(&self.tenant(scenario))
            .iter()
            .filter(|one| one.number == 0 || only.is_none_or(|only| one.step.id == *only))
            .map(|numbered| Script {
                id: numbered.step.id.to_string(),
                context: numbered.step.context.as_str(),
                number: numbered.number,
                path: numbered.path(),
            })
            .collect()
    }

    /// Where a plan and the scripts do not agree, in all rounds.
    pub fn complaints(&self, scenario: &Scenario) -> Vec<String> {
        let rounds = 1..=scenario.rounds();
        let derived = scenario.derived.iter().filter_map(|derived| {
            let plan = &self.plans[&format!("{}/1", scenario.name())];
            derived.complaint(&self.tenant(scenario), plan)
        });
        rounds
            .flat_map(|number| {
                let scripts = self.scripts(scenario);
                let ran = scripts
                    .iter()
                    .map(|script| self.ran(scenario, number, script));
                let round = Round {
                    number,
                    plan: &self.plans[&format!("{}/{number}", scenario.name())],
                    ran: ran.collect(),
                };
                round.complaints()
            })
            .chain(derived)
            .collect()
    }

    fn ran(&self, scenario: &Scenario, round: usize, script: &Script) -> Ran {
        let result = self.results.get(&Self::id(scenario, round, script));
        let before = if round == 1 {
            0
        } else {
            self.recorded(scenario, round - 1, script).len()
        };
        Ran {
            id: script.id.clone(),
            path: script.path.clone(),
            number: script.number,
            exit_code: result
                .filter(|result| result["simulationError"].is_null())
                .and_then(|result| result["exitCode"].as_i64()),
            said: result.map(said).unwrap_or_default(),
            recorded: self.recorded(scenario, round, script).split_off(before),
            writes: self.writes(scenario, round, script),
        }
    }

    /// The changes that the evidence of a step holds after its run in a round.
    fn recorded(&self, scenario: &Scenario, round: usize, script: &Script) -> Vec<Value> {
        let file = format!("evidence/{:02}-{}.apply.json", script.number, script.id);
        let Ok(text) = fs::read_to_string(self.files(scenario, round, script).join(file)) else {
            return Vec::new();
        };
        let evidence: Value = serde_json::from_str(&text).expect("evidence is JSON");
        evidence["changes"]
            .as_array()
            .cloned()
            .expect("evidence has changes")
    }

    /// The cmdlets that wrote, in the order of the call log.
    fn writes(&self, scenario: &Scenario, round: usize, script: &Script) -> Vec<String> {
        let log = self.files(scenario, round, script).join("calls.jsonl");
        let text = fs::read_to_string(log).unwrap_or_default();
        text.lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("the log is JSON lines"))
            .filter(|call| call["access"] == "write")
            .map(|call| call["cmdlet"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// What was run, for the closing note.
    pub fn figures(&self) -> String {
        let changes: usize = self
            .plans
            .values()
            .flat_map(|plan| &plan.resources)
            .map(|resource| resource.changes.len())
            .sum();
        format!(
            "agreement: {} plans, {changes} promised changes, {} script runs",
            self.plans.len(),
            self.results.len()
        )
    }

    /// The organisation of the scenario; a certificate file goes where this system has folders.
    fn tenant(&self, scenario: &Scenario) -> Tenant {
        let mut tenant = tenant(scenario);
        if tenant.certificate_file.is_some() {
            let file = self.folder(scenario).join("OAuth.cer");
            tenant.certificate_file = Some(file.to_string_lossy().into_owned());
        }
        tenant
    }

    fn id(scenario: &Scenario, round: usize, script: &Script) -> String {
        format!("{}/{round}/{}", scenario.name(), script.path)
    }

    fn folder(&self, scenario: &Scenario) -> PathBuf {
        self.root.path().join(scenario.name().replace(':', "-"))
    }

    /// What a run left: `state`, `handoff`, `evidence`, and its calls.
    fn files(&self, scenario: &Scenario, round: usize, script: &Script) -> PathBuf {
        let name = format!(
            "{round}-{}-{:02}-{}",
            script.context, script.number, script.id
        );
        self.folder(scenario).join(name)
    }

    fn make_states(&self, scenarios: &[Scenario]) {
        let requests: Vec<Value> = scenarios
            .iter()
            .map(|scenario| {
                let folder = self.folder(scenario);
                fs::create_dir_all(&folder).expect("a folder");
                let style = if scenario.bags { "bag" } else { "string" };
                json!({
                    "config": config(scenario), "scenario": scenario.state, "method": scenario.method,
                    "path": folder.join("state.json"), "settings": { "objectStyle": style },
                })
            })
            .collect();
        let file = self.root.path().join("requests.json");
        fs::write(&file, json!(requests).to_string()).expect("written");
        let certificates = self.certificates();
        let output = powershell::run(
            &self.powershell,
            &tests("simulation/New-Scenario.ps1"),
            &[("-CertificateFolder", &certificates), ("-Request", &file)],
            "C",
            requests.len(),
        );
        assert!(
            output.status.success(),
            "the scenarios could not be made: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        for scenario in scenarios {
            if let Some(derived) = &scenario.derived {
                let path = self.folder(scenario).join("state.json");
                let text = fs::read_to_string(&path).expect("the state was written");
                let mut state = serde_json::from_str(&text).expect("a state is JSON");
                derived.apply(&self.tenant(scenario), &mut state);
                fs::write(&path, state.to_string()).expect("written");
            }
        }
    }

    fn certificates(&self) -> PathBuf {
        self.root.path().join("certificates")
    }

    fn make_plan(&self, scenario: &Scenario, round: usize) -> Plan {
        let tenant = self.tenant(scenario);
        let scripts = self.scripts(scenario);
        let collected = scripts
            .iter()
            .rfind(|script| script.number == 0)
            .expect("collect is there");
        let name = scenario.name();
        let state = State::read(&self.files(scenario, round, collected))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        state
            .check(&tenant)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        plan::make(&tenant, state)
    }

    /// Runs all scripts; returns the lines of their results.
    fn run(&self, scenarios: &[Scenario]) -> String {
        let jobs: Vec<Value> = scenarios.iter().flat_map(|one| self.jobs(one)).collect();
        let file = self.root.path().join("jobs.json");
        let results = self.root.path().join("results.jsonl");
        fs::write(&file, json!(jobs).to_string()).expect("written");
        let output = powershell::run(
            &self.powershell,
            &tests("simulation/Invoke-Jobs.ps1"),
            &[("-JobFile", &file), ("-ResultFile", &results)],
            "C",
            jobs.len(),
        );
        if !output.status.success() {
            eprintln!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
        }
        fs::read_to_string(&results).unwrap_or_default()
    }

    /// Every run of a scenario in order; each starts with the files that the one before left.
    fn jobs(&self, scenario: &Scenario) -> Vec<Value> {
        let folder = self.folder(scenario);
        let written = folder.join("bundle");
        // All run in one place, so that PowerShell need not compile the same scripts again and again.
        let bundle = self.root.path().join("bundle");
        for file in bundle::build(&self.tenant(scenario), "").files {
            let path = written.join(&file.path);
            fs::create_dir_all(path.parent().expect("below the bundle")).expect("a folder");
            fs::write(path, &file.bytes).expect("written");
        }
        let mut before: Option<PathBuf> = None;
        let mut jobs = Vec::new();
        for round in 1..=scenario.rounds() {
            for script in self.scripts(scenario) {
                let files = self.files(scenario, round, &script);
                fs::create_dir_all(&files).expect("a folder");
                jobs.push(json!({
                    "id": Self::id(scenario, round, &script), "script": bundle.join(&script.path),
                    "arguments": arguments(&script), "contexts": [script.context],
                    "statePath": folder.join("state.json"), "logPath": files.join("calls.jsonl"),
                    "bundle": bundle, "bundleFrom": written, "filesFrom": before, "filesTo": files,
                    "certificateFolder": self.certificates(), "workingDirectory": folder,
                }));
                before = Some(files);
            }
        }
        jobs
    }
}

/// The tests run on the first server; of the second a person says that it needs none.
fn arguments(script: &Script) -> Value {
    let mut arguments = json!({ "Action": "Apply", "Confirm": false });
    if ["clean-up", "clear-previous-certificate"].contains(&script.id.as_str()) {
        arguments["UntestedServer"] = json!(["EX02"]);
    }
    arguments
}

/// The warnings of a run, and what the simulation does not know.
fn said(result: &Value) -> String {
    let warnings = result["warnings"].as_array().cloned().unwrap_or_default();
    let broken = result["simulationError"].as_str();
    let texts = warnings.iter().filter_map(Value::as_str).chain(broken);
    let joined = texts.collect::<Vec<_>>().join(" / ");
    joined.chars().take(600).collect()
}
