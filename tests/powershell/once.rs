//! No function stands in two scripts of a bundle: what several need stands in `common.ps1` or `organization.ps1`. And none stands idle:
//! what no script of any bundle calls need not be read.

use std::collections::{BTreeMap, BTreeSet};

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

/// Functions that nothing in these scripts calls; the engine calls those of the contract.
fn idle(subjects: &[&Subject<'_>]) -> BTreeSet<String> {
    let calls = subjects.iter().flat_map(|subject| &subject.calls);
    let called: BTreeSet<&str> = calls.filter_map(|call| call.name).collect();
    let own = subjects.iter().flat_map(|subject| &subject.own);
    own.map(|function| function.name)
        .filter(|name| !called.contains(name) && !CONTRACT.contains(name))
        .map(str::to_owned)
        .collect()
}

/// The trial of a function that nobody calls: in a script of a step by the step itself, in the shared one by any bundle.
pub fn none_idle(subjects: &[&Subject<'_>]) -> Result<(), Failed> {
    let mut found = idle(subjects);
    for subject in subjects
        .iter()
        .filter(|subject| subject.script.step.is_some())
    {
        let others: BTreeSet<String> = idle(&[*subject]);
        found.extend(
            others
                .into_iter()
                .map(|name| format!("{name} in {}", subject.script.path)),
        );
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(format!("nobody calls {found:?}").into())
}

/// The trial of one bundle.
pub fn holds(subjects: &[&Subject<'_>]) -> Result<(), Failed> {
    match repeated(subjects) {
        found if found.is_empty() => Ok(()),
        found => Err(found.join("\n").into()),
    }
}

/// A function that nobody calls is found.
pub fn idle_is_found() -> Result<(), Failed> {
    let text = "function Get-HybridA { 1 }\nfunction Get-HybridB { Get-HybridA }";
    let script = Script::new("common.ps1", text, None, None);
    let found = idle(&[&Subject::new(&script, None)]);
    if found == BTreeSet::from(["Get-HybridB".to_owned()]) {
        return Ok(());
    }
    Err(format!("{found:?}").into())
}

/// A function that stands twice is found.
pub fn can_fail() -> Result<(), Failed> {
    let text = "function Get-StepThing { 1 }";
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
