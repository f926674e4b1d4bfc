//! The place where the scripts run: bundles, certificates, states, and what came out.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hybrid_oauth::bundle::{self, Bundle};
use hybrid_oauth::overlay::{self, Overlay};
use hybrid_oauth::tenant::Tenant;
use hybrid_oauth::{load, procedure, steps};
use serde_json::json;
use tempfile::TempDir;

use crate::proof::figures::Figures;
use crate::proof::folder;
use crate::proof::jobs::Outcome;
use crate::proof::points::Point;
use crate::proof::powershell;
use crate::proof::runner::{self, Batch, Slot};
use crate::proof::scenarios::{self, OVERLAY};

/// One organisation and its bundle.
#[derive(Debug)]
pub struct Organisation {
    pub tenant: Tenant,
    pub bundle: Bundle,
    pub steps: Vec<Step>,
}

/// One script of a bundle.
#[derive(Debug, Clone)]
pub struct Step {
    /// `02-auth-servers`; with the context where the step has a script a shell.
    pub key: String,
    pub id: String,
    pub number: usize,
    pub context: &'static str,
    pub file: String,
    pub can_change: bool,
    /// The switches with which a person says what no script can see; as if calls worked.
    pub switches: &'static [&'static str],
}

/// Everything that the trials share.
pub struct Lab {
    pub powershell: PathBuf,
    root: TempDir,
    pub organisations: BTreeMap<&'static str, Organisation>,
    pub outcomes: HashMap<String, Outcome>,
    pub figures: Figures,
    pub slots: Vec<Slot>,
}

/// The scripts of the simulation.
pub fn simulation(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/simulation")
        .join(file)
}

/// The file of an organisation's config, without `.json`.
fn config(name: &str) -> &str {
    scenarios::parts(name.strip_suffix(OVERLAY).unwrap_or(name)).0
}

/// The overlay of an organisation.
fn overlay(name: &str) -> Arc<Overlay> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/overlays")
        .join(name);
    let reading = overlay::source::read_folder(&folder);
    Arc::new(
        reading
            .overlay
            .unwrap_or_else(|| panic!("{name}: {:?}", reading.findings)),
    )
}

fn organisation(name: &'static str) -> Organisation {
    let file = config(name);
    let path = simulation(&format!("scenarios/organisations/{file}.json"));
    let overlay = name.ends_with(OVERLAY).then(|| overlay(file));
    let loaded = load::load_path_with(&path, overlay.as_ref());
    let mut tenant = loaded
        .tenant
        .unwrap_or_else(|| panic!("{name}: {:?}", loaded.findings));
    if let Some(procedure) = scenarios::parts(name).1 {
        tenant = procedure::of(&tenant, procedure);
    }
    let steps = steps::of(&tenant)
        .iter()
        .map(|numbered| {
            let step = numbered.step;
            let number = numbered.number;
            let key = if number == 0 {
                format!("00-{}-{}", step.id, step.context.as_str())
            } else {
                format!("{number:02}-{}", step.id)
            };
            Step {
                key,
                id: step.id.to_string(),
                number,
                context: step.context.as_str(),
                file: numbered.path(),
                can_change: step.can_change,
                switches: switches(&tenant, step),
            }
        })
        .collect();
    Organisation {
        bundle: bundle::build(&tenant, &loaded.sha256),
        steps,
        tenant,
    }
}

/// What the person answers whom a step asks to look.
fn switches(tenant: &Tenant, step: &hybrid_oauth::step::Step) -> &'static [&'static str] {
    match steps::look(tenant, step) {
        Some("SignInSeen") => &["SignInSeen"],
        Some(_) => &["FreeBusySeen"],
        None => &[],
    }
}

impl Lab {
    /// A lab with every bundle, and no state yet.
    pub fn new(powershell: PathBuf) -> Self {
        let scenarios = scenarios::all();
        let organisations = scenarios
            .iter()
            .map(|scenario| scenario.organisation)
            .map(|name| (name, organisation(name)))
            .collect();
        let mut root = folder::temporary("proof ");
        if std::env::var_os("PROOF_KEEP").is_some_and(|value| !value.is_empty()) {
            root.disable_cleanup(true);
            eprintln!("proof: everything stays in {}", root.path().display());
        }
        Self {
            powershell,
            root,
            organisations,
            outcomes: HashMap::new(),
            slots: Vec::new(),
            figures: Figures::default(),
        }
    }

    /// A path below the lab's folder.
    pub fn path(&self, below: &str) -> PathBuf {
        self.root.path().join(below)
    }

    /// The folder of a job.
    pub fn folder(&self, id: &str) -> PathBuf {
        self.path("jobs").join(id)
    }

    /// The state of a scenario before the first step.
    pub fn state(&self, name: &str) -> PathBuf {
        self.path("states")
            .join(format!("{}.json", name.replace(['/', ':'], "-")))
    }

    /// Runs all that the points need.
    pub fn run_all(&mut self, points: &[Point]) {
        self.make_states(points);
        self.slots = runner::slots(self);
        self.figures.failures = points.iter().flat_map(Point::failures).collect();
        let first = Point::first(self, points);
        self.run(first);
        let second: Vec<Batch> = points
            .iter()
            .flat_map(|point| point.batches(self))
            .collect();
        self.run(runner::pack(second));
        let third: Vec<Batch> = points.iter().flat_map(|point| point.after(self)).collect();
        self.run(runner::pack(third));
        let started: usize = self.slots.iter().map(|slot| slot.processes).sum();
        self.figures.processes += started;
        self.slots.clear();
    }

    fn run(&mut self, batches: Vec<Batch>) {
        let jobs = batches.iter().flat_map(|batch| &batch.jobs);
        self.figures.faults += jobs.filter(|job| job.is_faulty()).count();
        let outcomes = runner::run(self, batches);
        for outcome in outcomes {
            self.figures.count(&outcome);
            self.outcomes.insert(outcome.id.clone(), outcome);
        }
    }

    fn make_states(&mut self, points: &[Point]) {
        fs::create_dir_all(self.path("states")).expect("a folder");
        let mut requests = BTreeMap::new();
        for scenario in points.iter().flat_map(Point::states) {
            requests.insert(scenario.name(), scenario);
        }
        let requests: Vec<_> = requests
            .values()
            .map(|scenario| {
                json!({
                    "organisation": config(scenario.organisation), "scenario": scenario.state,
                    "settings": scenario.settings, "path": self.state(&scenario.name()),
                })
            })
            .collect();
        let file = self.path("requests.json");
        fs::write(&file, json!(requests).to_string()).expect("written");
        let output = powershell::run(
            &self.powershell,
            &simulation("New-Scenario.ps1"),
            &[
                ("-CertificateFolder", &self.path("certificates")),
                ("-Request", &file),
            ],
            "C",
            requests.len(),
        );
        self.figures.processes += 1;
        assert!(
            output.status.success(),
            "the scenarios could not be made: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
