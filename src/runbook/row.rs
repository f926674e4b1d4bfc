//! What is told of a step in the part that is the organisation's own: how it is run, what it is to make.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

use super::step::{command, slug, two};
use crate::lang::Words;
use crate::powershell;
use crate::step::{Context, Numbered, Text};
use crate::steps;
use crate::tenant::Tenant;

/// A row of the sheet that people fill in.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    pub number: String,
    pub slug: String,
    title: Cow<'a, str>,
    context: &'static str,
    connect: Option<String>,
    apply: String,
    minutes: u16,
    /// Whether the runbook plans for a wait until it acts.
    waits: bool,
    acts: Cow<'a, str>,
    /// What may be seen until then.
    meanwhile: Cow<'a, str>,
    objects: Vec<Object>,
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

impl Row<'_> {
    /// The files that its shell writes for another, `handoff/certificate.json`.
    pub fn handed_off(&self) -> impl Iterator<Item = &str> {
        let files = self.objects.iter().filter(|one| one.kind == "HandOff");
        files.map(|one| one.key.as_str())
    }
}

/// Gathers the facts of the step at `index` of `all`, the steps of the bundle.
pub fn of<'a>(tenant: &Tenant, index: usize, all: &[Numbered<'a>], words: &'a Words) -> Row<'a> {
    let numbered = &all[index];
    let step = numbered.step;
    let text = words.step(step);
    Row {
        number: two(numbered.number),
        slug: slug(numbered),
        title: text.title,
        context: step.context.as_str(),
        connect: connect(tenant, numbered, &all[..index]),
        apply: command(numbered),
        minutes: step.minutes,
        waits: step.wait.is_some(),
        acts: text.acts,
        meanwhile: text.meanwhile,
        objects: objects(tenant, numbered, words),
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
