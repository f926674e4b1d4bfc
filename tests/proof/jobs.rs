//! What the simulation's runner is told and what it answers (`tests/simulation/README.md`).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One run of a script. Its folder, named after its id, keeps the state, the files and the calls.
#[derive(Debug, Clone)]
pub struct Job {
    pub id: String,
    /// The organisation, whose bundle the script is of.
    pub organisation: &'static str,
    /// The script's path in the bundle.
    pub file: String,
    pub action: Action,
    pub what_if: bool,
    /// Switches beside the action; with `=`, a value. With a fingerprint nothing says `-Confirm:$false`.
    pub switches: &'static [&'static str],
    /// Whose state it starts from: a job's, or a state of the lab.
    pub from: From,
    /// The shells it finds.
    pub contexts: Vec<String>,
    pub connected: bool,
    /// The server it runs on; none: the first.
    pub server: Option<String>,
    pub faults: Vec<Fault>,
}

impl Job {
    /// Whether a service fails in it; being killed or cut off is counted apart.
    pub fn is_faulty(&self) -> bool {
        self.faults
            .iter()
            .any(|fault| !fault.kind.starts_with("kill") && !fault.kind.starts_with("cut"))
    }

    /// Whether nothing of it runs any more after a write.
    pub fn is_cut_off(&self) -> bool {
        self.faults
            .iter()
            .any(|fault| fault.kind.starts_with("cut"))
    }
}

/// Where a run starts.
#[derive(Debug, Clone)]
pub enum From {
    /// A scenario's state, with an empty bundle.
    State(String),
    /// What a job left: state and files.
    Job(String),
    /// A scenario's state, with the files that a job left.
    StateAndFiles(String, String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Apply,
    Verify,
    Rollback,
}

impl Action {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Apply => "Apply",
            Self::Verify => "Verify",
            Self::Rollback => "Rollback",
        }
    }
}

/// Something that goes wrong at a call.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    pub at: u64,
    pub of: &'static str,
    pub kind: &'static str,
    pub times: u64,
    pub retry_after: u64,
}

/// How a run ended.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    pub id: String,
    pub exit_code: i64,
    pub terminated_by: String,
    #[serde(default)]
    pub error: Option<String>,
    pub simulation_error: Option<String>,
    pub output: Vec<Option<String>>,
    pub errors: Vec<String>,
    pub warnings: Vec<String>,
    pub information: Vec<String>,
    pub calls: u64,
    pub writes: u64,
    pub digest_before: String,
    pub digest_after: String,
    pub meaning_after: String,
    pub judgement: Judgement,
    pub elapsed_ms: u64,
}

impl Outcome {
    /// All that it said.
    pub fn texts(&self) -> String {
        let all = [&self.information, &self.warnings, &self.errors];
        all.into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// Whether calls work, from the state alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    pub sign_in: Direction,
    pub to_online: Direction,
    pub to_on_premises: Direction,
    /// By an organization relationship, where no connector wins over it.
    pub relation_to_online: Direction,
    pub relation_to_on_premises: Direction,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Direction {
    pub works: bool,
    pub failure: Option<String>,
    /// In words, for complaints.
    #[allow(dead_code, reason = "shown by Debug")]
    pub why: Option<String>,
}

/// One line of the call log.
#[derive(Debug, Clone, Deserialize)]
pub struct Call {
    pub context: String,
    pub cmdlet: String,
    pub kind: String,
    pub access: String,
    pub call: u64,
    pub write: u64,
    /// `ok`, or what went wrong.
    pub result: String,
    #[serde(default)]
    pub parameters: Map<String, Value>,
}
