//! What the template of a step's script sees.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::DomainName;
use crate::step::{Numbered, Step};
use crate::tenant::Tenant;

/// The values of a script, by the names that templates use.
#[derive(Debug, Clone, Serialize)]
pub struct Values<'a> {
    number: String,
    file_name: String,
    next: String,
    scripts: Map<String, Value>,
    step: OfStep,
    organization: OfOrganization<'a>,
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
    scopes: &'static [&'static str],
    links: &'static [&'static str],
    direction: &'static str,
    can_change: bool,
}

#[derive(Debug, Clone, Serialize)]
struct OfOrganization<'a> {
    tenant_id: &'a str,
    initial_domain: &'a DomainName,
    smtp_domains: &'a [DomainName],
    graph_environment: &'static str,
    graph_host: &'static str,
    exchange_environment: &'static str,
}

impl<'a> Values<'a> {
    /// Of the step at `index` of `steps`, the steps of the bundle.
    pub(super) fn of(tenant: &'a Tenant, steps: &[Numbered], index: usize) -> Self {
        let numbered = &steps[index];
        let step = numbered.step;
        let cloud = tenant.cloud.endpoints();
        Self {
            number: format!("{:02}", numbered.number),
            file_name: numbered.file_name(),
            next: next(steps.get(index + 1)),
            scripts: mending_scripts(steps, step),
            step: OfStep {
                id: step.id,
                context: step.context.as_str(),
                shell: step.context.shell(),
                title: step.title,
                summary: step.summary,
                undo: step.undo,
                role: step.roles.join(", "),
                scopes: step.scopes,
                links: step.links,
                direction: step.direction.as_str(),
                can_change: step.can_change,
            },
            organization: OfOrganization {
                tenant_id: tenant.tenant_id.as_ref().map_or("", |id| id.as_str()),
                initial_domain: &tenant.initial_domain,
                smtp_domains: &tenant.smtp_domains,
                graph_environment: cloud.mg_environment,
                graph_host: cloud.graph_host,
                exchange_environment: cloud.exo_environment,
            },
            want: (step.want)(tenant),
        }
    }
}

/// What a script names as the next one to run.
pub(crate) fn next(next: Option<&Numbered>) -> String {
    next.map_or_else(
        || "this was the last step of the bundle.".to_owned(),
        Numbered::windows_path,
    )
}

/// Where a test finds the script that mends a cause: step id to path. Other steps name none.
fn mending_scripts(steps: &[Numbered], step: &Step) -> Map<String, Value> {
    if !step.is_test {
        return Map::new();
    }
    steps
        .iter()
        .filter(|numbered| numbered.step.can_change)
        .map(|numbered| {
            let path = Value::String(numbered.windows_path());
            (numbered.step.id.to_owned(), path)
        })
        .collect()
}
