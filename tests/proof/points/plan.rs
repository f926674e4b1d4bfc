//! What a plan promises, from what the collect scripts wrote, is what the scripts then do, both ways;
//! planned once more when all is done, it promises nothing new.

use serde_json::Value;

use hybrid_oauth::plan::{self, Action, State};

use crate::proof::compare::{Ran, Round};
use crate::proof::evidence;
use crate::proof::lab::{Lab, Step};
use crate::proof::lookup::tail;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

/// The rounds of a scenario: the runs before and after which, and those of the round.
const ROUNDS: [(usize, &str); 2] = [(1, "apply"), (2, "again")];

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    for (number, run) in ROUNDS {
        let steps = sequence::steps(lab, scenario);
        let collected = steps
            .iter()
            .rfind(|step| step.number == 0)
            .expect("collect is there");
        if number == 2 && (scenario.stop.is_some() || !sequence::again(scenario, collected)) {
            continue;
        }
        let tenant = &lab.organisations[scenario.organisation].tenant;
        let files = lab.folder(&sequence::id(scenario, collected, run));
        let state = State::read(&files.join("files")).and_then(|state| {
            state.check(tenant)?;
            Ok(state)
        });
        let state = match state {
            Ok(state) => state,
            Err(error) => {
                verdict.complain(format!("{}: {error}", scenario.name()));
                continue;
            }
        };
        // What an overlay's steps touch here is not collected: the plan must say so, and nothing else of them.
        let is_own = |id: &str| tenant.own_steps.steps.iter().any(|own| own.id == id);
        let mut plan = plan::make(tenant, state);
        for own in &tenant.own_steps.steps {
            let mut rows = plan.resources.iter().filter(|row| row.step == own.id);
            let unknown = rows.next().is_some_and(|row| row.action == Action::Unknown);
            verdict.claim(unknown && rows.next().is_none(), || {
                format!("round {number}: the plan claims to know {}", own.id)
            });
        }
        plan.resources.retain(|row| !is_own(&row.step));
        let ran = steps
            .iter()
            .filter(|step| !is_own(&step.id))
            .map(|step| ran(lab, scenario, step, number, run));
        let round = Round {
            number,
            plan: &plan,
            ran: ran.collect(),
        };
        let complaints = round.complaints();
        verdict.claim(complaints.is_empty(), || complaints.join("\n"));
    }
}

fn ran(lab: &Lab, scenario: &Scenario, step: &Step, number: usize, run: &str) -> Ran {
    let id = sequence::id(scenario, step, run);
    let outcome = lab.outcomes.get(&id);
    let earlier = if number == 1 {
        0
    } else {
        recorded(lab, step, &sequence::id(scenario, step, ROUNDS[0].1)).len()
    };
    let writes = lab.calls(&id).into_iter();
    Ran {
        id: step.id.clone(),
        path: step.file.clone(),
        number: step.number,
        exit_code: outcome
            .filter(|outcome| outcome.simulation_error.is_none())
            .map(|outcome| outcome.exit_code),
        said: outcome.map_or_else(String::new, |outcome| tail(&outcome.texts())),
        recorded: recorded(lab, step, &id).split_off(earlier),
        writes: writes
            .filter(|call| call.access == "write")
            .map(|call| call.cmdlet)
            .collect(),
    }
}

/// The changes that the evidence of a step holds after a run.
fn recorded(lab: &Lab, step: &Step, id: &str) -> Vec<Value> {
    let evidence = lab.evidence(id, &evidence::file(step, "apply"));
    evidence
        .and_then(|found| found["changes"].as_array().cloned())
        .unwrap_or_default()
}
