//! Many jobs a process, two processes at a time.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use hybrid_oauth::layout::WRITTEN_BY_SCRIPTS;
use serde_json::{Value, json};

use crate::proof::jobs::{From, Job, Outcome};
use crate::proof::lab::{self, Lab};
use crate::proof::powershell;
use crate::proof::worker::Worker;

/// Jobs that run one after the other in one process.
#[derive(Debug, Clone)]
pub struct Batch {
    pub jobs: Vec<Job>,
    /// The value of `LANG`.
    pub language: &'static str,
    /// Whether the process must be killed on the way; else every job must leave a result.
    pub killed: bool,
}

impl Batch {
    /// Of those that need no other.
    pub const LANGUAGE: &'static str = "C";

    pub fn new(jobs: Vec<Job>) -> Self {
        Self {
            jobs,
            language: Self::LANGUAGE,
            killed: false,
        }
    }

    fn is_cut_off(&self) -> bool {
        self.jobs.iter().any(Job::is_cut_off)
    }
}

/// Processes that run at the same time.
const SLOTS: usize = 2;

/// Where a bundle stands while a script of it runs: every one in its turn in the same place.
const BUNDLE: &str = "bundle";

/// Jobs that a worker is given at a time, at least.
const MOST: usize = 300;

/// Lists with fewer runs are not spoken of while they run.
const FEW: usize = 20;

/// Puts small batches of one language together, those with runs that are cut off apart and last: what was
/// cut off stays in memory until the process ends. Those that are killed stay alone.
pub fn pack(batches: Vec<Batch>) -> Vec<Batch> {
    let (mut packed, rest): (Vec<_>, Vec<_>) = batches.into_iter().partition(|batch| batch.killed);
    let (cut_off, plain) = rest.into_iter().partition(Batch::is_cut_off);
    packed.extend(together(plain));
    packed.extend(together(cut_off));
    packed
}

fn together(batches: Vec<Batch>) -> Vec<Batch> {
    let total: usize = batches.iter().map(|batch| batch.jobs.len()).sum();
    let most = total.div_ceil(SLOTS).min(MOST);
    let mut packed = Vec::new();
    let mut open: BTreeMap<&'static str, Vec<Job>> = BTreeMap::new();
    for batch in batches {
        let jobs = open.entry(batch.language).or_default();
        jobs.extend(batch.jobs);
        if jobs.len() >= most {
            packed.push(Batch {
                language: batch.language,
                ..Batch::new(std::mem::take(jobs))
            });
        }
    }
    for (language, jobs) in open.into_iter().filter(|(_, jobs)| !jobs.is_empty()) {
        packed.push(Batch {
            language,
            ..Batch::new(jobs)
        });
    }
    packed
}

/// Runs the batches, the longest first, and returns what came out.
pub fn run(lab: &mut Lab, mut batches: Vec<Batch>) -> Vec<Outcome> {
    batches.sort_by_key(|batch| (batch.is_cut_off(), std::cmp::Reverse(batch.jobs.len())));
    lab.figures.kills += batches.iter().filter(|batch| batch.killed).count();
    let runs: usize = batches.iter().map(|batch| batch.jobs.len()).sum();
    eprintln!("proof: {runs} runs in {} lists", batches.len());
    let queue = Mutex::new(VecDeque::from(batches));
    let outcomes = Mutex::new(Vec::new());
    let mut slots = std::mem::take(&mut lab.slots);
    thread::scope(|scope| {
        for (number, slot) in slots.iter_mut().enumerate() {
            let (queue, outcomes, lab) = (&queue, &outcomes, &*lab);
            scope.spawn(move || {
                let folder = lab.path(&format!("slot {number}"));
                loop {
                    let next = queue.lock().expect("no thread panicked").pop_front();
                    let Some(batch) = next else { break };
                    let began = Instant::now();
                    let found = run_batch(lab, &folder, slot, &batch);
                    if batch.jobs.len() > FEW {
                        let (runs, seconds) = (batch.jobs.len(), began.elapsed().as_secs());
                        eprintln!("proof: {runs} runs took {seconds} s");
                    }
                    outcomes.lock().expect("no thread panicked").extend(found);
                }
            });
        }
    });
    lab.slots = slots;
    outcomes.into_inner().expect("no thread panicked")
}

/// What runs one list of jobs at a time.
#[derive(Debug, Default)]
pub struct Slot {
    worker: Option<Worker>,
    /// Processes that were started.
    pub processes: usize,
}

