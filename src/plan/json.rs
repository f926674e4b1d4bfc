//! A plan as data.

use serde_json::{Value, json};

use super::Plan;

/// The document of `plan --format json`.
#[must_use]
pub fn document(plan: &Plan) -> Value {
    json!({
        "format_version": 1,
        "name": plan.name,
        "sources": plan.sources,
        "summary": plan.summary(),
        "resources": plan.resources,
    })
}
