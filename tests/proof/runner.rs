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
    pub fn new(jobs: Vec<Job>) -> Self {
        Self {
            jobs,
            language: "C",
            killed: false,
        }
    }
}

/// Processes that run at the same time.
const SLOTS: usize = 2;

/// Jobs in a process: enough that its start and the compiling of what it runs do not count.
const MOST: usize = 2500;

/// The same where runs are cut off, which stay in memory until the process ends.
const MOST_CUT_OFF: usize = 400;

/// Processes with fewer runs are not spoken of while they run.
const FEW: usize = 20;

/// Puts small batches of one language together, those with runs that are cut off apart; those that are
/// killed stay alone.
pub fn pack(batches: Vec<Batch>) -> Vec<Batch> {
    let (mut packed, plain): (Vec<_>, Vec<_>) = batches.into_iter().partition(|batch| batch.killed);
    let (cut_off, plain) = plain
        .into_iter()
        .partition(|batch| batch.jobs.iter().any(Job::is_cut_off));
    packed.extend(together(plain, MOST));
    packed.extend(together(cut_off, MOST_CUT_OFF));
    packed
}

fn together(batches: Vec<Batch>, limit: usize) -> Vec<Batch> {
    let total: usize = batches.iter().map(|batch| batch.jobs.len()).sum();
    // As many to each slot, so that none waits for the other at the end.
    let processes = SLOTS * total.div_ceil(SLOTS * limit).max(1);
    let most = total.div_ceil(processes).max(1);
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
    batches.sort_by_key(|batch| std::cmp::Reverse(batch.jobs.len()));
    lab.figures.processes += batches.len();
    lab.figures.kills += batches.iter().filter(|batch| batch.killed).count();
    let runs: usize = batches.iter().map(|batch| batch.jobs.len()).sum();
    eprintln!("proof: {runs} runs in {} processes", batches.len());
    let queue = Mutex::new(batches.into_iter().enumerate().collect::<VecDeque<_>>());
    let outcomes = Mutex::new(Vec::new());
    let lab = &*lab;
    thread::scope(|scope| {
        for slot in 0..SLOTS {
            let (queue, outcomes) = (&queue, &outcomes);
            scope.spawn(move || {
                let folder = lab.path(&format!("slot {slot}"));
                write_bundles(lab, &folder);
                loop {
                    let next = queue.lock().expect("no thread panicked").pop_front();
                    let Some((_, batch)) = next else { break };
                    let began = Instant::now();
                    let found = run_batch(lab, &folder, &batch);
                    if batch.jobs.len() > FEW {
                        let (runs, seconds) = (batch.jobs.len(), began.elapsed().as_secs());
                        eprintln!("proof: {runs} runs took {seconds} s");
                    }
                    outcomes.lock().expect("no thread panicked").extend(found);
                }
            });
        }
    });
    outcomes.into_inner().expect("no thread panicked")
}

fn write_bundles(lab: &Lab, slot: &Path) {
    // In a folder named after the organisation's file: two of them may have a bundle of one name.
    for (name, organisation) in &lab.organisations {
        for file in &organisation.bundle.files {
            let path = slot.join(name).join(&file.path);
            fs::create_dir_all(path.parent().expect("below the slot")).expect("a folder");
            fs::write(path, &file.bytes).expect("written");
        }
    }
}

fn run_batch(lab: &Lab, slot: &Path, batch: &Batch) -> Vec<Outcome> {
    let jobs: Vec<Value> = batch
        .jobs
        .iter()
        .map(|job| describe(lab, slot, job))
        .collect();
    let job_file = slot.join("jobs.json");
    let result_file = slot.join("results.jsonl");
    let _ = fs::remove_file(&result_file);
    fs::write(&job_file, json!(jobs).to_string()).expect("written");
    let output = powershell::run(
        &lab.powershell,
        &lab::simulation("Invoke-Jobs.ps1"),
        &[("-JobFile", &job_file), ("-ResultFile", &result_file)],
        batch.language,
        batch.jobs.len(),
    );
    let text = fs::read_to_string(&result_file).unwrap_or_default();
    let found: Vec<Outcome> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}")))
        .collect();
    if (found.len() == batch.jobs.len()) == batch.killed {
        eprintln!(
            "the process of {} and {} more ended with {} after {} of them: {}{}",
            batch.jobs[0].id,
            batch.jobs.len() - 1,
            output.status,
            found.len(),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    if batch.killed {
        keep_files(lab, slot, &batch.jobs[batch.jobs.len() - 1]);
    }
    found
}

/// A process that was killed could not say what its script had written into the bundle.
fn keep_files(lab: &Lab, slot: &Path, job: &Job) {
    let bundle = slot.join(job.organisation);
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
    let bundle = slot.join(job.organisation);
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
        "bundle": bundle, "filesFrom": files_from, "filesTo": folder.join("files"),
        "logPath": folder.join("calls.jsonl"), "certificateFolder": lab.path("certificates"),
        "workingDirectory": slot,
    });
    if let Some(server) = &job.server {
        request["server"] = json!(server);
    }
    request
}
