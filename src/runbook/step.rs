//! One step of the runbook.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

use super::own;
use super::references::{Citation, Sources};
use crate::lang::{Lang, Words};
use crate::overlay::Remark;
use crate::powershell;
use crate::step::{Context, Numbered, Text};
use crate::steps;
use crate::tenant::Tenant;

/// A step as the templates see it.
#[derive(Debug, Serialize)]
pub struct Step<'a> {
    pub number: String,
    /// Unique in a document: `collect` is there once a shell.
    pub slug: String,
    title: Cow<'a, str>,
    summary: Cow<'a, str>,
    undo: Cow<'a, str>,
    acts: Cow<'a, str>,
    minutes: u16,
    /// Whether the runbook plans for a wait until it acts.
    waits: bool,
    /// What may be seen until then.
    meanwhile: Cow<'a, str>,
    context: &'static str,
    roles: Vec<&'a str>,
    connect: Option<String>,
    apply: String,
    evidence: String,
    can_change: bool,
    /// The switch with which a person says what was seen.
    look: Option<&'static str>,
    /// What it may leave open for a person to decide.
    remarks: Vec<&'a str>,
    /// Numbers and places of the steps that must have run.
    requires: Vec<Citation>,
    sources: Vec<Citation>,
    objects: Vec<Object>,
    /// Whether it is code of the organisation's own.
    own_code: bool,
    /// What an overlay says behind it.
    after: Option<Remark>,
}

#[derive(Debug, Serialize)]
struct Object {
    kind: &'static str,
    key: String,
    properties: Vec<Property>,
}

#[derive(Debug, Serialize)]
struct Property {
    name: Text,
    value: String,
    /// Whether the value is told in words, since it is known only later.
    words: bool,
}

impl Step<'_> {
    /// The files that its shell writes for another, `handoff/certificate.json`.
    pub fn handed_off(&self) -> impl Iterator<Item = &str> {
        let files = self.objects.iter().filter(|one| one.kind == "HandOff");
        files.map(|one| one.key.as_str())
    }
}

/// Gathers the facts of the step at `index` of `all`, the steps of the bundle.
pub fn of<'a>(
    tenant: &Tenant,
    index: usize,
    all: &[Numbered<'a>],
    sources: &mut Sources<'a>,
    (lang, words): (Lang, &'a Words),
) -> Step<'a> {
    let numbered = &all[index];
    let step = numbered.step;
    let text = words.step(step);
    Step {
        number: two(numbered.number),
        slug: slug(numbered),
        title: text.title,
        summary: text.summary,
        undo: text.undo,
        acts: text.acts,
        minutes: step.minutes,
        waits: step.wait.is_some(),
        meanwhile: text.meanwhile,
        context: step.context.as_str(),
        roles: step.roles.iter().map(|role| words.role(role)).collect(),
        connect: connect(tenant, numbered, &all[..index]),
        apply: format!(".\\{}", numbered.windows_path()),
        evidence: evidence(numbered),
        can_change: step.can_change,
        look: steps::look(tenant, step),
        remarks: steps::remarks(tenant, step)
            .into_iter()
            .map(|remark| words.remark(remark))
            .collect(),
        requires: all
            .iter()
            .filter(|other| step.requires.iter().any(|wanted| other.step.is(wanted)))
            .map(Citation::step)
            .collect(),
        sources: sources.cite(step.links.iter().map(AsRef::as_ref)),
        objects: objects(tenant, numbered, words),
        own_code: step.own_code().is_some(),
        after: own::after(tenant, &step.id, lang),
    }
}

fn objects(tenant: &Tenant, numbered: &Numbered, words: &Words) -> Vec<Object> {
    steps::objects(tenant, numbered.step)
        .into_iter()
        .map(|resource| Object {
            kind: resource.kind,
            key: resource.key,
            properties: resource
                .properties
                .into_iter()
                .map(|(name, value)| {
                    let value = plain(&value);
                    let told = words.value(&value).map(str::to_owned);
                    Property {
                        name,
                        words: told.is_some(),
                        value: told.unwrap_or(value),
                    }
                })
                .collect(),
        })
        .collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => "''".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "@()".to_owned(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => powershell::literal(other),
    }
}

/// What names a step in the addresses of a document.
pub fn slug(numbered: &Numbered) -> String {
    format!("{}-{}", numbered.step.context.as_str(), numbered.step.id)
}

/// A number as it stands in the names of scripts.
pub fn two(number: usize) -> String {
    format!("{number:02}")
}

/// The command that connects the shell as the script wants it; none where the shell is connected when it
/// opens, or as the step before it in that shell left it.
fn connect(tenant: &Tenant, numbered: &Numbered, before: &[Numbered]) -> Option<String> {
    let context = numbered.step.context;
    let last = before.iter().rev().find(|one| one.step.context == context);
    if last.is_some_and(|last| last.step.scopes == numbered.step.scopes) {
        return None;
    }
    let cloud = tenant.cloud.endpoints();
    match context {
        Context::ExchangeShell => None,
        Context::MgGraph => Some(format!(
            "Connect-MgGraph -TenantId {} -Environment {} -Scopes {}",
            tenant.tenant_segment(),
            cloud.mg_environment,
            numbered.step.scopes.join(",")
        )),
        Context::ExchangeOnline => Some(format!(
            "Connect-ExchangeOnline -ExchangeEnvironmentName {}",
            cloud.exo_environment
        )),
    }
}

/// Where the script keeps what it did; of the step that every shell has, with the shell.
fn evidence(numbered: &Numbered) -> String {
    let (number, id) = (numbered.number, &numbered.step.id);
    if number == 0 {
        let context = numbered.step.context.as_str();
        return format!("evidence\\{number:02}-{id}-{context}.apply.json");
    }
    format!("evidence\\{number:02}-{id}.apply.json")
}