impl Slot {
    /// Runs a list, in a process of its own where that is killed or speaks another language. Returns how it ended.
    fn run(&mut self, powershell: &Path, batch: &Batch, jobs: &Path, results: &Path) -> String {
        if batch.killed || batch.language != Batch::LANGUAGE {
            self.processes += 1;
            let output = powershell::run(
                powershell,
                &lab::simulation("Invoke-Jobs.ps1"),
                &[("-JobFile", jobs), ("-ResultFile", results)],
                batch.language,
                batch.jobs.len(),
            );
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            return format!(
                "{}: {}{}",
                output.status,
                text(&output.stdout),
                text(&output.stderr)
            );
        }
        let worker = self.worker.get_or_insert_with(|| {
            self.processes += 1;
            Worker::start(powershell)
        });
        if worker.run(jobs, results) {
            return "all done".to_owned();
        }
        self.worker = None;
        "no answer".to_owned()
    }
}

/// The slots, each with the bundles in its folder.
pub fn slots(lab: &Lab) -> Vec<Slot> {
    (0..SLOTS)
        .map(|number| {
            write_bundles(lab, &lab.path(&format!("slot {number}")));
            Slot::default()
        })
        .collect()
}

fn write_bundles(lab: &Lab, slot: &Path) {
    // In a folder named after the organisation's file: two of them may have a bundle of one name.
    for (name, organisation) in &lab.organisations {
        for file in &organisation.bundle.files {
            let path = slot.join("bundles").join(name).join(&file.path);
            fs::create_dir_all(path.parent().expect("below the slot")).expect("a folder");
            fs::write(path, &file.bytes).expect("written");
        }
    }
}

fn run_batch(lab: &Lab, folder: &Path, slot: &mut Slot, batch: &Batch) -> Vec<Outcome> {
    let jobs: Vec<Value> = batch
        .jobs
        .iter()
        .map(|job| describe(lab, folder, job))
        .collect();
    let job_file = folder.join("jobs.json");
    let result_file = folder.join("results.jsonl");
    let _ = fs::remove_file(&result_file);
    fs::write(&job_file, json!(jobs).to_string()).expect("written");
    let ended = slot.run(&lab.powershell, batch, &job_file, &result_file);
    let text = fs::read_to_string(&result_file).unwrap_or_default();
    let found: Vec<Outcome> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}")))
        .collect();
    if (found.len() == batch.jobs.len()) == batch.killed {
        eprintln!(
            "the process of {} and {} more ended with {ended} after {} of them",
            batch.jobs[0].id,
            batch.jobs.len() - 1,
            found.len(),
        );
    }
    if batch.killed {
        keep_files(lab, folder, &batch.jobs[batch.jobs.len() - 1]);
    }
    found
}

/// A process that was killed could not say what its script had written into the bundle.
fn keep_files(lab: &Lab, slot: &Path, job: &Job) {
    let bundle = slot.join(BUNDLE);
    for name in WRITTEN_BY_SCRIPTS {
        let Ok(entries) = fs::read_dir(bundle.join(name)) else {
            continue;
        };
        let to = lab.folder(&job.id).join("files").join(name);
        fs::create_dir_all(&to).expect("a folder");
        for entry in entries {
            let entry = entry.expect("readable");
            if entry.path().is_dir() {
                continue;
            }
            fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
    }
}

fn describe(lab: &Lab, slot: &Path, job: &Job) -> Value {
    let folder = lab.folder(&job.id);
    fs::create_dir_all(&folder).expect("a folder");
    let bundle = slot.join(BUNDLE);
    let state = |job: &str| lab.folder(job).join("state.json");
    let files = |job: &str| lab.folder(job).join("files");
    let (state_from, files_from) = match &job.from {
        From::State(name) => (lab.state(name), None),
        From::Job(id) => (state(id), Some(files(id))),
        From::StateAndFiles(name, id) => (lab.state(name), Some(files(id))),
    };
    let mut arguments = json!({ "Action": job.action.as_str(), "Confirm": false });
    if job.what_if {
        arguments["WhatIf"] = json!(true);
    }
    for switch in job.switches {
        match switch.split_once('=') {
            None => arguments[*switch] = json!(true),
            Some((name, value)) => {
                // Who gives a fingerprint, or wants to be asked, does not say `-Confirm:$false`.
                if name == "Fingerprint" || name == "Confirm" {
                    arguments
                        .as_object_mut()
                        .expect("made so")
                        .remove("Confirm");
                }
                if name != "Confirm" {
                    arguments[name] = json!(value);
                }
            }
        }
    }
    let mut request = json!({
        "id": job.id, "script": bundle.join(&job.file), "arguments": arguments,
        "contexts": job.contexts, "connected": job.connected, "faults": job.faults,
        "stateFrom": state_from, "statePath": folder.join("state.json"),
        "bundle": bundle, "bundleFrom": slot.join("bundles").join(job.organisation),
        "filesFrom": files_from, "filesTo": folder.join("files"),
        "logPath": folder.join("calls.jsonl"), "certificateFolder": lab.path("certificates"),
        "workingDirectory": slot,
    });
    if let Some(server) = &job.server {
        request["server"] = json!(server);
    }
    request
}
