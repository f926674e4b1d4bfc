//! What a rule is.

use crate::functions::{self, Function};
use crate::invocation::{self, Invocation};
use crate::script::Script;

/// What a step script defines and the shared script calls; the shared script says what they do.
pub const CONTRACT: &[&str] = &["Get-StepState", "Get-StepChange", "Get-StepUndo"];

/// A rule that every script keeps, with the snippets that prove that it can fail.
pub struct Rule {
    pub name: &'static str,
    /// What breaks the rule, one line each.
    pub check: fn(&Subject<'_>) -> Vec<String>,
    pub bad: &'static [Bad],
}

/// A snippet that breaks a rule.
pub struct Bad {
    /// Folder of the shell, or empty for the shared script.
    pub shell: &'static str,
    pub text: &'static str,
    /// What the finding must say.
    pub says: &'static str,
}

/// A script with what it defines and calls, found out once for all rules.
pub struct Subject<'t> {
    pub script: &'t Script,
    /// Its functions.
    pub own: Vec<Function<'t>>,
    /// Its calls.
    pub calls: Vec<Invocation<'t>>,
    /// What it loads: the shared script, for a step with what its bundle adds to it; none for itself.
    pub common: Option<&'t Subject<'t>>,
}

impl<'t> Subject<'t> {
    /// A script beside the shared script.
    pub fn new(script: &'t Script, common: Option<&'t Subject<'t>>) -> Self {
        Self {
            script,
            own: functions::functions(script),
            calls: invocation::invocations(script),
            common,
        }
    }

    /// A function by its name.
    pub fn function(&self, name: &str) -> Option<&Function<'t>> {
        let mut own = self
            .own
            .iter()
            .chain(self.loaded().flat_map(|one| &one.own));
        own.find(|function| function.name.eq_ignore_ascii_case(name))
    }

    /// The scripts that it loads.
    pub fn loaded(&self) -> impl Iterator<Item = &'t Subject<'t>> {
        std::iter::successors(self.common, |one| one.common)
    }
}
