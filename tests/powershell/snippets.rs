//! Every rule can fail: each of its bad snippets is reported, in the words it names.

use hybrid_oauth::step::Context;
use hybrid_oauth::steps;
use libtest_mimic::{Failed, Trial};

use crate::common;
use crate::literal;
use crate::rule::{Bad, Rule, Subject};
use crate::rules;
use crate::script::{self, Script};

/// One for each snippet.
pub fn trials() -> Vec<Trial> {
    let scenario = common::scenarios().swap_remove(0);
    let common = script::subjects(&scenario)[0];
    let mut trials: Vec<Trial> = rules::ALL
        .iter()
        .flat_map(|rule| rule.bad.iter().map(move |bad| (rule, bad)))
        .map(|(rule, bad)| {
            let name = format!("{}::reports {:?}", rule.name, bad.text);
            Trial::test(name, move || reported(rule, bad, common))
        })
        .collect();
    trials.extend(literal::BAD.iter().map(|text| {
        let name = format!("literal::refuses {text:?}");
        Trial::test(name, move || match literal::decode(text) {
            None => Ok(()),
            Some(read) => Err(format!("was read as {read:?}").into()),
        })
    }));
    trials
}

fn reported(rule: &Rule, bad: &Bad, common: &Subject<'_>) -> Result<(), Failed> {
    let context = Context::ALL
        .into_iter()
        .find(|context| context.as_str() == bad.shell);
    let step = steps::known().find(|step| Some(step.context) == context);
    let script = Script::new("snippet.ps1", bad.text, context, step);
    let findings = (rule.check)(&Subject::new(&script, Some(common)));
    if findings.iter().any(|finding| finding.contains(bad.says)) {
        return Ok(());
    }
    Err(format!("{:?} was not reported, but: {findings:?}", bad.says).into())
}
