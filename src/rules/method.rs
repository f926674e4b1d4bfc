//! What goes with which method.

use crate::domain::{Cloud, HybridApi, Method};
use crate::draft::{Draft, Notes};
use crate::lint::{
    GRAPH_NOT_IN_CLOUD, METHOD_NO_LONGER_WORKS, OPTION_OF_OTHER_METHOD, OPTION_WITHOUT_EFFECT,
};

/// Keys that mean something to the dedicated application only.
const DEDICATED_APP_KEYS: [&str; 4] = [
    "hybrid_api",
    "ews_allowed_app_ids",
    "names.setting_override",
    "names.graph_setting_override",
];

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    match draft.method_set_up() {
        Some(Method::SharedPrincipal) => shared_principal(notes),
        Some(Method::DedicatedApp) => dedicated_app(draft, notes),
        None => {}
    }
}

fn shared_principal(notes: &mut Notes) {
    let message = "calls made with the shared service principal are refused since 31 October 2025";
    let help = "Write \"method\": \"dedicated-app\", which replaces it: Exchange Online blocks EWS calls of the shared \
                principal, so on-premises to online stays broken, and keys left on it are the exposure of CVE-2025-53786.";
    notes.report(&METHOD_NO_LONGER_WORKS, "method", message, help);
    for key in DEDICATED_APP_KEYS {
        if notes.places.is_written(key) {
            let message = format!("`{key}` belongs to the method `dedicated-app`");
            notes.report(
                &OPTION_OF_OTHER_METHOD,
                key,
                message,
                "Take it out, or write \"method\": \"dedicated-app\".",
            );
        }
    }
}

fn dedicated_app(draft: &Draft, notes: &mut Notes) {
    let graph = draft.hybrid_api.is_none_or(HybridApi::uses_graph);
    if let Some(cloud) = draft.cloud
        && draft.hybrid_api.is_some_and(HybridApi::uses_graph)
        && !cloud.endpoints().graph_flow
        // It may be the cloud that is wrong.
        && !notes.has_finding("tenant.initial_domain")
    {
        let message = format!(
            "calls through Microsoft Graph exist in the cloud `{}` only, not in `{cloud}`",
            Cloud::Global
        );
        notes.report(
            &GRAPH_NOT_IN_CLOUD,
            "hybrid_api",
            message,
            "Write \"hybrid_api\": \"ews\" or leave the key out.",
        );
    }
    let key = "ews_allowed_app_ids";
    if !draft.hybrid_api.is_none_or(HybridApi::uses_ews) && notes.places.is_written(key) {
        let message =
            "this bundle leaves the allow-list of EWS alone, since its calls go to Microsoft Graph";
        let help = "Take it out, or write \"hybrid_api\": \"ews\" or \"both\".";
        notes.report(&OPTION_WITHOUT_EFFECT, key, message, help);
    }
    let key = "names.graph_setting_override";
    if !graph && notes.places.is_written(key) {
        let message = "this override is created only when calls go through Microsoft Graph";
        let help = "Take it out, or write \"hybrid_api\": \"graph\" or \"both\".";
        notes.report(&OPTION_WITHOUT_EFFECT, key, message, help);
    }
}
