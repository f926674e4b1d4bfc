//! What the template of a step's script sees.

use serde::Serialize;
use serde_json::{Value, json};

use crate::dates::dates;
use crate::domain::microsoft::EXCHANGE_ONLINE_DOMAINS;
use crate::domain::{DomainName, HostName};
use crate::powershell::{self, literal};
use crate::step::{Numbered, Text};
use crate::steps;
use crate::tenant::{ACS_FORMS, EVOSTS_FORMS, Tenant};

/// The values of a script, by the names that templates use.
#[derive(Debug, Clone, Serialize)]
pub struct Values<'a> {
    number: String,
    file_name: String,
    step: OfStep<'a>,
    want: Value,
}

#[derive(Debug, Clone, Serialize)]
struct OfStep<'a> {
    id: &'a str,
    context: &'static str,
    shell: &'static str,
    title: &'a str,
    summary: &'a str,
    undo: &'a str,
    role: String,
    reads: String,
    link: Option<&'a str>,
}

/// The values of `organization.ps1`.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Organization<'a> {
    name: &'a str,
    organization: Facts<'a>,
    shells: Vec<Shell<'a>>,
    steps: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
struct Facts<'a> {
    tenant_id: &'a str,
    initial_domain: &'a DomainName,
    tenant_names: Vec<&'a str>,
    smtp_domains: &'a [DomainName],
    hosts: Vec<&'a HostName>,
    ews_hosts: Vec<&'a HostName>,
    service_domains: &'static [&'static str],
    acs_metadata_urls: Vec<String>,
    evo_sts_metadata_urls: Vec<String>,
    graph_environment: &'static str,
    graph_host: &'static str,
    exchange_environment: &'static str,
    require_approval: bool,
    modules: &'static std::collections::BTreeMap<String, String>,
}

/// What most steps of a shell have; the row of another says it.
#[derive(Debug, Clone, Serialize)]
struct Shell<'a> {
    context: &'static str,
    direction: &'static str,
    role: String,
    scopes: &'a [Text],
}

impl<'a> Values<'a> {
    /// Of a step of the bundle.
    pub(super) fn of(tenant: &Tenant, numbered: &Numbered<'a>) -> Self {
        let step = numbered.step;
        Self {
            number: format!("{:02}", numbered.number),
            file_name: numbered.file_name(),
            step: OfStep {
                id: &step.id,
                context: step.context.as_str(),
                shell: step.context.shell(),
                title: &step.title,
                summary: &step.summary,
                undo: &step.undo,
                role: step.roles.join(", "),
                reads: step.reads.join(", "),
                link: step
                    .links
                    .iter()
                    .map(AsRef::as_ref)
                    .find(|link: &&str| link.len() <= powershell::WIDTH),
            },
            want: steps::values(tenant, step),
        }
    }
}

impl<'a> Organization<'a> {
    pub(super) fn of(tenant: &'a Tenant, steps: &[Numbered<'a>]) -> Self {
        let cloud = tenant.cloud.endpoints();
        let shells = shells(steps);
        Self {
            name: &tenant.name,
            organization: Facts {
                tenant_id: tenant.tenant_id.as_ref().map_or("", |id| id.as_str()),
                initial_domain: &tenant.initial_domain,
                tenant_names: tenant.metadata_names(),
                smtp_domains: &tenant.smtp_domains,
                hosts: tenant.hosts().collect(),
                ews_hosts: tenant.ews_hosts().collect(),
                service_domains: EXCHANGE_ONLINE_DOMAINS,
                acs_metadata_urls: tenant.metadata_forms(ACS_FORMS),
                evo_sts_metadata_urls: tenant.metadata_forms(EVOSTS_FORMS),
                graph_environment: cloud.mg_environment,
                graph_host: cloud.graph_host,
                exchange_environment: cloud.exo_environment,
                require_approval: tenant.require_approval,
                modules: &dates().modules,
            },
            steps: steps
                .iter()
                .map(|numbered| row(numbered, steps, &shells))
                .collect(),
            shells,
        }
    }
}

/// The shells of some steps, in the order in which they are entered.
fn shells<'a>(all: &[Numbered<'a>]) -> Vec<Shell<'a>> {
    let mut shells: Vec<Shell<'a>> = Vec::new();
    for context in all.iter().map(|one| one.step.context) {
        if shells.iter().any(|one| one.context == context.as_str()) {
            continue;
        }
        let steps = all.iter().map(|one| one.step);
        let of = steps.filter(|step| step.context == context);
        shells.push(Shell {
            context: context.as_str(),
            direction: usual(of.clone().map(|step| step.direction.as_str())),
            role: usual(of.clone().map(|step| step.roles.join(", "))),
            scopes: usual(of.map(|step| &step.scopes[..])),
        });
    }
    shells
}

/// What comes most often, the first of them.
fn usual<T: PartialEq>(all: impl Iterator<Item = T>) -> T {
    let all: Vec<T> = all.collect();
    let often = |one: &T| all.iter().filter(|other| *other == one).count();
    let place = (0..all.len()).rev().max_by_key(|at| often(&all[*at]));
    let place = place.expect("a shell is that of a step");
    all.into_iter().nth(place).expect("a place of the list")
}

/// The row of a step in the table of steps.
fn row<'a>(numbered: &Numbered<'a>, all: &[Numbered<'a>], shells: &[Shell<'a>]) -> String {
    let step = numbered.step;
    let context = step.context.as_str();
    let mut shells = shells.iter();
    let shell = shells.find(|one| one.context == context);
    let shell = shell.expect("each step has a shell");
    // One that stands for another is the one that is needed.
    let needed = |id: &'a str| {
        let mut others = all.iter().map(|other| other.step);
        others
            .find(|other| other.is(id))
            .map_or(id, |other| &other.id)
    };
    let needs: Vec<&str> = step.requires.iter().map(|id| needed(id)).collect();
    let usual = literal(&json!([
        numbered.number,
        step.id,
        context,
        step.can_change,
        needs
    ]));
    let usual = usual.strip_suffix(')').expect("an array");
    let (direction, role) = (step.direction.as_str(), step.roles.join(", "));
    let own = [
        ("IsTest", json!(true), step.is_test),
        ("Direction", json!(direction), direction != shell.direction),
        ("Role", json!(role), role != shell.role),
        ("Scopes", json!(step.scopes), step.scopes != shell.scopes),
    ];
    let own = own.iter().filter(|(.., differs)| *differs);
    let own: Vec<String> = own
        .map(|(name, value, _)| format!("{name} = {}", literal(value)))
        .collect();
    let own = own.join("; ");
    if own.is_empty() {
        return format!("{usual}, @{{}})");
    }
    let before = "    , ".len();
    let line = format!("{usual}, @{{ {own} }})");
    if before + line.len() <= powershell::WIDTH {
        return line;
    }
    format!("{usual}, @{{\n        {own} }})")
}
