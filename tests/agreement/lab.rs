//! The place where the scripts run: a bundle and a state a scenario.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use hybrid_oauth::domain::{HybridApi, Method};
use hybrid_oauth::plan::{self, Plan, State};
use hybrid_oauth::tenant::Tenant;
use hybrid_oauth::{bundle, load, steps};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::powershell;
use super::scenarios::Scenario;

/// Processes that run at the same time.
const SLOTS: usize = 2;

/// Everything that the trials look at.
pub struct Lab {
    powershell: PathBuf,
    root: TempDir,
    /// What each run answered, by `<scenario>/<round>/<script>`.
    results: BTreeMap<String, Value>,
    plans: BTreeMap<String, Plan>,
}

/// One script of a scenario.
pub struct Script {
    pub id: &'static str,
    pub context: &'static str,
    pub number: usize,
    pub path: String,
}

fn tests(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(below)
}

fn config(scenario: &Scenario) -> PathBuf {
    let simulated = tests(&format!("simulation/scenarios/organisations/{}.json", scenario.organisation));
    if simulated.is_file() {
        simulated
    } else {
        tests(&format!("configs/{}.json", scenario.organisation))
    }
}

/// The organisation with the method of the scenario.
pub fn tenant(scenario: &Scenario) -> Tenant {
    let loaded = load::load_path(&config(scenario));
    let tenant = loaded.tenant.unwrap_or_else(|| panic!("{:?}", loaded.findings));
    if scenario.method == "dedicated-app" {
        return Tenant { method: Method::DedicatedApp, ..tenant };
    }
    Tenant { method: Method::SharedPrincipal, hybrid_api: HybridApi::Ews, ..tenant }
}

/// The scripts of a scenario's bundle; `collect` has the number 0.
pub fn scripts(scenario: &Scenario) -> Vec<Script> {
    steps::of(&tenant(scenario))
        .iter()
        .map(|numbered| Script {
            id: numbered.step.id,
            context: numbered.step.context.as_str(),
            number: numbered.number,
            path: numbered.path(),
        })
        .collect()
}

impl Lab {
    /// Makes the states and runs everything.
    pub fn new(powershell: PathBuf, scenarios: &[Scenario]) -> Self {
        let mut lab = Self {
            powershell,
            root: tempfile::tempdir().expect("a temporary folder"),
            results: BTreeMap::new(),
            plans: BTreeMap::new(),
        };
        for scenario in scenarios {
            lab.write_bundle(scenario);
        }
        lab.make_states(scenarios);
        for round in 1..=2 {
            lab.run(scenarios, round, |script| script.number == 0);
            for scenario in scenarios {
                let plan = lab.make_plan(scenario);
                lab.plans.insert(format!("{}/{round}", scenario.name()), plan);
            }
            lab.run(scenarios, round, |script| script.number > 0);
            for scenario in scenarios {
                lab.keep_evidence(scenario, round);
            }
        }
        lab
    }

    pub fn plan(&self, scenario: &Scenario, round: usize) -> &Plan {
        &self.plans[&format!("{}/{round}", scenario.name())]
    }

    pub fn result(&self, scenario: &Scenario, round: usize, script: &Script) -> Option<&Value> {
        self.results.get(&id(scenario, round, script))
    }

    /// The changes that the evidence of a step holds after a round.
    pub fn recorded(&self, scenario: &Scenario, round: usize, script: &Script) -> Vec<Value> {
        let file = format!("evidence-{round}/{:02}-{}.apply.json", script.number, script.id);
        let Ok(text) = fs::read_to_string(self.folder(scenario).join(file)) else { return Vec::new() };
        let evidence: Value = serde_json::from_str(&text).expect("evidence is JSON");
        evidence["changes"].as_array().cloned().expect("evidence has changes")
    }

