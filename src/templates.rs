//! The template engine: every interpolated string of a script becomes a PowerShell literal.
//!
//! A template is parsed when a bundle first needs it: most bundles need half of them.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock, RwLockReadGuard};

use memchr::memmem;
use serde::Serialize;
use serde_json::Value;
use tera::{Context, Kwargs, State, Tera};

use crate::powershell;
use crate::steps;

mod aside;

pub use aside::set_aside;

macro_rules! template {
    ($name:literal) => {
        ($name, include_str!(concat!("../templates/", $name)))
    };
}

/// Templates that are not a step's own: name in the engine, text.
const SHARED: &[(&str, &str)] = &[
    template!("failures.ps1.tera"),
    template!("organization.ps1.tera"),
    template!("step.ps1.tera"),
    template!("wanted.ps1.tera"),
    template!("own.ps1.tera"),
    template!("get-bundle-status.ps1.tera"),
    template!("test-bundle.ps1.tera"),
    template!("parts/overrides.ps1.tera"),
    template!("parts/ews-list.ps1.tera"),
    template!("parts/app-roles.ps1.tera"),
    template!("parts/tested.ps1.tera"),
    template!("parts/untested-help.ps1.tera"),
    template!("parts/untested-parameter.ps1.tera"),
    template!("parts/preflight-shell.ps1.tera"),
    template!("parts/preflight-servers.ps1.tera"),
    template!("parts/preflight-certificates.ps1.tera"),
    template!("parts/preflight-directories.ps1.tera"),
    template!("parts/preflight-objects.ps1.tera"),
    template!("parts/preflight-clients.ps1.tera"),
    template!("parts/preflight-verdict.ps1.tera"),
    template!("parts/preflight-known.ps1.tera"),
    template!("parts/preflight-people.ps1.tera"),
    template!("parts/preflight-federation.ps1.tera"),
    template!("parts/preflight-routing.ps1.tera"),
];

/// Most scripts fit, in bytes: a text that grows is copied every time that it doubles.
const ROOM: usize = 16 * 1024;

/// The text of every template by its name in the engine.
static TEXTS: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let own = steps::code().map(|code| (code.template_name(), code.template));
    let shared = SHARED
        .iter()
        .map(|(name, text)| ((*name).to_owned(), *text));
    shared.chain(own).collect()
});

static ENGINE: LazyLock<RwLock<Tera>> = LazyLock::new(|| {
    let mut tera = Tera::new();
    tera.autoescape_on([".ps1.tera"]);
    tera.set_escape_fn(powershell::write_string);
    tera.register_filter("ps", lower);
    RwLock::new(tera)
});

/// The engine with these templates and all that they name; those it has are not parsed again.
fn engine(names: &[&str]) -> RwLockReadGuard<'static, Tera> {
    let read = || ENGINE.read().unwrap_or_else(PoisonError::into_inner);
    let there = read();
    if names.iter().all(|name| there.contains_template(name)) {
        return there;
    }
    drop(there);
    let mut tera = ENGINE.write().unwrap_or_else(PoisonError::into_inner);
    let mut wanted: HashMap<&str, &str> = HashMap::new();
    let mut open = names.to_vec();
    while let Some(name) = open.pop() {
        if !tera.contains_template(name) && !wanted.contains_key(name) {
            let text = TEXTS[name];
            wanted.insert(name, text);
            open.extend(named(text));
        }
    }
    let texts = wanted
        .into_iter()
        .map(|(name, text)| (name, set_aside(text, &mut tera)));
    let texts: Vec<(&str, String)> = texts.collect();
    tera.add_raw_templates(texts)
        .expect("the templates are compiled in and every test renders them");
    drop(tera);
    read()
}

/// The templates that a template extends or includes.
fn named(text: &str) -> impl Iterator<Item = &str> {
    memmem::find_iter(text.as_bytes(), "{% ").filter_map(|at| {
        let tag = &text[at + "{% ".len()..];
        let name = tag.strip_prefix("extends \"");
        let name = name.or_else(|| tag.strip_prefix("include \""))?;
        name.split('"').next()
    })
}

/// The filter `ps`: Booleans, null, lists and maps as PowerShell literals.
fn lower(value: &tera::Value, _: Kwargs, _: &State) -> tera::TeraResult<tera::Value> {
    let json: Value = serde_json::to_value(value)
        .map_err(|error| tera::Error::message(format!("no PowerShell literal: {error}")))?;
    Ok(tera::Value::safe_string(&powershell::literal(&json)))
}

/// Parses templates that are about to be rendered: together takes less than one by one.
pub fn prepare(names: &[&str]) {
    drop(engine(names));
}

/// Renders a template.
///
/// # Panics
///
/// When a template and its values do not fit, which no input can cause: templates are compiled
/// in, values are made of checked tenants, and every test renders them.
#[must_use]
pub fn render(name: &str, values: &impl Serialize) -> String {
    let context = Context::from_serialize(values).expect("the values are a map");
    let mut out = Vec::with_capacity(ROOM);
    if let Err(error) = engine(&[name]).render_to(name, &context, &mut out) {
        panic!("the template {name} does not fit its values: {error:?}");
    }
    String::from_utf8(out).expect("templates and values are text")
}
