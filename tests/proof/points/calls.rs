//! What the scripts cost: calls to each service per step, on a first run and with nothing to do, and
//! those of the documented procedure typed by hand. README.md shows the tables.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::proof::lab::Lab;
use crate::proof::scenarios::Scenario;
use crate::proof::sequence;
use crate::proof::verdict::Verdict;

/// Calls of the documented procedure, which reads nothing back: reads and writes per step. Source: learn.microsoft.com,
/// exchange/configure-oauth-authentication-between-exchange-and-exchange-online-organizations-exchange-2013-help.
/// For the dedicated application Microsoft publishes a script, not commands to type.
const BY_HAND: [(&str, u64, u64); 9] = [
    ("auth-servers", 0, 2),
    ("partner-application", 1, 1),
    ("export-certificate", 1, 0),
    ("service-principal-certificate", 1, 1),
    ("service-principal-names", 1, 1),
    ("connector-to-online", 1, 1),
    ("connector-to-on-premises", 0, 1),
    ("test-to-online", 1, 0),
    ("test-to-on-premises", 1, 0),
];

fn by_hand(id: &str) -> String {
    BY_HAND.iter().find(|(step, _, _)| *step == id).map_or_else(
        || "- | -".to_owned(),
        |(_, reads, writes)| format!("{reads} | {writes}"),
    )
}

pub fn judge(lab: &Lab, scenario: &Scenario, verdict: &mut Verdict) {
    let mut table = String::from(
        "| step | service | first run: reads | writes | nothing to do: reads | writes | by hand: reads | writes |\n|---|---|---|---|---|---|---|---|\n",
    );
    let mut sums = [0; 4];
    for step in sequence::steps(lab, scenario) {
        let (Some(first), Some(again)) = (
            lab.outcome(&sequence::id(scenario, step, "apply"), verdict),
            lab.outcome(&sequence::id(scenario, step, "again"), verdict),
        ) else {
            return;
        };
        let counts = [
            first.calls - first.writes,
            first.writes,
            again.calls - again.writes,
            again.writes,
        ];
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
        let [a, b, c, d] = counts;
        let _ = writeln!(
            table,
            "| {} | {} | {a} | {b} | {c} | {d} | {} |",
            step.key,
            step.context,
            by_hand(&step.id)
        );
    }
    let [a, b, c, d] = sums;
    let _ = writeln!(table, "| all | | {a} | {b} | {c} | {d} | | |");
    verdict.claim(d == 0, || "a run with nothing to do writes".to_owned());
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).expect("README.md is there");
    verdict.claim(readme.contains(&table), || {
        format!("README.md does not have this table:\n{table}")
    });
}
