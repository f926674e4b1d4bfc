//! What goes with which procedure.

use crate::domain::Procedure;
use crate::draft::{Draft, Notes};
use crate::lint::{FEDERATION_NOT_IN_CLOUD, OPTION_WITHOUT_EFFECT};
use crate::procedure::MethodIs;
use crate::steps;

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    let Some(procedure) = draft.procedure else {
        return;
    };
    let name = procedure.as_str();
    if steps::description(procedure).method == MethodIs::Nothing {
        for key in ["method", "hybrid_api", "ews_allowed_app_ids"] {
            if notes.places.is_written(key) {
                let message = format!("`{key}` means nothing to the procedure `{name}`");
                notes.report(&OPTION_WITHOUT_EFFECT, key, message, "Take it out.");
            }
        }
    }
    if procedure == Procedure::ORGANIZATION_RELATIONSHIP
        && let Some(cloud) = draft.cloud
        && cloud.endpoints().federation.is_none()
        // It may be the cloud that is wrong.
        && !notes.has_finding("tenant.initial_domain")
    {
        let message = format!(
            "how to federate with Exchange Online is not published for the cloud `{cloud}`"
        );
        let help = "Use OAuth: leave `procedure` out. Microsoft's pages name the values for the Global cloud and GCC High only.";
        notes.report(&FEDERATION_NOT_IN_CLOUD, "procedure", message, help);
    }
}
