//! The points that are proven, a module each; a trial is a scenario and a point.

mod again;
mod attacks;
mod calls;
mod faults;
mod gained;
mod in_order;
mod kill;
mod killed;
mod late;
mod locale;
mod plan;
mod produced;
mod records;
mod rollback;
mod shells;
mod status;
mod stopped;
mod unseen;
mod verify;
mod what_if;

use serde_json::json;

use crate::proof::extent;
use crate::proof::failures;
use crate::proof::lab::Lab;
use crate::proof::runner::{self, Batch};
use crate::proof::scenarios::{self, Scenario};
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

/// What a trial proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    InOrder,
    Again,
    Plan,
    WhatIf,
    Verify,
    Rollback,
    Kill,
    Killed,
    Faults,
    Late,
    Shells,
    Status,
    Stopped,
    Gained,
    Records,
    Unseen,
    Locale(&'static str),
    Failures,
    Calls,
    Attacks,
}

/// A trial.
#[derive(Debug, Clone)]
pub struct Point {
    pub scenario: Scenario,
    pub kind: Kind,
}

/// Scenarios in which whole processes are killed, that run in other languages, whose calls are counted.
const MODEL: [&str; 2] = ["hbna/nothing-there", "contoso/nothing-there"];
const LANGUAGES: [&str; 3] = ["ko_KR.UTF-8", "tr_TR.UTF-8", "th_TH.UTF-8"];
const SPOKEN: [&str; 2] = ["hbna/half-by-hand", "contoso/nothing-there"];

/// Where the steps that only Hybrid Modern Authentication has are tried in other shells, late and killed.
const SIGN_IN: &str = "hbna-hybrid-modern-authentication/directories-without-oauth";

/// Where a person says that calls work, and an old key is to be removed only after that.
const UNSEEN: &str = "contoso-graph/left-by-hcw";

/// Every trial, in order.
pub fn all() -> Vec<Point> {
    let mut points = Vec::new();
    for scenario in scenarios::all() {
        let name = scenario.name();
        let mut kinds = vec![Kind::InOrder, Kind::Rollback];
        // What the service will refuse no plan knows.
        if scenario.stop.as_ref().is_none_or(|stop| stop.exit == 3) {
            kinds.push(Kind::Plan);
        }
        if scenario.stop.is_none() {
            kinds.push(Kind::Again);
        }
        if !scenario.brief {
            kinds.push(Kind::WhatIf);
            if sequence::verified(&scenario) {
                kinds.push(Kind::Verify);
            }
            if scenario.stop.is_none() {
                kinds.extend([Kind::Kill, Kind::Faults]);
            }
        }
        let model = MODEL.contains(&name.as_str());
        let wholly = extent::everything() && scenario.stop.is_none();
        if model || name == SIGN_IN || wholly {
            kinds.extend([Kind::Late, Kind::Killed, Kind::Shells]);
        }
        if model {
            kinds.extend([Kind::Failures, Kind::Calls, Kind::Status, Kind::Stopped]);
        }
        let other = scenario.procedure().is_some() && scenario.stop.is_none() && !scenario.brief;
        if model || other {
            kinds.push(Kind::Attacks);
        }
        if records::are_there(&scenario) {
            kinds.push(Kind::Records);
        }
        if gained::PLACES.iter().any(|(place, _)| *place == name) {
            kinds.push(Kind::Gained);
        }
        if [UNSEEN, SIGN_IN].contains(&name.as_str()) {
            kinds.push(Kind::Unseen);
        }
        if SPOKEN.contains(&name.as_str()) || wholly {
            kinds.extend(LANGUAGES.map(Kind::Locale));
        }
        points.extend(kinds.into_iter().map(|kind| Point {
            scenario: scenario.clone(),
            kind,
        }));
    }
    points
}

impl Point {
    /// `hbna/foreign/kill`
    pub fn name(&self) -> String {
        let point = match self.kind {
            Kind::InOrder => "in-order",
            Kind::Again => "again",
            Kind::Plan => "plan",
            Kind::WhatIf => "what-if",
            Kind::Verify => "verify",
            Kind::Rollback => "rollback",
            Kind::Kill => "kill",
            Kind::Killed => "process-killed",
            Kind::Faults => "faults",
            Kind::Late => "late",
            Kind::Shells => "wrong-shell",
            Kind::Status => "status",
            Kind::Stopped => "stopped",
            Kind::Gained => "gained",
            Kind::Records => "records",
            Kind::Unseen => "unseen",
            Kind::Attacks => "attacks",
            Kind::Locale(language) => {
                return format!("{}/in-{}", self.scenario.name(), &language[..2]);
            }
            Kind::Failures => return format!("{}/failures", self.scenario.organisation),
            Kind::Calls => return format!("{}/calls", self.scenario.organisation),
        };
        format!("{}/{point}", self.scenario.name())
    }

