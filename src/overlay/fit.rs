//! An overlay against a tenant: what can only be said when the steps of its bundle are known.

use jsonc_parser::common::Ranged;

use super::{HEAD, Overlay};
use crate::finding::{Finding, locate};
use crate::lint::{Lint, OVERLAY_STEP};
use crate::source::decode;
use crate::step::Numbered;
use crate::steps;
use crate::syntax;
use crate::tenant::Tenant;

/// A finding at a value of the head.
fn finding(
    overlay: &Overlay,
    lint: &'static Lint,
    path: &str,
    message: String,
    help: impl Into<String>,
) -> Finding {
    let span = overlay.head.places.span(path);
    let mut finding = Finding::new(lint, span, path, message, help.into());
    let (shown, text) = head_text(overlay);
    locate(std::slice::from_mut(&mut finding), &shown, &text);
    finding
}

/// A finding at what the head says of a step, else at the head as a whole.
pub(super) fn at_step(
    overlay: &Overlay,
    id: &str,
    message: String,
    help: impl Into<String>,
) -> Finding {
    let left_out = overlay.own.left_out.iter().position(|one| one.id == id);
    let ordered = overlay.own.order.iter().position(|one| one == id);
    let path = match (left_out, ordered) {
        (Some(at), _) => format!("left_out[{at}].step"),
        (None, Some(at)) => format!("order[{at}]"),
        (None, None) => String::new(),
    };
    finding(overlay, &OVERLAY_STEP, &path, message, help)
}

/// A finding at a key of the file of an own step; none where there is no such step or key.
pub(super) fn at_key(
    overlay: &Overlay,
    id: &str,
    key: &str,
    message: &str,
    help: &str,
) -> Option<Finding> {
    let folder = overlay.head.shown.strip_suffix(HEAD)?;
    let (path, bytes) = ["steps", "scripts"].iter().find_map(|folder| {
        let path = format!("{folder}/{id}.json");
        overlay.files.get(&path).map(|bytes| (path, bytes))
    })?;
    let (text, _) = decode(bytes);
    let tree = syntax::parse(&text).ok()?;
    let range = tree.as_object()?.get(key)?.value.range();
    let place = range.start..range.end;
    let mut finding = Finding::new(&OVERLAY_STEP, place, key, message.into(), help.into());
    let shown = format!("{folder}{path}");
    locate(std::slice::from_mut(&mut finding), &shown, &text);
    Some(finding)
}

/// The head: as findings name the file, and its text.
#[must_use]
pub fn head_text(overlay: &Overlay) -> (String, String) {
    let bytes = overlay
        .files
        .get(HEAD)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let (text, _) = decode(bytes);
    (overlay.head.shown.clone(), text.into_owned())
}

/// What does not fit, for a tenant that has the overlay: a hand-off that nobody writes any more.
#[must_use]
pub fn check(tenant: &Tenant) -> Vec<Finding> {
    let Some(overlay) = &tenant.overlay else {
        return Vec::new();
    };
    let there = steps::of(tenant);
    let procedure = steps::of_procedure(tenant.procedure);
    let own = &overlay.own;
    let replaced = own.steps.iter().filter_map(|step| step.replaces.as_deref());
    let left_out = own.left_out.iter().map(|one| one.id.as_str());
    let mut findings = Vec::new();
    for id in left_out.chain(replaced) {
        let Some(step) = procedure.iter().find(|step| step.id == id) else {
            continue;
        };
        let written = steps::objects(tenant, step).into_iter();
        for object in written.filter(|object| object.kind == "HandOff") {
            let name = object.key.trim_start_matches("handoff/");
            let reads = |one: &&Numbered<'_>| one.step.reads.iter().any(|read| read == name);
            for reader in there.iter().filter(reads) {
                let message = format!(
                    "the step {} reads {}, which {id} writes",
                    reader.step.id, object.key
                );
                let help = format!("Leave {} out too, or keep {id}.", reader.step.id);
                findings.push(at_step(overlay, id, message, help));
            }
        }
    }
    findings
}
