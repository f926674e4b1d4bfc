//! The sentences at the top of a change request.

use super::sentences::*;
use super::side::Side;
use super::words::Words;
use super::{ChangeRequest, Fact, Meaning};

/// The whole in one sentence or two.
pub(super) fn summary(request: &ChangeRequest, words: &Words) -> String {
    let files = words.count(request.files.len(), "file", "files");
    let scripts = words.count(request.scripts, "script", "scripts_many");
    match request.meaning {
        Meaning::Same => words.message("same").to_owned(),
        Meaning::Text => words.filled("text", &[("files", &files)]),
        Meaning::Scripts => words.filled("scripts", &[("scripts", &scripts), ("files", &files)]),
        Meaning::Unknown => words.filled("unknown", &[("files", &files)]),
        Meaning::Changed => {
            let objects = request.changes.iter().filter(|one| one.kind != "Config");
            let values = [
                (
                    "settings",
                    words.count(request.settings.len(), "setting", "settings"),
                ),
                ("objects", words.count(objects.count(), "object", "objects")),
                ("steps", words.count(request.steps.len(), "step", "steps")),
                ("files", files),
            ];
            let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
            words.filled("changed", &values)
        }
    }
}

/// What the reader has to know before the rest.
pub(super) fn notes(old: &Side, new: &Side) -> Vec<Fact> {
    let mut notes = Vec::new();
    let sides = [
        (old, OLD_LISTS_NOTHING, OLD_ALTERED),
        (new, NEW_LISTS_NOTHING, NEW_ALTERED),
    ];
    for (side, lists_nothing, is_altered) in sides {
        if side.manifest.resources.is_none() || side.manifest.settings.is_none() {
            notes.push(Fact::of(
                &[lists_nothing],
                vec![side.manifest.tool.to_string()],
            ));
        }
        let altered: Vec<String> = side.altered().into_iter().map(super::visible).collect();
        if !altered.is_empty() {
            notes.push(Fact::of(&[is_altered], altered));
        }
    }
    if old.is_manifest_alone() {
        notes.push(Fact::new(MANIFEST_ALONE));
    }
    let differs = |path: &str| old.setting(path) != new.setting(path);
    let known = !old.setting("tenant.initial_domain").is_null()
        && !new.setting("tenant.initial_domain").is_null();
    if known && (differs("tenant.initial_domain") || differs("cloud")) {
        notes.push(Fact::new(OTHER_TENANT));
    }
    if old.manifest.method != new.manifest.method {
        notes.push(Fact::new(OTHER_METHOD));
    }
    notes
}