    /// The states that it needs.
    pub fn states(&self) -> Vec<Scenario> {
        let mut states = vec![self.scenario.clone()];
        if self.kind == Kind::Shells {
            states.push(shells::elsewhere(&self.scenario));
        }
        if self.kind == Kind::Unseen && !self.scenario.is_about_sign_in() {
            states.push(plain(self.scenario.organisation, unseen::NO_TOKEN));
        }
        if self.kind == Kind::Failures {
            states.extend(failures::scenarios(self.scenario.organisation));
        }
        states
    }

    /// The failure ids that it produces.
    pub fn failures(&self) -> Vec<String> {
        if self.kind == Kind::Failures {
            failures::ids(self.scenario.organisation)
        } else {
            Vec::new()
        }
    }

    /// The sequences of all points, each once.
    pub fn first(lab: &Lab, points: &[Self]) -> Vec<Batch> {
        let mut seen = Vec::new();
        let mut batches = Vec::new();
        for point in points {
            let name = point.scenario.name();
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            batches.push(Batch::new(sequence::jobs(lab, &point.scenario)));
        }
        runner::pack(batches)
    }

    /// The runs that need what the sequences left.
    pub fn batches(&self, lab: &Lab) -> Vec<Batch> {
        match self.kind {
            Kind::Kill => kill::batches(lab, &self.scenario),
            Kind::Killed => killed::batches(lab, &self.scenario),
            Kind::Faults => faults::batches(lab, &self.scenario),
            Kind::Late => late::batches(lab, &self.scenario),
            Kind::Shells => shells::batches(lab, &self.scenario),
            Kind::Stopped => stopped::batches(lab, &self.scenario),
            Kind::Gained => gained::batches(lab, &self.scenario),
            Kind::Records => records::batches(lab, &self.scenario),
            Kind::Unseen => unseen::batches(lab, &self.scenario),
            Kind::Attacks => attacks::batches(lab, &self.scenario),
            Kind::Locale(language) => locale::batches(lab, &self.scenario, language),
            Kind::Failures => produced::batches(lab, &self.scenario),
            _ => Vec::new(),
        }
    }

    /// The runs that need what those left.
    pub fn after(&self, lab: &Lab) -> Vec<Batch> {
        if self.kind == Kind::Killed {
            killed::after(lab, &self.scenario)
        } else {
            Vec::new()
        }
    }

    /// What is claimed, and whether it holds.
    pub fn judge(&self, lab: &Lab) -> Verdict {
        let mut verdict = Verdict::default();
        let judge = match self.kind {
            Kind::InOrder => in_order::judge,
            Kind::Again => again::judge,
            Kind::Plan => plan::judge,
            Kind::WhatIf => what_if::judge,
            Kind::Verify => verify::judge,
            Kind::Rollback => rollback::judge,
            Kind::Kill => kill::judge,
            Kind::Killed => killed::judge,
            Kind::Faults => faults::judge,
            Kind::Late => late::judge,
            Kind::Shells => shells::judge,
            Kind::Status => status::judge,
            Kind::Stopped => stopped::judge,
            Kind::Gained => gained::judge,
            Kind::Records => records::judge,
            Kind::Unseen => unseen::judge,
            Kind::Attacks => attacks::judge,
            Kind::Failures => produced::judge,
            Kind::Calls => calls::judge,
            Kind::Locale(language) => {
                locale::judge(lab, &self.scenario, language, &mut verdict);
                return verdict;
            }
        };
        judge(lab, &self.scenario, &mut verdict);
        verdict
    }
}

/// A scenario that is made only as a place to be in.
pub fn plain(organisation: &'static str, state: &'static str) -> Scenario {
    Scenario {
        organisation,
        state,
        settings: json!({}),
        stop: None,
        keeps: None,
        brief: true,
    }
}
