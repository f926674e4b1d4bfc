//! What a script prints when all goes well, so that people know what to look for.

use crate::step::Numbered;

/// Sentences of `common.ps1` that the runbook quotes; a test finds each in it.
pub const PRINTED: &[&str] = &[FIRST, NOTHING, AS_WANTED, LOOKED, NEXT, LAST];

const FIRST: &str = "{0:00} {1}: {2} ({3})";
pub(super) const NOTHING: &str =
    "Already done: everything this step wants is there. Nothing was changed.";
pub(super) const AS_WANTED: &str = "All is as wanted. Nothing to do.";
const NEXT: &str = "Next: {0}";
const LAST: &str = "this was the last step; .\\Get-BundleStatus.ps1 says what was done.";
pub(super) const LOOKED: &str = "This step only looks. Nothing was changed.";

/// The lines of a first Apply that changes something and ends well; a script prints English in every language.
pub fn apply(numbered: &Numbered, next: Option<&Numbered>) -> String {
    let step = numbered.step;
    let first = FIRST
        .replace("{0:00}", &format!("{:02}", numbered.number))
        .replace("{1}", &step.id)
        .replace("{2}", &step.title)
        .replace("{3}", "Apply");
    let next = next.map_or_else(|| LAST.to_owned(), Numbered::windows_path);
    format!(
        "{first}\n...\n{}\n\nStep     : {}\nAction   : Apply\nResult   : changed\nExitCode : 0\nEvidence : ...\\evidence\\{:02}-{}.apply.json",
        NEXT.replace("{0}", &next),
        step.id,
        numbered.number,
        step.id,
    )
}
