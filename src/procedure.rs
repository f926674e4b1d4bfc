//! What a procedure is: its steps with their conditions, and in what its bundles differ from those of the others.
//!
//! Each is a file, `templates/procedures/<name>.json`; `docs/data-steps.md` describes the format, and
//! `src/data_step/procedure.rs` reads it. Its words stand in `templates/lang/<lang>.json` by its name, under
//! [`WORDS`].

use crate::condition::When;
use crate::domain::Procedure;
use crate::tenant::Tenant;

/// The sections of the messages that have a text for each procedure: how a runbook is headed, what it is called, what
/// it does and why, what it leaves alone.
pub const WORDS: [&str; 4] = [
    "procedure_heading",
    "procedure_title",
    "procedure_why",
    "procedure_not",
];

/// What `method` of the config means to a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MethodIs {
    /// The way of calling that is set up or kept up: servers must be able to, lints and documents speak of it.
    SetUp,
    /// The way that was set up before: it decides which steps there are.
    Known,
    /// Nothing: the procedure is the same for both.
    Nothing,
}

impl MethodIs {
    /// Each by its name.
    pub const ALL: [(&'static str, Self); 3] = [
        ("set-up", Self::SetUp),
        ("known", Self::Known),
        ("nothing", Self::Nothing),
    ];
}

/// A step of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub step: String,
    /// What the config must be like for a bundle to have it.
    pub when: When,
}

/// A procedure.
#[derive(Debug, Clone)]
pub struct Description {
    /// Its steps, in the order in which a bundle numbers those that apply.
    pub steps: Vec<Entry>,
    /// What `method` means to it.
    pub method: MethodIs,
    /// Whether it is about OAuth: `preflight` looks at what that needs, and stops where only a federation trust
    /// is; else it looks at the federation, and stops where OAuth does the calls.
    pub needs_oauth: bool,
    /// Whether `export-certificate` hands over the next auth certificate alone: the cloud has the current one.
    pub only_next_certificate: bool,
    /// What `hybrid-application` says before it is undone; none where the service goes with it.
    pub application_undo: Option<String>,
    /// What people must know before anything is run: keys of `warnings` in the messages.
    pub warnings: Vec<String>,
    /// The names that the service principal of Exchange Online is to have, with placeholders.
    pub principal_names: Vec<String>,
    /// The hosts that servers and shells must reach, with placeholders.
    pub outbound: Vec<String>,
    /// The addresses that Exchange Online must reach, with placeholders.
    pub inbound: Vec<String>,
}

impl Description {
    /// The step of that id.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.steps.iter().find(|entry| entry.step == id)
    }
}

/// The tenant with a procedure, whose bundle has the procedure's name behind its own. One whose config asks for it
/// is that already.
#[must_use]
pub fn of(tenant: &Tenant, procedure: Procedure) -> Tenant {
    if tenant.procedure == procedure {
        return tenant.clone();
    }
    Tenant {
        name: format!("{}{}", tenant.name, procedure.suffix()),
        procedure,
        ..tenant.clone()
    }
}
