//! Puts findings and their causes in order, likeliest first.

use super::judge::{Finding, Findings};
use super::known::Known;
use super::{LikelyCause, Match, Report, RuledOut};
use crate::knowledge::{Direction, Failure, table};
use crate::plan::Verdict;
use crate::secrets;
use crate::visible::visible;

/// Turns findings into a report.
#[must_use]
pub fn report((findings, successes): (Findings, u64), known: &Known) -> Report {
    let mut ordered: Vec<_> = findings.into_iter().collect();
    // The table is in the order of specificity; what was overcome is least likely.
    ordered.sort_by_key(|((index, _), finding)| (finding.recovered, *index, finding.line));
    let matches: Vec<Match> = ordered
        .into_iter()
        .map(|((index, direction), finding)| {
            one(&table().failures[index], direction, finding, known)
        })
        .collect();
    let mut notes = known.notes.clone();
    notes.extend(lost_write(&matches));
    let succeeded = matches.is_empty() && successes > 0;
    if succeeded {
        notes.push("A test in this text ended with Success: nothing failed in it, whatever its detail says.".to_owned());
    }
    Report {
        format_version: 1,
        matches,
        succeeded,
        notes,
    }
}

fn one(failure: &Failure, direction: Direction, finding: Finding, known: &Known) -> Match {
    let possible = failure.causes.iter().filter(|cause| {
        direction == Direction::Unknown
            || cause.directions.is_empty()
            || cause.directions.contains(&direction)
    });
    let mut causes: Vec<LikelyCause> = Vec::new();
    let mut ruled_out = Vec::new();
    for cause in possible {
        match known.verdict(cause) {
            Some(Verdict::Settled(because)) => ruled_out.push(RuledOut {
                cause: cause.cause.clone(),
                because: harmless(&because),
            }),
            Some(Verdict::Open(shown)) => {
                causes.push(LikelyCause::new(cause, Some(harmless(&shown)), known));
            }
            None => causes.push(LikelyCause::new(cause, None, known)),
        }
    }
    // Stable: among those that the state shows, and among the others, the order of the table stays.
    causes.sort_by_key(|cause| cause.shown.is_none());
    Match {
        id: failure.id.clone(),
        title: failure.title.clone(),
        file: None,
        line: finding.line,
        text: finding.text,
        direction,
        count: finding.count,
        last_line: finding.last_line,
        recovered: finding.recovered,
        causes,
        ruled_out,
    }
}

/// What collected state says, on one line and without secrets.
fn harmless(text: &str) -> String {
    visible(&secrets::mask(text))
}

/// A write that Graph did not make is the likely reason for a test that fails later.
fn lost_write(matches: &[Match]) -> Option<String> {
    let lost = matches
        .iter()
        .find(|m| m.id == "directory-concurrency-violation")?;
    let later = matches
        .iter()
        .find(|m| m.line > lost.line && m.direction == Direction::ToOnPremises)?;
    Some(if lost.recovered {
        format!(
            "The 503 of Graph in line {} was overcome and is not the likely reason for line {}. \
             To be sure, run the step service-principal-names with -Action Verify.",
            lost.line, later.line
        )
    } else {
        format!(
            "The 503 of Graph in line {} is the likely reason for line {}: the names were not written, so Exchange \
             Online gets no token that the on-premises side accepts. Run the step service-principal-names again, \
             then its -Action Verify, then the test.",
            lost.line, later.line
        )
    })
}
