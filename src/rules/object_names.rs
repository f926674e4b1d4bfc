//! Two objects of one kind in one organisation cannot share a name.

use crate::draft::{Draft, Notes};
use crate::lint::SAME_OBJECT_NAME;
use crate::resolve;

pub(super) fn check(draft: &Draft, notes: &mut Notes) {
    let method = draft.method.unwrap_or_default();
    let names = resolve::names(&draft.config.names, method, draft.tenant_id.as_ref());
    let pairs = [
        (
            "acs_auth_server",
            "evosts_auth_server",
            &names.acs_auth_server,
            &names.evosts_auth_server,
        ),
        (
            "setting_override",
            "graph_setting_override",
            &names.setting_override,
            &names.graph_setting_override,
        ),
    ];
    for (one, other, first, second) in pairs {
        if first.to_lowercase() != second.to_lowercase() {
            continue;
        }
        // At the one that is written: the other may be the default.
        let path = [other, one]
            .map(|key| format!("names.{key}"))
            .into_iter()
            .find(|path| notes.places.is_written(path));
        let Some(path) = path.filter(|path| !notes.has_finding(path)) else {
            continue;
        };
        let message = format!("`names.{one}` and `names.{other}` are the same name");
        notes.report(
            &SAME_OBJECT_NAME,
            &path,
            message,
            "Give each object a name of its own, or leave the keys out.",
        );
    }
}
