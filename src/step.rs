//! What a step of the procedure is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::condition::When;
use crate::risk::Risk;

mod data;

pub use data::Data;
pub(crate) use data::{Create, Missing, Part, Template};

/// A text of the program, or one that somebody brought.
pub type Text = Cow<'static, str>;

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

    /// The documented cmdlets by which every script proves that it is in the right organisation, as far as the
    /// lists of steps name them.
    #[must_use]
    pub fn proof(self) -> &'static [&'static str] {
        match self {
            Self::ExchangeShell | Self::MgGraph => &[],
            Self::ExchangeOnline => &["Get-ConnectionInformation"],
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
    /// Every direction.
    pub const ALL: [Self; 3] = [Self::ToOnline, Self::ToOnPremises, Self::Graph];

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait<T = Text> {
    /// At most.
    pub minutes: u16,
    /// What may be seen until then and is no failure; empty where nothing is.
    pub meanwhile: T,
}

/// The texts of a step that are written for people.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepWords<'a> {
    /// One line.
    pub title: Cow<'a, str>,
    /// What it does and why.
    pub summary: Cow<'a, str>,
    /// What Rollback does, and what it cannot.
    pub undo: Cow<'a, str>,
    /// How long it may take until the change acts.
    pub acts: Cow<'a, str>,
    /// What may be seen until then and is no failure; empty where nothing is.
    #[serde(default)]
    pub meanwhile: Cow<'a, str>,
    /// What its changes put at risk; empty where the change request has it.
    #[serde(skip)]
    pub risk: Cow<'a, str>,
}

/// One step: what it is called, what it does, and how. [`crate::steps`] says what it is for an organisation.
#[derive(Debug, Clone)]
pub struct Step {
    /// The id of the contract, `auth-servers`: names the script, the template, the snapshot, the test.
    pub id: Text,
    /// Where the script runs.
    pub context: Context,
    /// One line, imperative, no full stop.
    pub title: Text,
    /// What it does and why, one paragraph.
    pub summary: Text,
    /// What Rollback does, and what it cannot.
    pub undo: Text,
    /// How long it may take until the change acts.
    pub acts: Text,
    /// What two people plan for it with `-WhatIf`, Apply and Verify, in minutes; an estimate.
    pub minutes: u16,
    /// The wait that the runbook plans for; `acts` says it in words.
    pub wait: Option<Wait>,
    /// The least roles that may do it.
    pub roles: Vec<Text>,
    /// The Graph permissions it needs; empty in the other contexts.
    pub scopes: Vec<Text>,
    /// The documented cmdlets of its context that it calls.
    pub cmdlets: Vec<Text>,
    /// The pages that document it.
    pub links: Vec<Text>,
    /// Which calls it serves.
    pub direction: Direction,
    /// Whether Apply can change anything.
    pub can_change: bool,
    /// Whether it is a test whose failure is explained with what can be checked on its side.
    pub is_test: bool,
    /// The hand-off files it reads, `certificate.json`; who runs it compares their fingerprints.
    pub reads: Vec<Text>,
    /// The ids of the steps that must have run before it.
    pub requires: Vec<Text>,
    /// What its changes put at risk.
    pub risk: Risk,
    /// The step for which it stands in a bundle that has both.
    pub replaces: Option<Text>,
    /// Its texts by the code of the language, where it brings them itself.
    pub words: BTreeMap<&'static str, StepWords<'static>>,
    /// What its script does.
    pub does: Does,
}

/// The line of a script behind which own code stands.
pub const OWN_CODE: &str = "# Code of the organisation's own, which hybrid-oauth has not proven:";

/// What the script of a step does.
#[derive(Debug, Clone)]
pub enum Does {
    /// It is more than data: `steps` has its code by context and id.
    Code,
    /// It brings objects to what is wanted of them.
    Data(Data),
    /// It is code of the organisation's own.
    Own(OwnCode),
}

/// Code of an organisation's own, in the frame of a step.
#[derive(Debug, Clone)]
pub struct OwnCode {
    /// What the config must be like for a bundle to have it.
    pub when: When,
    /// The functions that the engine calls; lines end with a line feed only.
    pub code: String,
}

impl Step {
    /// Whether it is the step of that id, or stands for it.
    #[must_use]
    pub fn is(&self, id: &str) -> bool {
        self.id == id || self.replaces.as_deref() == Some(id)
    }

    /// Whether it is data.
    #[must_use]
    pub fn is_data(&self) -> bool {
        matches!(self.does, Does::Data(_))
    }

    /// Its code, where that is the organisation's own.
    #[must_use]
    pub fn own_code(&self) -> Option<&str> {
        match &self.does {
            Does::Own(own) => Some(&own.code),
            Does::Code | Does::Data(_) => None,
        }
    }
}

/// A step with its place in a bundle.
#[derive(Debug, Clone, Copy)]
pub struct Numbered<'a> {
    /// The place in the order, over all three shells; 0 for `collect`, which is not counted.
    pub number: usize,
    /// The step.
    pub step: &'a Step,
}

impl Numbered<'_> {
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
