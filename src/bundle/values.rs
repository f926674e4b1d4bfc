//! What the template of a step's script sees.

use serde::Serialize;
use serde_json::Value;

use crate::dates::dates;
use crate::domain::microsoft::EXCHANGE_ONLINE_DOMAINS;
use crate::domain::{DomainName, HostName};
use crate::powershell;
use crate::step::Numbered;
use crate::tenant::{ACS_FORMS, EVOSTS_FORMS, Tenant};

/// The values of a script, by the names that templates use.
#[derive(Debug, Clone, Serialize)]
pub struct Values {
    number: String,
    file_name: String,
    step: OfStep,
    want: Value,
}

#[derive(Debug, Clone, Serialize)]
struct OfStep {
    id: &'static str,
    context: &'static str,
    shell: &'static str,
    title: &'static str,
    summary: &'static str,
    undo: &'static str,
    role: String,
    reads: &'static [&'static str],
    link: Option<&'static str>,
}

/// The values of `organization.ps1`.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Organization<'a> {
    name: &'a str,
    organization: Facts<'a>,
    steps: Vec<Row>,
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
struct Row {
    number: usize,
    id: &'static str,
    context: &'static str,
    direction: &'static str,
    role: String,
    can_change: bool,
    is_test: bool,
    scopes: &'static [&'static str],
    needs: Vec<&'static str>,
    title: &'static str,
}

impl Values {
    /// Of a step of the bundle.
    pub(super) fn of(tenant: &Tenant, numbered: &Numbered) -> Self {
        let step = numbered.step;
        Self {
            number: format!("{:02}", numbered.number),
            file_name: numbered.file_name(),
            step: OfStep {
                id: step.id,
                context: step.context.as_str(),
                shell: step.context.shell(),
                title: step.title,
                summary: step.summary,
                undo: step.undo,
                role: step.roles.join(", "),
                reads: step.reads,
                link: step
                    .links
                    .iter()
                    .copied()
                    .find(|link| link.len() <= powershell::WIDTH),
            },
            want: step.values(tenant),
        }
    }
}

impl<'a> Organization<'a> {
    pub(super) fn of(tenant: &'a Tenant, steps: &[Numbered]) -> Self {
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
            steps: steps.iter().map(row).collect(),
        }
    }
}

fn row(numbered: &Numbered) -> Row {
    let step = numbered.step;
    Row {
        number: numbered.number,
        id: step.id,
        context: step.context.as_str(),
        direction: step.direction.as_str(),
        role: step.roles.join(", "),
        can_change: step.can_change,
        is_test: step.is_test,
        scopes: step.scopes,
        needs: step.requires.iter().map(|step| step.id).collect(),
        title: step.title,
    }
}

/// What a script names as the next one to run.
pub(crate) fn next(next: Option<&Numbered>) -> String {
    next.map_or_else(
        || "this was the last step; .\\Get-BundleStatus.ps1 says what was done.".to_owned(),
        Numbered::windows_path,
    )
}
