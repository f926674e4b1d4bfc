//! `clean-up`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::facts::text;
use super::item::{Change, Halt, Item};
use super::keys::{self, Key};
use super::service_principal_names::principal;
use super::world::{World, want};
use crate::step::{Context, Step};

#[derive(Deserialize)]
struct Want {
    application_identifier: String,
    test_evidence: Option<String>,
    test_reason: String,
}

pub(crate) fn plan(world: &mut World<'_>, step: &Step) -> Result<Vec<Item>, Halt> {
    let want: Want = want(world.tenant, step);
    let id = &want.application_identifier;
    let principal = principal(world, id)?;
    let ours = world.certificates.read()?;
    let present = keys::of(&principal, world.collected(Context::MgGraph));
    let is_ours = |key: &Key| {
        ours.all()
            .any(|one| one.thumbprint.eq_ignore_ascii_case(&key.thumbprint))
    };
    let (gone, kept): (Vec<&Key>, Vec<&Key>) =
        present.iter().partition(|key| key.expired || is_ours(key));
    let mut changes = Vec::new();
    if !gone.is_empty() {
        if want.test_evidence.is_none() {
            let reason = format!(
                "This bundle has no test: the config names no mailboxes (verification). {}",
                want.test_reason
            );
            return Err(Halt::stop_at(text(&principal, "displayName"), reason));
        }
        let before: Vec<Value> = present.iter().map(record).collect();
        let after: Vec<Value> = kept.iter().map(|key| record(key)).collect();
        changes.push(Change::new("keyCredentials", before, after));
    }
    let mut item = Item::found(
        "ServicePrincipal",
        &text(&principal, "displayName"),
        changes,
    )
    .with_key(id);
    if !gone.is_empty() {
        // `requires` names the test whose evidence the script asks for.
        item.only_after = step.requires.first().map(ToString::to_string);
        item = item.because(&want.test_reason);
    }
    if !kept.is_empty() {
        let names: Vec<&str> = kept.iter().map(|key| key.thumbprint.as_str()).collect();
        item = item.because(format!(
            "Keys of others stay until they are named with -AlsoRemove: {}.",
            names.join(", ")
        ));
    }
    Ok(vec![item])
}

/// As the evidence of this step keeps a key, but for its data, which is not collected.
fn record(key: &Key) -> Value {
    let mut record = key.record();
    record["type"] = json!(key.kind);
    record["usage"] = json!(key.usage);
    record
}
