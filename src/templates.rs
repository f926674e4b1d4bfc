//! The template engine: every interpolated string of a script becomes a PowerShell literal.

use std::sync::LazyLock;

use serde_json::Value;
use tera::{Context, Kwargs, State, Tera};

use crate::powershell;
use crate::steps;

/// Templates that are not a step's own: name in the engine, text.
const SHARED: &[(&str, &str)] = &[
    (
        "common.ps1.tera",
        include_str!("../templates/common.ps1.tera"),
    ),
    (
        "common/values.ps1.tera",
        include_str!("../templates/common/values.ps1.tera"),
    ),
    (
        "common/messages.ps1.tera",
        include_str!("../templates/common/messages.ps1.tera"),
    ),
    (
        "common/findings.ps1.tera",
        include_str!("../templates/common/findings.ps1.tera"),
    ),
    (
        "common/evidence.ps1.tera",
        include_str!("../templates/common/evidence.ps1.tera"),
    ),
    (
        "common/record.ps1.tera",
        include_str!("../templates/common/record.ps1.tera"),
    ),
    (
        "common/retry.ps1.tera",
        include_str!("../templates/common/retry.ps1.tera"),
    ),
    (
        "common/context.ps1.tera",
        include_str!("../templates/common/context.ps1.tera"),
    ),
    (
        "common/changes.ps1.tera",
        include_str!("../templates/common/changes.ps1.tera"),
    ),
    (
        "common/handoff.ps1.tera",
        include_str!("../templates/common/handoff.ps1.tera"),
    ),
    (
        "common/diagnosis.ps1.tera",
        include_str!("../templates/common/diagnosis.ps1.tera"),
    ),
    (
        "common/step.ps1.tera",
        include_str!("../templates/common/step.ps1.tera"),
    ),
    ("step.ps1.tera", include_str!("../templates/step.ps1.tera")),
    (
        "test-bundle.ps1.tera",
        include_str!("../templates/test-bundle.ps1.tera"),
    ),
    (
        "parts/find-auth-server.ps1.tera",
        include_str!("../templates/parts/find-auth-server.ps1.tera"),
    ),
    (
        "parts/connector.ps1.tera",
        include_str!("../templates/parts/connector.ps1.tera"),
    ),
    (
        "parts/certificates.ps1.tera",
        include_str!("../templates/parts/certificates.ps1.tera"),
    ),
    (
        "parts/service-principal.ps1.tera",
        include_str!("../templates/parts/service-principal.ps1.tera"),
    ),
    (
        "parts/key-credentials.ps1.tera",
        include_str!("../templates/parts/key-credentials.ps1.tera"),
    ),
    (
        "parts/application.ps1.tera",
        include_str!("../templates/parts/application.ps1.tera"),
    ),
    (
        "parts/app-roles.ps1.tera",
        include_str!("../templates/parts/app-roles.ps1.tera"),
    ),
    (
        "parts/graph-list.ps1.tera",
        include_str!("../templates/parts/graph-list.ps1.tera"),
    ),
    (
        "parts/override-acting.ps1.tera",
        include_str!("../templates/parts/override-acting.ps1.tera"),
    ),
    (
        "parts/override-refresh.ps1.tera",
        include_str!("../templates/parts/override-refresh.ps1.tera"),
    ),
    (
        "parts/tested.ps1.tera",
        include_str!("../templates/parts/tested.ps1.tera"),
    ),
    (
        "parts/test-result.ps1.tera",
        include_str!("../templates/parts/test-result.ps1.tera"),
    ),
    (
        "parts/thumbprint.ps1.tera",
        include_str!("../templates/parts/thumbprint.ps1.tera"),
    ),
    (
        "parts/read-kind.ps1.tera",
        include_str!("../templates/parts/read-kind.ps1.tera"),
    ),
    (
        "parts/exchange-servers.ps1.tera",
        include_str!("../templates/parts/exchange-servers.ps1.tera"),
    ),
    (
        "parts/collect.ps1.tera",
        include_str!("../templates/parts/collect.ps1.tera"),
    ),
    (
        "parts/preflight-shell.ps1.tera",
        include_str!("../templates/parts/preflight-shell.ps1.tera"),
    ),
    (
        "parts/preflight-servers.ps1.tera",
        include_str!("../templates/parts/preflight-servers.ps1.tera"),
    ),
    (
        "parts/preflight-certificates.ps1.tera",
        include_str!("../templates/parts/preflight-certificates.ps1.tera"),
    ),
    (
        "parts/preflight-directories.ps1.tera",
        include_str!("../templates/parts/preflight-directories.ps1.tera"),
    ),
    (
        "parts/preflight-objects.ps1.tera",
        include_str!("../templates/parts/preflight-objects.ps1.tera"),
    ),
];

/// The engine with all templates, made once.
fn engine() -> &'static Tera {
    static ENGINE: LazyLock<Tera> = LazyLock::new(|| {
        let mut tera = Tera::new();
        tera.autoescape_on([".ps1.tera"]);
        tera.set_escape_fn(powershell::write_string);
        tera.register_filter("ps", lower);
        let own = steps::all().map(|step| (step.template_name(), step.template));
        let shared = SHARED
            .iter()
            .map(|(name, text)| ((*name).to_owned(), *text));
        tera.add_raw_templates(shared.chain(own))
            .expect("the templates are compiled in and every test renders them");
        tera
    });
    &ENGINE
}

/// The filter `ps`: Booleans, null, lists and maps as PowerShell literals.
fn lower(value: &tera::Value, _: Kwargs, _: &State) -> tera::TeraResult<tera::Value> {
    let json: Value = serde_json::to_value(value)
        .map_err(|error| tera::Error::message(format!("no PowerShell literal: {error}")))?;
    Ok(tera::Value::safe_string(&powershell::literal(&json)))
}

/// Renders a template.
///
/// # Panics
///
/// When a template and its context do not fit, which no input can cause: templates are compiled
/// in, contexts are made of checked tenants, and every test renders them.
#[must_use]
pub fn render(name: &str, context: &Value) -> String {
    let context = Context::from_serialize(context).expect("the context is a JSON object");
    match engine().render(name, &context) {
        Ok(text) => text,
        Err(error) => panic!("the template {name} does not fit its values: {error:?}"),
    }
}
