//! Bundles made and approved by the program, their scripts run in the simulation.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hybrid_oauth::digest::sha256;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{cli, powershell};

const NAME: &str = "contoso.com";
const STEP: &str = "02-auth-servers";
/// The case in which all steps run.
const CHANGE: &str = "change";

/// What stands at the end of a script that was signed.
const SIGNATURE: &str =
    "\r\n# SIG # Begin signature block\r\n# MIIFuQYJKoZI+/c=\r\n# SIG # End signature block\r\n";

/// What came of a run.
#[derive(Debug)]
pub struct Ran {
    pub exit: i64,
    pub writes: u64,
    pub said: String,
    pub warned: String,
    /// The file of the step and action; null where there is none.
    pub evidence: Value,
}

pub struct Lab {
    root: TempDir,
    ran: BTreeMap<String, Ran>,
    engine: PathBuf,
}

/// Bundle, whether its config requires an approval, what is done to it, what is run in it.
type Case = (&'static str, bool, fn(&Lab, &str), &'static [&'static str]);

const CASES: [Case; 7] = [
    ("free", false, |_, _| (), &["apply"]),
    (
        "approved",
        true,
        Lab::approve,
        &["apply", "verify", "rollback"],
    ),
    ("signed", true, Lab::sign, &["apply"]),
    ("other", false, Lab::regenerate, &["apply"]),
    ("required", true, |_, _| (), &["try", "apply", "verify"]),
    ("altered", true, Lab::alter, &["apply", "rollback"]),
    ("damaged", false, Lab::damage, &["apply"]),
];

fn simulation(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/simulation")
        .join(file)
}

impl Lab {
    pub fn new(engine: &Path) -> Self {
        let mut lab = Self {
            root: TempDir::new().expect("a folder"),
            ran: BTreeMap::new(),
            engine: engine.to_owned(),
        };
        lab.make_state(engine);
        let mut jobs = Vec::new();
        for (name, required, prepare, runs) in CASES {
            lab.generate(name, required, "mail.contoso.com");
            prepare(&lab, name);
            lab.state_of(name);
            let script = format!("exchange-shell/{STEP}.ps1");
            jobs.extend(
                runs.iter()
                    .map(|run| lab.job(&format!("{name}.{run}"), name, run, &script)),
            );
        }
        jobs.extend(lab.whole_change());
        lab.run(engine, &jobs);
        lab
    }

    fn path(&self, below: &str) -> PathBuf {
        self.root.path().join(below)
    }

    fn bundle(&self, case: &str) -> PathBuf {
        self.path(case).join(NAME)
    }

    pub fn ran(&self, run: &str) -> &Ran {
        &self.ran[run]
    }

    /// The digest of a bundle's manifest.
    pub fn digest(&self, case: &str) -> String {
        sha256(&fs::read(self.bundle(case).join("manifest.json")).expect("it is there"))
    }

    fn say(&self, arguments: &[&str]) {
        let answer = cli::run(self.root.path(), arguments);
        assert_eq!(answer.code, Some(0), "{arguments:?}: {}", answer.err);
    }

    fn generate(&self, case: &str, required: bool, host: &str) {
        let file = simulation("scenarios/organisations/contoso.json");
        let text = fs::read_to_string(file).expect("it is there");
        let mut config: Value = serde_json::from_str(&text).expect("JSON");
        config["name"] = json!(NAME);
        config["languages"] = json!(["ko"]);
        config["require_approval"] = json!(required);
        config["on_premises"]["hosts"]["mail"] = json!(host);
        fs::write(self.path("config.json"), config.to_string()).expect("written");
        self.say(&["generate", "config.json", "-o", case, "-q"]);
    }

    fn approve(&self, case: &str) {
        let bundle = format!("{case}/{NAME}");
        let by = ["--by", "김민수", "--reference", "CHG0030412"];
        self.say(&[&["approve", &bundle], &by[..]].concat());
    }

    fn sign(&self, case: &str) {
        self.approve(case);
        self.append(case, "common.ps1", SIGNATURE);
    }

    fn regenerate(&self, case: &str) {
        self.approve(case);
        self.generate(case, false, "hybrid.contoso.com");
    }

    fn alter(&self, case: &str) {
        self.approve(case);
        self.append(case, "organization.ps1", "# a word\r\n");
    }

    fn damage(&self, case: &str) {
        self.approve(case);
        self.append(case, "approval.json", "}");
    }

    fn append(&self, case: &str, file: &str, text: &str) {
        let path = self.bundle(case).join(file);
        let old = fs::read_to_string(&path).expect("it is there");
        fs::write(path, old + text).expect("written");
    }

    fn state_of(&self, case: &str) {
        let state = self.path(&format!("{case}.state.json"));
        fs::copy(self.path("state.json"), &state).expect("copied");
    }

    /// Every step of an approved bundle, then one undone and one looked at again.
    fn whole_change(&self) -> Vec<Value> {
        self.generate(CHANGE, true, "mail.contoso.com");
        self.approve(CHANGE);
        self.state_of(CHANGE);
        let manifest = fs::read(self.bundle(CHANGE).join("manifest.json")).expect("it is there");
        let manifest: Value = serde_json::from_slice(&manifest).expect("JSON");
        let steps = manifest["steps"].as_array().expect("steps");
        let file = |step: &Value| step["file"].as_str().expect("a path").to_owned();
        let mut runs: Vec<(String, &str)> =
            steps.iter().map(|step| (file(step), "apply")).collect();
        let last = |id: &str| file(steps.iter().find(|step| step["id"] == id).expect("a step"));
        runs.push((last("connector-to-on-premises"), "rollback"));
        runs.push((last("connector-to-online"), "verify"));
        runs.push((last("connector-to-on-premises"), "try"));
        runs.iter()
            .map(|(file, run)| self.job(&format!("{CHANGE}.{file}.{run}"), CHANGE, run, file))
            .collect()
    }

    /// What the program says of the whole change.
    pub fn report(&self, more: &[&str]) -> cli::Answer {
        let bundle = format!("{CHANGE}/{NAME}");
        cli::run(self.root.path(), [&["report", &bundle], more].concat())
    }

    /// What the bundle's status says.
    pub fn status(&self, case: &str) -> Result<Vec<Value>, String> {
        let script = self.bundle(case).join(hybrid_oauth::layout::BUNDLE_STATUS);
        crate::returned::returned(&self.engine, &script)
    }

    fn job(&self, id: &str, case: &str, run: &str, script: &str) -> Value {
        let arguments = match run {
            "try" => json!({ "Action": "Apply", "WhatIf": true }),
            "apply" => json!({ "Action": "Apply", "Confirm": false }),
            "verify" => json!({ "Action": "Verify" }),
            _ => json!({ "Action": "Rollback", "Confirm": false }),
        };
        let context = script.split('/').next();
        json!({
            "id": id, "arguments": arguments, "contexts": [context],
            "script": self.bundle(case).join(script),
            "statePath": self.path(&format!("{case}.state.json")),
            "certificateFolder": self.path("certificates"),
        })
    }

    fn make_state(&self, engine: &Path) {
        let request = json!([{
            "organisation": "contoso", "scenario": "nothing-there", "path": self.path("state.json"),
        }]);
        fs::write(self.path("requests.json"), request.to_string()).expect("written");
        let (certificates, requests) = (self.path("certificates"), self.path("requests.json"));
        let arguments = [
            ("-CertificateFolder", certificates.as_path()),
            ("-Request", requests.as_path()),
        ];
        let output = powershell::run(engine, &simulation("New-Scenario.ps1"), &arguments, "C", 1);
        assert!(output.status.success(), "no state: {output:?}");
    }

    fn run(&mut self, engine: &Path, jobs: &[Value]) {
        let (file, results) = (self.path("jobs.json"), self.path("results.jsonl"));
        fs::write(&file, json!(jobs).to_string()).expect("written");
        let arguments = [
            ("-JobFile", file.as_path()),
            ("-ResultFile", results.as_path()),
        ];
        let output = powershell::run(
            engine,
            &simulation("Invoke-Jobs.ps1"),
            &arguments,
            "C",
            jobs.len(),
        );
        let text = fs::read_to_string(results).unwrap_or_default();
        for line in text.lines() {
            let result: Value = serde_json::from_str(line).expect("results are JSON lines");
            assert_eq!(result["simulationError"], Value::Null, "{line}");
            let id = result["id"].as_str().expect("an id").to_owned();
            let ran = self.what_ran(&id, &result);
            self.ran.insert(id, ran);
        }
        assert_eq!(self.ran.len(), jobs.len(), "{output:?}");
    }

    fn what_ran(&self, id: &str, result: &Value) -> Ran {
        let texts = |name: &str| {
            let all = result[name].as_array().into_iter().flatten();
            all.filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
        };
        let case = id.split('.').next().unwrap_or_default();
        let run = id.rsplit('.').next().unwrap_or_default();
        let file = format!("evidence/{STEP}.{run}.json");
        let evidence = fs::read(self.bundle(case).join(file)).unwrap_or_default();
        Ran {
            exit: result["exitCode"].as_i64().expect("a number"),
            writes: result["writes"].as_u64().expect("a number"),
            said: [texts("information"), texts("warnings"), texts("errors")].join("\n"),
            warned: texts("warnings"),
            evidence: serde_json::from_slice(&evidence).unwrap_or_default(),
        }
    }
}
