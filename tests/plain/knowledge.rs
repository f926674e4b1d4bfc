//! The table of failures keeps its promises: to the contract, to .NET, to itself.

use std::collections::BTreeSet;

use hybrid_oauth::diagnose::{Known, diagnose};
use hybrid_oauth::knowledge::{FAILURES_JSON, Failure, table};
use hybrid_oauth::plan::is_look;
use hybrid_oauth::steps;

/// The ids that the contract names.
const IDS: &str = "forbidden-403 unauthorized-401 aadsts700027 aadsts50012 aadsts500011 aadsts700016 aadsts90002 \
    aadsts65001 aadsts500014 missing-signing-certificate invalid-signature-2000000 audience-hostname-2000003 \
    invalid-user-2000005 missing-linked-account no-trusted-issuer duplicate-realm metadata-unavailable http-404 \
    http-405 wssecurity-500 iis-503 http-504 object-moved directory-concurrency-violation too-many-requests \
    authorization-request-denied duplicate-service-principal-name service-principal-name-conflict wrong-cloud";

/// The steps that the contract names.
#[test]
fn the_table_has_the_failures_of_the_contract_each_once() {
    let wanted: BTreeSet<&str> = IDS.split_whitespace().collect();
    let have: BTreeSet<&str> = table().failures.iter().map(|f| f.id.as_str()).collect();
    assert!(have.is_superset(&wanted), "{:?}", wanted.difference(&have));
    assert_eq!(table().failures.len(), have.len(), "an id twice");
}

#[test]
fn every_failure_is_complete() {
    for Failure {
        id,
        direction,
        directions,
        causes,
        patterns,
        http,
        ..
    } in &table().failures
    {
        assert!(!causes.is_empty(), "{id} has a cause");
        assert!(
            !(patterns.is_empty() && http.is_empty()),
            "{id} can be recognised"
        );
        assert!(
            *direction == hybrid_oauth::knowledge::Direction::Unknown
                || directions.contains(direction),
            "{id}"
        );
        for way in directions {
            let possible = causes
                .iter()
                .any(|c| c.directions.is_empty() || c.directions.contains(way));
            assert!(possible, "{id} has a cause for {way:?}");
        }
        for code in http {
            assert!(
                table().http_reasons.contains_key(&code.to_string()),
                "{id}: reason of {code}"
            );
        }
    }
}

#[test]
fn every_cause_names_real_steps_facts_and_pages() {
    let steps: BTreeSet<&str> = steps::all().map(|step| step.id.as_ref()).collect();
    for failure in &table().failures {
        for cause in &failure.causes {
            let step = cause.step.as_deref();
            assert!(
                step.is_none_or(|step| steps.contains(step)),
                "{}: {step:?}",
                failure.id
            );
            for what in &cause.decided_by {
                let (step, name) = what.split_once('.').unwrap_or((what, ""));
                let known = if step == "look" {
                    is_look(name)
                } else {
                    steps.contains(step)
                };
                assert!(known, "{}: {what}", failure.id);
            }
            assert!(!cause.links.is_empty(), "{}", failure.id);
            for link in &cause.links {
                assert!(link.starts_with("https://learn.microsoft.com/"), "{link}");
            }
        }
    }
}

#[test]
fn patterns_mean_the_same_to_dotnet_and_to_rust() {
    let all = table().failures.iter().flat_map(|failure| {
        let codes = failure.http.iter();
        let generic = codes.flat_map(|code| table().http_patterns(*code));
        failure.patterns.iter().cloned().chain(generic)
    });
    for pattern in all.chain(table().recovered_patterns.clone()) {
        assert!(pattern.is_ascii(), "{pattern}");
        for differs in [
            "(?", r"\d", r"\w", r"\s", r"\p", r"\D", r"\W", r"\S", r"\B", r"\A", r"\z", "[[",
        ] {
            assert!(!pattern.contains(differs), "{differs} in {pattern}");
        }
        let plain = pattern
            .replace(r"\*", "")
            .replace(r"\+", "")
            .replace(r"\(", "");
        assert!(
            !plain.contains('*') && !plain.contains(".+"),
            "unbounded: {pattern}"
        );
        assert!(
            !pattern.contains("REASON") && !pattern.contains("CODE"),
            "{pattern}"
        );
        regex::Regex::new(&pattern).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn the_table_is_ascii_so_that_scripts_can_hold_it() {
    assert!(FAILURES_JSON.is_ascii());
}

/// Scripts print titles and causes into the transcripts that are diagnosed later.
#[test]
fn our_own_words_are_not_taken_for_another_failure() {
    for failure in &table().failures {
        let mut words = format!("{}\n", failure.title);
        for cause in &failure.causes {
            words += &format!("{}\n{}\n{}\n", cause.cause, cause.mend, cause.check);
        }
        let report = diagnose(words.as_bytes(), &Known::nothing()).unwrap();
        let ids: Vec<&str> = report.matches.iter().map(|m| m.id.as_str()).collect();
        assert!(
            ids.iter().all(|id| *id == failure.id),
            "{}: {ids:?}",
            failure.id
        );
    }
}

#[test]
fn what_a_script_recognised_is_recognised_again() {
    for failure in &table().failures {
        let line = format!(
            "Recognised: {} ({}). Likely causes, in order:",
            failure.title, failure.id
        );
        let report = diagnose(line.as_bytes(), &Known::nothing()).unwrap();
        let ids: Vec<&str> = report.matches.iter().map(|m| m.id.as_str()).collect();
        assert_eq!(ids, [failure.id.as_str()]);
    }
}
