//! One step of the runbook.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use memchr::memchr;
use serde::Serialize;
use serde_json::Value;

use super::expected;
use crate::bundle::{File, common_script};
use crate::cmdlets;
use crate::lang::Words;
use crate::powershell;
use crate::step::{Context, Numbered};
use crate::steps;
use crate::tenant::Tenant;

/// A step as the templates see it.
#[derive(Debug, Serialize)]
pub struct Step<'a> {
    number: String,
    id: &'static str,
    /// Unique in a document: `collect` is there once a shell.
    slug: String,
    title: Cow<'a, str>,
    summary: Cow<'a, str>,
    undo: Cow<'a, str>,
    acts: Cow<'a, str>,
    context: &'static str,
    shell: &'a str,
    roles: &'static [&'static str],
    scopes: &'static [&'static str],
    connect: Option<String>,
    path: String,
    evidence: String,
    what_if: String,
    apply: String,
    verify: String,
    rollback: String,
    expected: String,
    verified: &'static str,
    can_change: bool,
    test: bool,
    look: bool,
    requires: Vec<Required>,
    cmdlets: Vec<Cmdlet>,
    links: &'static [&'static str],
    objects: Vec<Object>,
}

#[derive(Debug, Serialize)]
struct Required {
    number: String,
    id: &'static str,
    slug: String,
}

#[derive(Debug, Serialize)]
struct Cmdlet {
    name: &'static str,
    url: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Object {
    kind: &'static str,
    key: String,
    properties: Vec<Property>,
}

#[derive(Debug, Serialize)]
struct Property {
    name: &'static str,
    value: String,
}

/// Gathers the facts of the step at `index` of `all`, the steps of the bundle.
pub fn of<'a>(
    tenant: &Tenant,
    index: usize,
    all: &[Numbered],
    scripts: &[File],
    words: &'a Words,
) -> Step<'a> {
    let numbered = &all[index];
    let step = numbered.step;
    let text = words.step(step);
    let path = numbered.windows_path();
    Step {
        number: two(numbered.number),
        id: step.id,
        slug: slug(numbered),
        title: text.title,
        summary: text.summary,
        undo: text.undo,
        acts: text.acts,
        context: step.context.as_str(),
        shell: words.shell(step.context),
        roles: step.roles,
        scopes: step.scopes,
        connect: connect(tenant, numbered),
        evidence: evidence(numbered),
        what_if: format!(".\\{path} -WhatIf"),
        apply: format!(".\\{path}"),
        verify: format!(".\\{path} -Action Verify"),
        rollback: format!(".\\{path} -Action Rollback"),
        expected: expected::apply(numbered, all.get(index + 1)),
        verified: expected::verified(step),
        path,
        can_change: step.can_change,
        test: step.is_test,
        look: steps::needs_look(tenant, step),
        requires: all
            .iter()
            .filter(|other| {
                step.requires
                    .iter()
                    .any(|wanted| wanted.id == other.step.id)
            })
            .map(|other| Required {
                number: two(other.number),
                id: other.step.id,
                slug: slug(other),
            })
            .collect(),
        cmdlets: cmdlets(numbered, scripts),
        links: step.links,
        objects: objects(tenant, numbered),
    }
}

/// The cmdlets of the step that this bundle's script calls, itself or in the shared one: a step may
/// have more, for tenants that need them.
fn cmdlets(numbered: &Numbered, scripts: &[File]) -> Vec<Cmdlet> {
    let path = numbered.path();
    let file = scripts.iter().find(|file| file.path == path);
    let text = file.and_then(|file| std::str::from_utf8(&file.bytes).ok());
    let own: Vec<&str> = words(text.unwrap_or_default()).collect();
    let called = |name: &&&str| own.contains(*name) || SHARED.contains(*name);
    let names = numbered.step.cmdlets.iter().filter(called);
    names
        .map(|name| Cmdlet {
            name,
            url: cmdlets::page(name),
        })
        .collect()
}

/// Those of the script that all load: the same in every bundle, gathered once.
static SHARED: LazyLock<BTreeSet<&str>> = LazyLock::new(|| words(common_script()).collect());

/// The words of a script that have a hyphen, names of cmdlets among them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let mut rest = text;
    std::iter::from_fn(move || {
        let (before, after) = rest.as_bytes().split_at(memchr(b'-', rest.as_bytes())?);
        let from = before.len() - before.iter().rev().take_while(|byte| of_word(byte)).count();
        let to = before.len() + after.iter().take_while(|byte| of_word(byte)).count();
        let word = &rest[from..to];
        rest = &rest[to..];
        Some(word)
    })
}

fn objects(tenant: &Tenant, numbered: &Numbered) -> Vec<Object> {
    numbered
        .step
        .objects(tenant)
        .into_iter()
        .map(|resource| Object {
            kind: resource.kind,
            key: resource.key,
            properties: resource
                .properties
                .into_iter()
                .map(|(name, value)| Property {
                    name,
                    value: plain(&value),
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

/// The command that connects the shell as the script wants it; none where the shell is connected
/// when it opens.
fn connect(tenant: &Tenant, numbered: &Numbered) -> Option<String> {
    let cloud = tenant.cloud.endpoints();
    match numbered.step.context {
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
    let (number, id) = (numbered.number, numbered.step.id);
    if number == 0 {
        let context = numbered.step.context.as_str();
        return format!("evidence\\{number:02}-{id}-{context}.apply.json");
    }
    format!("evidence\\{number:02}-{id}.apply.json")
}
