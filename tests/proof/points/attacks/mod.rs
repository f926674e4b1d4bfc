//! Attacks: what another hand wrote into `handoff` or `evidence` changes nothing and is told in a plain
//! sentence. The world is compared before and after each.

mod applications;
mod certificates;
mod entries;
mod files;
mod handoffs;
mod passed_tests;
mod records;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::proof::jobs::{Action, From, Job};
use crate::proof::lab::{Lab, Step};
use crate::proof::lookup::tail;
use crate::proof::points::kill;
use crate::proof::runner::Batch;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

/// What stands in the place of a file of the bundle.
#[derive(Debug, Clone)]
pub enum Forged {
    Json(Value),
    Bytes(Vec<u8>),
    Missing,
    Folder,
}

/// One attack on one step.
#[derive(Debug, Clone)]
pub struct Attack {
    pub name: String,
    pub action: Action,
    /// The file, below the bundle's folder.
    pub file: String,
    pub forged: Forged,
    /// What the script must say.
    pub says: &'static str,
    /// How it must end.
    pub exit: i64,
    /// What is given beside the action; nothing: `-Confirm:$false`.
    pub switches: &'static [&'static str],
}

impl Attack {
    /// On a file that Apply meets; it must stop before any change.
    pub fn on(file: &str, name: &str, forged: Forged, says: &'static str) -> Self {
        Self {
            name: name.to_owned(),
            action: Action::Apply,
            file: file.to_owned(),
            forged,
            says,
            exit: 3,
            switches: &[],
        }
    }

    /// On the hand-off that Apply reads.
    pub fn apply(name: &str, file: &str, forged: Forged, says: &'static str) -> Self {
        Self::on(&format!("handoff/{file}"), name, forged, says)
    }
}

/// What the attacks on a step are made from.
pub struct Scene<'a> {
    pub lab: &'a Lab,
    pub scenario: &'a Scenario,
    pub step: &'a Step,
    /// The job whose files are forged.
    pub after: String,
}

impl Scene<'_> {
    /// A file of the bundle as the job before left it.
    pub fn json(&self, file: &str) -> Option<Value> {
        let path = self.lab.folder(&self.after).join("files").join(file);
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    /// A file of the certificates.
    pub fn certificate(&self, file: &str) -> Vec<u8> {
        fs::read(self.lab.path("certificates").join(file)).expect("made with the states")
    }
}

/// The attacks of a scenario with the runs that try them, in the order of the steps.
fn all(lab: &Lab, scenario: &Scenario) -> Vec<(Attack, Job)> {
    let mut all = Vec::new();
    for step in sequence::steps(lab, scenario) {
        let before = kill::before(lab, scenario, step);
        if let From::Job(after) = before {
            let scene = Scene {
                lab,
                scenario,
                step,
                after,
            };
            let mut found = handoffs::all(&scene);
            found.extend(passed_tests::all(&scene));
            found.extend(files::all(&scene));
            all.extend(found.into_iter().map(|attack| run(&scene, attack)));
        }
        let after = sequence::id(scenario, step, "apply");
        let scene = Scene {
            lab,
            scenario,
            step,
            after,
        };
        let found = records::all(&scene);
        all.extend(found.into_iter().map(|attack| run(&scene, attack)));
    }
    all
}

fn run(scene: &Scene, attack: Attack) -> (Attack, Job) {
    let Scene { scenario, step, .. } = scene;
    let id = sequence::id(scenario, step, &format!("attack-{}", attack.name));
    let forged = From::Job(format!("{id}-forged"));
    let mut job = Job {
        action: attack.action,
        ..sequence::job(scenario, step, id, forged)
    };
    if !attack.switches.is_empty() {
        job.switches = attack.switches;
    }
    forge(scene, &job, &attack);
    (attack, job)
}

/// Puts the forged file among those that the job before left.
fn forge(scene: &Scene, job: &Job, attack: &Attack) {
    let From::Job(name) = &job.from else { return };
    let (from, to) = (scene.lab.folder(&scene.after), scene.lab.folder(name));
    if to.exists() || !from.exists() {
        return;
    }
    copy(&from.join("files"), &to.join("files"));
    fs::copy(from.join("state.json"), to.join("state.json")).expect("copied");
    if attack.file.contains("test-to-online") {
        // The runs say the same as the record.
        let _ = fs::remove_dir_all(to.join("files/evidence/runs"));
    }
    let path = to.join("files").join(&attack.file);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    match &attack.forged {
        Forged::Json(value) => fs::write(path, value.to_string()).expect("written"),
        Forged::Bytes(bytes) => fs::write(path, bytes).expect("written"),
        Forged::Missing => drop(fs::remove_file(path)),
        Forged::Folder => {
            fs::create_dir(&path).expect("made");
            fs::write(path.join("held"), "").expect("written");
        }
    }
}

/// A folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    let entries = fs::read_dir(from).into_iter().flatten();
    let paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    for path in paths {
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).expect("copied");
        }
    }
}

pub fn batches(lab: &Lab, scenario: &Scenario) -> Vec<Batch> {
    vec![Batch::new(
        all(lab, scenario).into_iter().map(|(_, job)| job).collect(),
    )]
}

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let mut seen = HashSet::new();
    for place in [
        lab.path("written-by-an-attack"),
        lab.path("slot 0/written-by-an-attack"),
    ] {
        verdict.claim(!place.exists(), || {
            format!("{} was written", place.display())
        });
    }
    for (attack, job) in all(lab, scenario) {
        verdict.claim(seen.insert(job.id.clone()), || format!("{}: twice", job.id));
        let Some(outcome) = lab.outcome(&job.id, verdict) else {
            continue;
        };
        let texts = outcome.texts();
        let same = attack.exit == 0
            || outcome.writes == 0 && outcome.digest_before == outcome.digest_after;
        verdict.claim(same, || {
            format!("{}: {} writes: {}", job.id, outcome.writes, tail(&texts))
        });
        let told = outcome.exit_code == attack.exit && texts.contains(attack.says);
        verdict.claim(told, || {
            format!(
                "{}: must end with {} and say \"{}\"; {}: {}",
                job.id,
                attack.exit,
                attack.says,
                outcome.exit_code,
                tail(&texts)
            )
        });
    }
}
