//! No function stands in two scripts of a bundle: what several need stands in `common.ps1`.

use std::collections::BTreeMap;

use libtest_mimic::Failed;

use crate::rule::{CONTRACT, Subject};
use crate::script::Script;

/// Functions that more than one script defines, with the scripts; those of the contract are each step's own.
fn repeated(subjects: &[&Subject<'_>]) -> Vec<String> {
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for subject in subjects {
        for function in &subject.own {
            let scripts = places.entry(function.name).or_default();
            scripts.push(&subject.script.path);
        }
    }
    let several = places
        .iter()
        .filter(|(name, scripts)| scripts.len() > 1 && !CONTRACT.contains(name));
    several
        .map(|(name, scripts)| format!("{name} stands in {}", scripts.join(" and ")))
        .collect()
}

/// The trial of one bundle.
pub fn holds(subjects: &[&Subject<'_>]) -> Result<(), Failed> {
    match repeated(subjects) {
        found if found.is_empty() => Ok(()),
        found => Err(found.join("\n").into()),
    }
}

/// A function that stands twice is found.
pub fn can_fail() -> Result<(), Failed> {
    let text = "function Get-StepThing { [CmdletBinding()] param() 1 }";
    let scripts = ["a.ps1", "b.ps1"].map(|path| Script::new(path, text, None, None));
    let subjects: Vec<_> = scripts
        .iter()
        .map(|script| Subject::new(script, None))
        .collect();
    let found = repeated(&subjects.iter().collect::<Vec<_>>());
    if found == ["Get-StepThing stands in a.ps1 and b.ps1"] {
        return Ok(());
    }
    Err(format!("{found:?}").into())
}
