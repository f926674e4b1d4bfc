//! The change on one page, for a ticket: what, why, risk, roles, window, back-out, test.

use serde::Serialize;

use super::side::Side;
use super::{Action, Change};
use crate::domain::{self, Method};
use crate::risk::Level;
use crate::step::Text;

/// Things that are named; more would not fit on a page.
const MOST: usize = 10;

/// What a change board asks.
#[derive(Debug, Clone, Serialize)]
pub struct Ticket {
    /// What the new config says about the change.
    pub change: domain::Change,
    /// What changes, the first of it.
    pub what: Vec<What>,
    /// How much more does.
    pub more: usize,
    /// The highest of all.
    pub risk: Level,
    /// Why it is that high.
    pub reasons: Vec<Text>,
    /// Who runs the scripts, with their shells.
    pub roles: Vec<(Text, &'static str)>,
    /// When it acts.
    pub acts: Vec<Text>,
    /// Commands that take it back, in their order; empty where no organisation is touched.
    pub back_out: Vec<String>,
    /// Commands that prove it.
    pub tests: Vec<String>,
    /// Whether the new bundle has a test of its calls.
    pub tested: bool,
    /// Whether one of these fails whatever is done: Exchange Online refuses the shared principal.
    pub refused: bool,
    /// Whether the way back goes further than to the old bundle.
    pub beyond: bool,
}

/// Something that changes.
#[derive(Debug, Clone, Serialize)]
pub struct What {
    /// What becomes of it.
    pub action: Action,
    /// Its kind.
    pub kind: String,
    /// What it is found by.
    pub key: String,
    /// The script that acts.
    pub script: Option<String>,
}

pub(super) fn ticket(new: &Side, changes: &[Change]) -> Ticket {
    let acting = || changes.iter().filter(|one| one.risk.level > Level::None);
    let risk = changes.iter().map(|one| one.risk.level).max();
    let risk = risk.unwrap_or(Level::None);
    // What stays needs nobody and no way back.
    let run = || acting().filter(|one| one.action != Action::Remove);
    let scripts = unique(run().filter_map(|one| one.script.as_deref()));
    let command =
        |script: &str, action: &str| format!(".\\{} -Action {action}", script.replace('/', "\\"));
    // In the order of the bundle: some steps ask for a passed test.
    let is_test = |id: &str| id.starts_with("test-");
    let steps = new.manifest.steps.iter();
    let tests = steps.filter_map(|step| match is_test(&step.id) {
        true => Some(format!(".\\{}", step.file.replace('/', "\\"))),
        false => (scripts.contains(&step.file.as_str())).then(|| command(&step.file, "Verify")),
    });
    let tests: Vec<String> = tests.collect();
    let tested = new.manifest.steps.iter().any(|step| is_test(&step.id));
    // What is only shown somewhere matters where nothing else changes.
    let shown_only = |one: &&Change| one.step.is_none();
    let mut what: Vec<&Change> = changes.iter().filter(|one| !shown_only(one)).collect();
    if what.is_empty() {
        what = changes.iter().collect();
    }
    Ticket {
        change: record(new),
        what: what
            .iter()
            .take(MOST)
            .map(|one| What {
                action: one.action,
                kind: one.kind.clone(),
                key: one.key.clone(),
                script: one.script.clone(),
            })
            .collect(),
        more: what.len().saturating_sub(MOST),
        risk,
        reasons: unique(
            acting()
                .filter(|one| one.risk.level == risk)
                .map(|one| one.risk.reason.clone()),
        ),
        roles: unique(run().flat_map(|one| one.roles.iter().map(|role| (role.clone(), one.shell)))),
        acts: unique(run().map(|one| one.acts.clone())),
        back_out: scripts
            .iter()
            .rev()
            .map(|script| command(script, "Rollback"))
            .collect(),
        refused: new.manifest.method == Method::SharedPrincipal.to_string()
            && tests.iter().any(|test| test.contains("test-to-online")),
        beyond: run().any(|one| one.action == Action::Change),
        tested,
        tests,
    }
}

/// What the config says about the change, from the settings of the bundle.
fn record(new: &Side) -> domain::Change {
    let said = |key: &str| new.setting(key).as_str().map(str::to_owned);
    domain::Change {
        id: said("change.id"),
        reason: said("change.reason"),
        requester: said("change.requester"),
        approver: said("change.approver"),
        window: said("change.window"),
        reference: said("change.reference"),
    }
}

/// Each once, in the order in which they come.
fn unique<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}