    /// The writes of a run in the order of the call log.
    pub fn writes(&self, scenario: &Scenario, round: usize, script: &Script) -> Vec<Value> {
        let text = fs::read_to_string(self.log(scenario, round, script)).unwrap_or_default();
        text.lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("the log is JSON lines"))
            .filter(|call| call["access"] == "write")
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
        let milliseconds: u64 = self.results.values().filter_map(|result| result["elapsedMs"].as_u64()).sum();
        format!(
            "agreement: {} plans, {changes} promised changes, {} script runs, {} s of script time",
            self.plans.len(),
            self.results.len(),
            milliseconds / 1000
        )
    }

    fn folder(&self, scenario: &Scenario) -> PathBuf {
        self.root.path().join(scenario.name().replace(':', "-"))
    }

    fn log(&self, scenario: &Scenario, round: usize, script: &Script) -> PathBuf {
        let name = format!("{round}-{}-{}.jsonl", script.context, script.id);
        self.folder(scenario).join(name)
    }

    fn write_bundle(&self, scenario: &Scenario) {
        let bundle = bundle::build(&tenant(scenario), "");
        for file in &bundle.files {
            let path = self.folder(scenario).join("bundle").join(&file.path);
            fs::create_dir_all(path.parent().expect("below the bundle")).expect("a folder");
            fs::write(path, &file.bytes).expect("written");
        }
    }

    fn make_states(&self, scenarios: &[Scenario]) {
        let requests: Vec<Value> = scenarios
            .iter()
            .map(|scenario| {
                json!({
                    "config": config(scenario), "scenario": scenario.state, "method": scenario.method,
                    "path": self.folder(scenario).join("state.json"),
                    "settings": if scenario.bags { json!({ "objectStyle": "bag" }) } else { json!({}) },
                })
            })
            .collect();
        let file = self.root.path().join("requests.json");
        fs::write(&file, json!(requests).to_string()).expect("written");
        let output = powershell::run(
            &self.powershell,
            &tests("simulation/New-Scenario.ps1"),
            &[("-CertificateFolder", &self.root.path().join("certificates")), ("-Request", &file)],
            "C",
        );
        assert!(
            output.status.success(),
            "the scenarios could not be made: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }

    fn make_plan(&self, scenario: &Scenario) -> Plan {
        let tenant = tenant(scenario);
        let state = State::read(&self.folder(scenario).join("bundle")).expect("the state can be read");
        state.check(&tenant).expect("the state is of the organisation");
        plan::make(&tenant, state)
    }

    fn keep_evidence(&self, scenario: &Scenario, round: usize) {
        let folder = self.folder(scenario);
        let kept = folder.join(format!("evidence-{round}"));
        fs::create_dir_all(&kept).expect("a folder");
        for entry in fs::read_dir(folder.join("bundle/evidence")).expect("evidence is there") {
            let entry = entry.expect("readable");
            fs::copy(entry.path(), kept.join(entry.file_name())).expect("copied");
        }
    }

    fn run(&mut self, scenarios: &[Scenario], round: usize, which: impl Fn(&Script) -> bool) {
        let mut slots: Vec<Vec<Value>> = vec![Vec::new(); SLOTS];
        for (at, scenario) in scenarios.iter().enumerate() {
            for script in scripts(scenario).iter().filter(|script| which(script)) {
                slots[at % SLOTS].push(self.job(scenario, round, script));
            }
        }
        let lab = &*self;
        let texts: Vec<String> = thread::scope(|scope| {
            let running: Vec<_> = slots
                .iter()
                .enumerate()
                .map(|(slot, jobs)| scope.spawn(move || lab.run_jobs(slot, jobs)))
                .collect();
            running.into_iter().map(|thread| thread.join().expect("a process ran")).collect()
        });
        for line in texts.iter().flat_map(|text| text.lines()) {
            let result: Value = serde_json::from_str(line).expect("results are JSON lines");
            let id = result["id"].as_str().expect("an id").to_owned();
            self.results.insert(id, result);
        }
    }

    fn run_jobs(&self, slot: usize, jobs: &[Value]) -> String {
        let file = self.root.path().join(format!("jobs-{slot}.json"));
        let results = self.root.path().join(format!("results-{slot}.jsonl"));
        let _ = fs::remove_file(&results);
        fs::write(&file, json!(jobs).to_string()).expect("written");
        let output = powershell::run(
            &self.powershell,
            &tests("simulation/Invoke-Jobs.ps1"),
            &[("-JobFile", &file), ("-ResultFile", &results)],
            "C",
        );
        if !output.status.success() {
            eprintln!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        }
        fs::read_to_string(&results).unwrap_or_default()
    }

    fn job(&self, scenario: &Scenario, round: usize, script: &Script) -> Value {
        let folder = self.folder(scenario);
        json!({
            "id": id(scenario, round, script), "script": folder.join("bundle").join(&script.path),
            "arguments": { "Action": "Apply" }, "contexts": [script.context],
            "statePath": folder.join("state.json"), "logPath": self.log(scenario, round, script),
            "certificateFolder": self.root.path().join("certificates"), "workingDirectory": folder,
        })
    }
}

fn id(scenario: &Scenario, round: usize, script: &Script) -> String {
    format!("{}/{round}/{}", scenario.name(), script.path)
}
