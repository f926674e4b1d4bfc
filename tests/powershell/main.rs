//! All that needs PowerShell or another program but for the proof, as one program: it links once.
//!
//! What can be said of the generated scripts without running them: syntax, cmdlets, parameters,
//! Windows PowerShell 5.1, the rules of the house, quoting. Each rule is a trial for each organisation, and each
//! snippet that breaks a rule is a trial too. Then what is run: approved bundles, plans against scripts, signatures,
//! a release. What is not found (`PWSH`, else `pwsh` on the path; osslsigncode, Python, zsh) is ignored.

use libtest_mimic::{Arguments, Failed, Trial};

#[path = "../agreement/mod.rs"]
mod agreement;
#[path = "../approved/mod.rs"]
mod approved;
#[path = "../common/approver.rs"]
mod approver;
mod catalogue;
#[cfg(unix)]
#[path = "../common/changed.rs"]
mod changed;
#[path = "../common/cli.rs"]
mod cli;
#[path = "../common/mod.rs"]
mod common;
mod completes;
#[cfg(unix)]
mod completes_zsh;
#[path = "../common/customers.rs"]
mod customers;
#[path = "../common/damage.rs"]
mod damage;
mod engine;
#[path = "../proof/folder.rs"]
mod folder;
mod functions;
mod invocation;
mod literal;
#[path = "../common/on_path.rs"]
mod on_path;
mod once;
mod openssh;
#[cfg(unix)]
mod owners;
#[path = "../proof/powershell.rs"]
mod powershell;
mod quoting;
mod release;
#[path = "../proof/returned.rs"]
mod returned;
mod rule;
mod rules;
mod script;
mod signed;
mod snippets;
#[cfg(unix)]
mod synced;
mod test_bundle;
mod tools;
mod tree;

use rule::{Rule, Subject};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = snippets::trials();
    let mut all = Vec::new();
    for scenario in common::scenarios() {
        let subjects: &[_] = script::subjects(&scenario).leak();
        all.extend_from_slice(subjects);
        let name = format!("once::{}", scenario.name);
        trials.push(Trial::test(name, move || once::holds(subjects)));
        for rule in rules::ALL {
            let name = format!("{}::{}", rule.name, scenario.name);
            trials.push(Trial::test(name, move || holds(rule, subjects)));
        }
    }
    trials.push(Trial::test(
        "once::reports_what_stands_twice",
        once::can_fail,
    ));
    trials.push(Trial::test(
        "once::reports_what_is_idle",
        once::idle_is_found,
    ));
    let all: &[_] = all.leak();
    trials.push(Trial::test("once::none_idle", move || once::none_idle(all)));
    trials.push(Trial::test("listed-cmdlets::none_idle", move || {
        rules::cmdlets::none_idle(all)
    }));
    trials.extend(quoting::trials());
    trials.extend(engine::trials());
    trials.extend(completes::trials());
    trials.extend(openssh::trials());
    #[cfg(unix)]
    trials.extend(
        [completes_zsh::trials(), owners::trials(), synced::trials()]
            .into_iter()
            .flatten(),
    );
    trials.extend(signed::trials());
    trials.extend(release::trials());
    trials.extend(test_bundle::trials());
    trials.extend(approved::trials());
    trials.extend(agreement::trials(&arguments));
    libtest_mimic::run(&arguments, trials).exit();
}

/// Whether all scripts of a bundle keep a rule.
fn holds(rule: &Rule, subjects: &[&Subject<'_>]) -> Result<(), Failed> {
    let findings: Vec<String> = subjects
        .iter()
        .flat_map(|subject| (rule.check)(subject))
        .collect();
    if findings.is_empty() {
        return Ok(());
    }
    Err(findings.join("\n").into())
}
