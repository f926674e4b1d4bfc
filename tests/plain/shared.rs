//! The scripts that are the same in every bundle say what their templates say; what is generated in them is a snapshot.

use std::collections::BTreeMap;
use std::fs;

use crate::cases::shown::{added, snapshot};
use crate::cases::top;
use crate::common::scenarios;
use crate::render::{SHARED, text};
use hybrid_oauth::knowledge;
use hybrid_oauth::origin::ORIGIN;
use regex::Regex;

#[test]
fn they_are_the_same_for_all() {
    let all = scenarios();
    for path in SHARED {
        let first = text(&all[0], path);
        for scenario in &all {
            assert!(text(scenario, path) == first, "{}", scenario.name);
        }
    }
}

fn template(path: &str) -> String {
    let text = fs::read_to_string(top("templates").join(path)).expect("readable");
    text.replace("\r\n", "\n")
}

/// Every part once and nothing else, however long lines are broken.
#[test]
fn the_engine_is_its_parts() {
    let script = text(&scenarios()[0], "common.ps1");
    let function = Regex::new("(?m)^function [\\w-]+.").expect("a pattern");
    let folder = fs::read_dir(top("templates/common")).expect("it is there");
    let parts = folder.map(|entry| {
        let name = entry.expect("readable").file_name();
        let part = template(&format!("common/{}", name.to_string_lossy()));
        // The head, which has none, is the first.
        let first = function.find(&part);
        let at = first.map_or(Some(0), |first| script.find(first.as_str()));
        (at.unwrap_or_else(|| panic!("{name:?} is missing")), part)
    });
    let parts: BTreeMap<usize, String> = parts.collect();
    let joined: String = parts.into_values().collect();
    let plain = |text: &str| {
        let breaks = |c: char| c.is_whitespace() || "'\"()+#;".contains(c);
        text.replace(breaks, "")
    };
    let written = format!("Written by {}", *ORIGIN);
    assert!(plain(&script).replacen(&plain(&written), "", 1) == plain(&joined));
}

#[test]
fn the_others_are_their_templates() {
    let all = scenarios();
    for (path, source) in [
        ("Test-Bundle.ps1", "test-bundle.ps1.tera"),
        ("Get-BundleStatus.ps1", "get-bundle-status.ps1.tera"),
    ] {
        snapshot!(
            "shared",
            path,
            added(&text(&all[0], path), &template(source))
        );
    }
}

/// Two rows are read; that the others are read by the script as the table has them is asked of PowerShell.
#[test]
fn the_failures_are_those_of_the_table() {
    let script = text(&scenarios()[0], "failures.ps1");
    let table = knowledge::table().failures.iter();
    let told: Vec<_> = table.filter(|failure| !failure.only_in_texts).collect();
    let third = script
        .find(&format!("# {} (", told[2].id))
        .expect("it is there");
    snapshot!("shared", "failures", &script[..third]);
    // As text without the places where lines are broken.
    let plain = |text: &str| text.replace(|c: char| c.is_whitespace(), "");
    let script = plain(&script);
    let mut at = 0;
    let mut next = |words: String| {
        let found = script[at..].find(&plain(&words));
        at += found.unwrap_or_else(|| panic!("{words} is missing or not in its place"));
    };
    for failure in told {
        next(format!("# {} (", failure.id));
        next(format!("): {}", failure.title));
        for cause in &failure.causes {
            next(format!("- {} Mend: {}", cause.cause, cause.mend));
            next(
                cause
                    .step
                    .iter()
                    .map(|step| format!("[step {step}]"))
                    .collect(),
            );
        }
    }
}
