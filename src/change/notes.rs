//! The sentences at the top of a change request.

use super::side::Side;
use super::{Change, Fact, Meaning, PropertyChange, StepChange};

/// The whole in one sentence or two.
pub(super) fn summary(
    meaning: Meaning,
    changes: &[Change],
    settings: &[PropertyChange],
    steps: &[StepChange],
    files: usize,
    scripts: usize,
) -> String {
    let count = |number: usize, word: &str| match number {
        1 => format!("1 {word}"),
        _ => format!("{number} {word}s"),
    };
    let files = count(files, "file");
    match meaning {
        Meaning::Same => "Nothing differs.".into(),
        Meaning::Text => format!(
            "Only text moves: the same objects, properties and settings are wanted and no script does anything else; {files} differ in words, comments or digests."
        ),
        Meaning::Scripts => format!(
            "The same objects, properties and settings are wanted, but {} run other lines. {files} differ.",
            count(scripts, "script")
        ),
        Meaning::Unknown => format!(
            "{files} differ. What that means for objects is not known, since a bundle does not list the objects it wants: read the lines below."
        ),
        Meaning::Changed => {
            let objects = changes.iter().filter(|one| one.kind != "Config").count();
            format!(
                "The meaning changes: {}, {}, {}; {files} differ.",
                count(settings.len(), "setting"),
                count(objects, "object"),
                count(steps.len(), "step")
            )
        }
    }
}

/// What the reader has to know before the rest.
pub(super) fn notes(old: &Side, new: &Side) -> Vec<Fact> {
    let mut notes = Vec::new();
    for (word, side) in [("old", old), ("new", new)] {
        if side.manifest.resources.is_none() || side.manifest.settings.is_none() {
            notes.push(Fact::of(format!(
                "The {word} bundle was written by a version that did not list objects and settings, so these cannot be compared. Compare the config it was written from, or generate it anew. Written by"
            ), vec![format!("{} {}", side.manifest.tool.name, side.manifest.tool.version)]));
        }
        let altered: Vec<String> = side.altered().into_iter().map(super::visible).collect();
        if !altered.is_empty() {
            notes.push(Fact::of(format!(
                "Files of the {word} bundle are not as its own lists say: they were changed, added, signed or lost after it was written, so its list of objects need not be what they do"
            ), altered));
        }
    }
    if old.is_manifest_alone() && !new.is_manifest_alone() {
        notes.push(Fact::new("Of the approved bundle only the manifest is kept, so lines of scripts are not compared; `generate --check --approved` with the config compares them where the config still gives the approved bundle."));
    }
    let differs = |path: &str| old.setting(path) != new.setting(path);
    let known = !old.setting("tenant.initial_domain").is_null()
        && !new.setting("tenant.initial_domain").is_null();
    if known && (differs("tenant.initial_domain") || differs("cloud")) {
        notes.push(Fact::new("The two are for different tenants: the new scripts look for other objects, and nothing they do touches what the old ones made. Evidence and hand-off files of one must not be used with the other."));
    }
    if old.manifest.method != new.manifest.method {
        notes.push(Fact::new("The method changes. What the old method made stays where it is; Rollback of its steps needs the old bundle with its evidence, so keep it until nobody wants to go back."));
    }
    notes
}
