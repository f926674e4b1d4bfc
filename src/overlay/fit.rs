//! An overlay against a tenant: what can only be said when the steps of its bundle are known.

use super::{HEAD, Overlay};
use crate::finding::{Finding, locate};
use crate::lint::{Lint, OVERLAY_STEP};
use crate::source::decode;
use crate::steps;
use crate::tenant::Tenant;

impl Overlay {
    /// A finding at a value of the head.
    #[must_use]
    pub fn finding(
        &self,
        lint: &'static Lint,
        path: &str,
        message: String,
        help: impl Into<String>,
    ) -> Finding {
        let span = self.head.places.span(path);
        let mut finding = Finding::new(lint, span, path, message, help.into());
        let (shown, text) = self.head_text();
        locate(std::slice::from_mut(&mut finding), &shown, &text);
        finding
    }

    /// The head: as findings name the file, and its text.
    #[must_use]
    pub fn head_text(&self) -> (String, String) {
        let bytes = self.files.get(HEAD).map(Vec::as_slice).unwrap_or_default();
        let (text, _) = decode(bytes);
        (self.head.shown.clone(), text.into_owned())
    }
}

/// What does not fit, for a tenant that has the overlay.
#[must_use]
pub fn check(tenant: &Tenant) -> Vec<Finding> {
    let Some(overlay) = &tenant.overlay else {
        return Vec::new();
    };
    let there = steps::of(tenant);
    let procedure = steps::of_procedure(tenant.procedure);
    let mut findings = Vec::new();
    for (at, left) in overlay.left_out.iter().enumerate() {
        let Some(step) = procedure.iter().find(|step| step.id == left.step) else {
            continue;
        };
        for object in step
            .objects(tenant)
            .iter()
            .filter(|object| object.kind == "HandOff")
        {
            let name = object.key.trim_start_matches("handoff/");
            let readers = there.iter().filter(|one| one.step.reads.contains(&name));
            for reader in readers {
                let message = format!(
                    "the step {} reads {}, which {} writes",
                    reader.step.id, object.key, left.step
                );
                let help = format!("Leave {} out too, or keep {}.", reader.step.id, left.step);
                findings.push(overlay.finding(
                    &OVERLAY_STEP,
                    &format!("left_out[{at}].step"),
                    message,
                    help,
                ));
            }
        }
    }
    findings
}
