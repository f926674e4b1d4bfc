//! A step that is more than data.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::resource::Resource;
use crate::risk::Risk;
use crate::step::{Context, Direction, Does, Step, Text, Wait};
use crate::tenant::Tenant;

/// A step with code of its own. No member has a default: one that is forgotten does not compile.
#[derive(Debug)]
pub struct Code {
    /// The id of the contract, `setting-override`: names the script, the template, the snapshot, the test.
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
    pub wait: Option<Wait<&'static str>>,
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
    /// The ids of the steps that must have run before it.
    pub requires: &'static [&'static str],
    /// What its changes put at risk.
    pub risk: Risk<&'static str>,
    /// The template of the script.
    pub template: &'static str,
    /// The values of the template, as `want`.
    pub want: fn(&Tenant) -> Value,
    /// The objects as they shall be.
    pub resources: fn(&Tenant) -> Vec<Resource>,
    /// What its script would do, told from collected state.
    pub(crate) plan: PlannedAs,
}

/// What a step with code of its own is to a plan: `plan` has a function for each.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PlannedAs {
    /// It only looks, and stops for nothing that was collected.
    Nothing,
    ApplicationConsent,
    ApplicationIdentifier,
    CleanUp,
    ClearPreviousCertificate,
    DefaultAuthorizationEndpoint,
    EndRelationship,
    EwsAllowList,
    ExportCertificate,
    FederatedDomains,
    FederationTrust,
    HybridApplication,
    MailboxesLeft,
    Preflight,
    PreflightModernAuthentication,
    PublishCertificate,
    RetireApplication,
    RetireSettingOverride,
    ServicePrincipalCertificate,
    ServicePrincipalNames,
    SettingOverride,
    UploadedCertificates,
}

impl Code {
    /// The name of its template in the engine; with the context, since `collect` is one step a shell.
    #[must_use]
    pub fn template_name(&self) -> String {
        format!("steps/{}/{}.ps1.tera", self.context.as_str(), self.id)
    }
}

impl From<&'static Code> for Step {
    fn from(code: &'static Code) -> Self {
        let list = |items: &[&'static str]| -> Vec<Text> {
            items.iter().copied().map(Cow::Borrowed).collect()
        };
        Self {
            id: code.id.into(),
            context: code.context,
            title: code.title.into(),
            summary: code.summary.into(),
            undo: code.undo.into(),
            acts: code.acts.into(),
            minutes: code.minutes,
            wait: code.wait.as_ref().map(|wait| Wait {
                minutes: wait.minutes,
                meanwhile: wait.meanwhile.into(),
            }),
            roles: list(code.roles),
            scopes: list(code.scopes),
            cmdlets: list(code.cmdlets),
            links: list(code.links),
            direction: code.direction,
            can_change: code.can_change,
            is_test: code.is_test,
            reads: list(code.reads),
            requires: list(code.requires),
            risk: code.risk.told(),
            replaces: None,
            words: BTreeMap::new(),
            does: Does::Code,
        }
    }
}
