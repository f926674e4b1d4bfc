//! What a step of the procedure is.

use serde::Serialize;
use serde_json::Value;

use crate::resource::Resource;
use crate::tenant::Tenant;
use crate::wanted::{self, Wanted};

/// The shell a script runs in; also the folder it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Context {
    /// The Exchange Management Shell of the on-premises organisation.
    ExchangeShell,
    /// PowerShell connected to Microsoft Graph.
    #[serde(rename = "mggraph")]
    MgGraph,
    /// PowerShell connected to Exchange Online.
    #[serde(rename = "exo")]
    ExchangeOnline,
}

impl Context {
    /// Every context, in the order in which the procedure first enters them.
    pub const ALL: [Self; 3] = [Self::ExchangeShell, Self::MgGraph, Self::ExchangeOnline];

    /// The folder's name, which is also the name in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ExchangeShell => "exchange-shell",
            Self::MgGraph => "mggraph",
            Self::ExchangeOnline => "exo",
        }
    }

    /// The shell in words.
    #[must_use]
    pub fn shell(self) -> &'static str {
        match self {
            Self::ExchangeShell => {
                "Exchange Management Shell on a Mailbox server, run as administrator"
            }
            Self::MgGraph => "PowerShell with Microsoft Graph, in a window of its own",
            Self::ExchangeOnline => "PowerShell with Exchange Online, in a window of its own",
        }
    }
}

/// The way the calls go that a step is about; decides which causes of a failure are likely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// On-premises servers call Exchange Online.
    ToOnline,
    /// Exchange Online calls the on-premises servers.
    ToOnPremises,
    /// The administrator's session calls Microsoft Graph.
    Graph,
}

impl Direction {
    /// The name in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ToOnline => "to-online",
            Self::ToOnPremises => "to-on-premises",
            Self::Graph => "graph",
        }
    }
}

/// How long it may take at most until a change acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// At most.
    pub minutes: u16,
    /// What may be seen until then and is no failure; empty where nothing is.
    pub meanwhile: &'static str,
}

/// One step: what it is called, what it does, and the template of its script.
#[derive(Debug)]
pub struct Step {
    /// The id of the contract, `auth-servers`: names the script, the template, the snapshot, the test.
    pub id: &'static str,
    /// Where the script runs.
    pub context: Context,
    /// One line, imperative, no full stop.
    pub title: &'static str,
    /// What it does and why, one paragraph.
    pub summary: &'static str,
    /// What Rollback does, and what it cannot.
    pub undo: &'static str,
    /// How long it may take until the change acts.
    pub acts: &'static str,
    /// What two people plan for it with `-WhatIf`, Apply and Verify, in minutes; an estimate.
    pub minutes: u16,
    /// The wait that the runbook plans for; `acts` says it in words.
    pub wait: Option<Wait>,
    /// The least roles that may do it.
    pub roles: &'static [&'static str],
    /// The Graph permissions it needs; empty in the other contexts.
    pub scopes: &'static [&'static str],
    /// The documented cmdlets of its context that it calls.
    pub cmdlets: &'static [&'static str],
    /// The pages that document it.
    pub links: &'static [&'static str],
    /// Which calls it serves.
    pub direction: Direction,
    /// Whether Apply can change anything.
    pub can_change: bool,
    /// Whether it is a test whose failure is explained with what can be checked on its side.
    pub is_test: bool,
    /// The hand-off files it reads, `certificate.json`; who runs it compares their fingerprints.
    pub reads: &'static [&'static str],
    /// The steps that must have run before it.
    pub requires: &'static [&'static Step],
    /// Whether the tenant needs it.
    pub applies: fn(&Tenant) -> bool,
    /// The template of the script.
    pub template: &'static str,
    /// The values of the template, as `want`.
    pub want: fn(&Tenant) -> Value,
    /// The objects as they shall be, of a step that is more than data.
    pub resources: fn(&Tenant) -> Vec<Resource>,
    /// What it wants, of a step that is data.
    pub wanted: Option<fn(&Tenant) -> Vec<Wanted>>,
}

impl Step {
    /// The values of its template.
    #[must_use]
    pub fn values(&self, tenant: &Tenant) -> Value {
        match self.wanted {
            Some(wanted) => wanted::values(&wanted(tenant), None),
            None => (self.want)(tenant),
        }
    }

    /// The objects as they shall be.
    #[must_use]
    pub fn objects(&self, tenant: &Tenant) -> Vec<Resource> {
        match self.wanted {
            Some(wanted) => wanted(tenant).iter().filter_map(Wanted::resource).collect(),
            None => (self.resources)(tenant),
        }
    }

    /// The name of its template in the engine; with the context, since `collect` is one step a shell.
    #[must_use]
    pub fn template_name(&self) -> String {
        if self.wanted.is_some() {
            return "wanted.ps1.tera".to_owned();
        }
        format!("steps/{}/{}.ps1.tera", self.context.as_str(), self.id)
    }
}

/// A step with its place in a bundle.
#[derive(Debug, Clone, Copy)]
pub struct Numbered {
    /// The place in the order, over all three shells; 0 for `collect`, which is not counted.
    pub number: usize,
    /// The step.
    pub step: &'static Step,
}

impl Numbered {
    /// `02-auth-servers.ps1`
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{:02}-{}.ps1", self.number, self.step.id)
    }

    /// `exchange-shell/02-auth-servers.ps1`, relative to the bundle, with forward slashes.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}/{}", self.step.context.as_str(), self.file_name())
    }

    /// The same as it is typed on Windows: `exchange-shell\02-auth-servers.ps1`.
    #[must_use]
    pub fn windows_path(&self) -> String {
        self.path().replace('/', "\\")
    }
}
