//! What a step of the procedure is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::condition::When;

use crate::data_step::Data;
use crate::resource::Resource;
use crate::risk::Risk;
use crate::source::config_sha256;
use crate::tenant::Tenant;
use crate::wanted::{self, Wanted};

mod code;

pub use code::Code;

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

/// One step: what it is called, what it does, and how. Made of a [`Code`] or of a file that [`crate::data_step`] reads.
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
    /// It is more than data.
    Code(&'static Code),
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

    /// Whether the tenant needs it, as far as the step says it itself.
    #[must_use]
    pub fn applies(&self, tenant: &Tenant) -> bool {
        match &self.does {
            Does::Code(_) => true,
            Does::Data(data) => data.applies(tenant),
            Does::Own(own) => own.when.holds(tenant),
        }
    }

    /// What it wants, where it is data.
    #[must_use]
    pub fn wanted(&self, tenant: &Tenant) -> Option<Vec<Wanted>> {
        match &self.does {
            Does::Code(_) | Does::Own(_) => None,
            Does::Data(data) => Some(data.wanted(tenant)),
        }
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
            Does::Code(_) | Does::Data(_) => None,
        }
    }

    /// The values of its template.
    #[must_use]
    pub fn values(&self, tenant: &Tenant) -> Value {
        match &self.does {
            Does::Code(code) => (code.want)(tenant),
            Does::Data(data) => wanted::values(&data.wanted(tenant), None),
            Does::Own(_) => json!({ "mark": OWN_CODE }),
        }
    }

    /// The objects as they shall be.
    #[must_use]
    pub fn objects(&self, tenant: &Tenant) -> Vec<Resource> {
        match &self.does {
            Does::Code(code) => (code.resources)(tenant),
            Does::Data(data) => {
                let wanted = data.wanted(tenant);
                wanted.iter().filter_map(Wanted::resource).collect()
            }
            // What it changes it says itself; here it is known by its text.
            Does::Own(own) => vec![Resource {
                kind: "OwnCode",
                key: self.id.to_string(),
                properties: vec![("SHA256".into(), json!(config_sha256(own.code.as_bytes())))],
            }],
        }
    }

    /// The name of its template in the engine.
    #[must_use]
    pub fn template_name(&self) -> String {
        match &self.does {
            Does::Code(code) => code.template_name(),
            Does::Data(_) => "wanted.ps1.tera".to_owned(),
            Does::Own(_) => "own.ps1.tera".to_owned(),
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
