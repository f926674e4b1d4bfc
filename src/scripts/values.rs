//! What the template of a step's script sees.

use serde::Serialize;
use serde_json::Value;

use crate::dates::dates;
use crate::domain::microsoft::EXCHANGE_ONLINE_DOMAINS;
use crate::domain::{DomainName, HostName};
use crate::powershell;
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
    reads: &'a [Text],
    link: Option<&'a str>,
}

/// The values of `organization.ps1`.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Organization<'a> {
    name: &'a str,
    organization: Facts<'a>,
    steps: Vec<Row<'a>>,
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

#[derive(Debug, Clone, Serialize)]
struct Row<'a> {
    number: usize,
    id: &'a str,
    context: &'static str,
    direction: &'static str,
    role: String,
    can_change: bool,
    is_test: bool,
    scopes: &'a [Text],
    needs: Vec<&'a str>,
    title: &'a str,
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
                reads: &step.reads,
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
            steps: steps.iter().map(|numbered| row(numbered, steps)).collect(),
        }
    }
}

fn row<'a>(numbered: &Numbered<'a>, all: &[Numbered<'a>]) -> Row<'a> {
    let step = numbered.step;
    // One that stands for another is the one that is needed.
    let needed = |id: &'a str| {
        let mut others = all.iter().map(|other| other.step);
        others
            .find(|other| other.is(id))
            .map_or(id, |other| &other.id)
    };
    Row {
        number: numbered.number,
        id: &step.id,
        context: step.context.as_str(),
        direction: step.direction.as_str(),
        role: step.roles.join(", "),
        can_change: step.can_change,
        is_test: step.is_test,
        scopes: &step.scopes,
        needs: step.requires.iter().map(|id| needed(id)).collect(),
        title: &step.title,
    }
}
