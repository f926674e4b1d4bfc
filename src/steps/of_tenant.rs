//! What a step is for an organisation.

use serde_json::{Value, json};

use crate::data_step;
use crate::digest::sha256;
use crate::placeholder::Values;
use crate::resource::Resource;
use crate::step::{Data, Does, OWN_CODE, Step};
use crate::tenant::Tenant;
use crate::wanted::{self, Wanted};

/// Whether the tenant needs it, as far as the step says it itself.
pub(super) fn asks_for(tenant: &Tenant, step: &Step) -> bool {
    match &step.does {
        Does::Code => true,
        Does::Data(data) => {
            let mut wanted = data.wanted.iter();
            tenant.meets(&data.when) && wanted.any(|one| tenant.meets(&one.when))
        }
        Does::Own(own) => tenant.meets(&own.when),
    }
}

/// What it wants, where it is data.
#[must_use]
pub fn wanted(tenant: &Tenant, step: &Step) -> Option<Vec<Wanted>> {
    match &step.does {
        Does::Code | Does::Own(_) => None,
        Does::Data(data) => Some(filled(tenant, data)),
    }
}

/// The values of its template.
#[must_use]
pub fn values(tenant: &Tenant, step: &Step) -> Value {
    match &step.does {
        Does::Code => (super::code_of(step).want)(tenant),
        Does::Data(data) => wanted::values(&filled(tenant, data), None),
        Does::Own(_) => json!({ "mark": OWN_CODE }),
    }
}

/// The objects as they shall be.
#[must_use]
pub fn objects(tenant: &Tenant, step: &Step) -> Vec<Resource> {
    match &step.does {
        Does::Code => (super::code_of(step).resources)(tenant),
        Does::Data(data) => {
            let wanted = filled(tenant, data);
            wanted.iter().filter_map(Wanted::resource).collect()
        }
        // What it changes it says itself; here it is known by its text.
        Does::Own(own) => vec![Resource {
            kind: "OwnCode",
            key: step.id.to_string(),
            properties: vec![("SHA256".into(), json!(sha256(own.code.as_bytes())))],
        }],
    }
}

/// The name of its template in the engine.
#[must_use]
pub fn template_name(step: &Step) -> String {
    match &step.does {
        Does::Code => super::code_of(step).template_name(),
        Does::Data(_) => "wanted.ps1.tera".to_owned(),
        Does::Own(_) => "own.ps1.tera".to_owned(),
    }
}

fn filled(tenant: &Tenant, data: &Data) -> Vec<Wanted> {
    data_step::filled(data, &placeholders(tenant))
}

/// What stands for placeholders.
pub(super) fn placeholders(tenant: &Tenant) -> Values<'_> {
    Values {
        tenant,
        script: super::windows_path,
    }
}
