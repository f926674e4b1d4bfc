//! The review page says what the scripts do, and no more than fits on a page.

use std::collections::BTreeSet;

use hybrid_oauth::bundle::{self, Bundle};
use hybrid_oauth::digest::sha256;
use hybrid_oauth::lang::Lang;
use hybrid_oauth::load::load_path;
use hybrid_oauth::{rotation, steps};
use regex::Regex;

use super::agreement::called;
use super::{bundle_of, bundles, cases, text};

const PAGES: [&str; 2] = ["REVIEW.md", "REVIEW.ko.md"];

/// What a script calls and what changes something by its verb, or by its method.
fn writes(script: &str, shared: &str) -> BTreeSet<String> {
    const VERBS: [&str; 9] = [
        "New", "Set", "Add", "Remove", "Update", "Enable", "Disable", "Start", "Stop",
    ];
    let mut found = called(script);
    let method = Regex::new("-Method (POST|PATCH|DELETE|PUT)").expect("a pattern");
    // Functions that all scripts share write for the one that calls them, directly or through others.
    let functions: Vec<(&str, &str)> = shared
        .split("\nfunction ")
        .skip(1)
        .filter_map(|text| text.split_once(['(', ' ']))
        .collect();
    let mut writers: BTreeSet<&str> = BTreeSet::new();
    loop {
        let known = writers.clone();
        let writes =
            |text: &str| method.is_match(text) || known.iter().any(|one| text.contains(one));
        writers.extend(
            functions
                .iter()
                .filter(|(_, text)| writes(text))
                .map(|(name, _)| name),
        );
        if writers.len() == known.len() {
            break;
        }
    }
    let by_another = writers.iter().any(|name| found.contains(*name));
    if by_another {
        found.insert("Invoke-MgGraphRequest".to_owned());
    }
    let diagnoses = |text: &str| text.contains("Get-ExchangeDiagnosticInfo");
    let mut asked = functions.iter().filter(|(name, _)| found.contains(*name));
    if asked.any(|(_, text)| diagnoses(text)) {
        found.insert("Get-ExchangeDiagnosticInfo".to_owned());
    }
    found.retain(|cmdlet| {
        let verb = cmdlet.split('-').next().unwrap_or_default();
        let documented = hybrid_oauth::cmdlets::page(cmdlet).is_some();
        match cmdlet.as_str() {
            "Invoke-MgGraphRequest" => by_another || method.is_match(script),
            "Get-ExchangeDiagnosticInfo" => script.contains("Refresh"),
            _ => documented && VERBS.contains(&verb),
        }
    });
    found
}

/// The bundles, and the rotations of both methods.
fn all() -> Vec<Bundle> {
    let rotations = ["contoso", "hbna.co.kr"].map(|name| {
        let loaded = load_path(&cases::top(&format!("examples/{name}.json")));
        let tenant = rotation::of(&loaded.tenant.expect("valid"));
        bundle::build_in(&tenant, &loaded.sha256, &Lang::ALL)
    });
    bundles().iter().cloned().chain(rotations).collect()
}

/// The code that a text names.
fn code(text: &str) -> BTreeSet<String> {
    let code = text.split('`').skip(1).step_by(2);
    code.map(str::to_owned).collect()
}

#[test]
fn every_script_that_writes_stands_there_with_its_cmdlets() {
    for bundle in all() {
        let page = text(&bundle, "REVIEW.md");
        let shared = ["common.ps1", "organization.ps1"].map(|name| text(&bundle, name));
        let shared = shared.join("\n");
        for script in bundle.files.iter().filter(|file| file.path.contains('/')) {
            let text_of = std::str::from_utf8(&script.bytes).expect("text");
            let named = writes(text_of, &shared);
            let start = format!("| `{}` |", script.path);
            match page.lines().find(|line| line.starts_with(&start)) {
                // Neither more nor less than it calls.
                Some(row) => {
                    let last = row.trim_end_matches('|').rsplit('|').next();
                    assert_eq!(code(last.expect("a cell")), named, "{}", script.path);
                }
                None => {
                    assert!(named.is_empty(), "{} writes: {named:?}", script.path);
                    assert!(code(page).contains(&script.path), "{}", script.path);
                }
            }
        }
        assert_eq!(
            code(text(&bundle, "REVIEW.ko.md")),
            code(page),
            "{}",
            bundle.name
        );
    }
}

#[test]
fn it_is_one_page_that_is_read_in_an_hour() {
    for bundle in bundles() {
        let page = text(bundle, "REVIEW.md");
        assert!(page.lines().count() <= 90, "{page}");
        let hour = page
            .lines()
            .find_map(|line| line.strip_prefix("## How to read the rest in "));
        let minutes: usize = hour
            .and_then(|rest| rest.split(' ').next()?.parse().ok())
            .expect("minutes");
        assert!((15..=60).contains(&minutes), "{minutes}");
    }
}

#[test]
fn digests_are_those_of_the_files() {
    for bundle in bundles() {
        for page in PAGES.map(|page| text(bundle, page)) {
            for name in ["common.ps1", "failures.ps1", "Test-Bundle.ps1"] {
                let digest = sha256(text(bundle, name).as_bytes());
                assert!(page.contains(&format!("- `{name}` `{digest}`")), "{name}");
            }
        }
    }
}

/// Else one more host or domain would be one more file to read.
#[test]
fn it_names_no_host_and_no_address_of_the_organisation() {
    for config in cases::valid_configs() {
        let tenant = load_path(&config).tenant.expect("valid");
        let bundle = bundle_of(&config);
        let page = text(&bundle, "REVIEW.md");
        let anonymous = page.replace(&tenant.name, "");
        for host in tenant.hosts() {
            assert!(!anonymous.contains(host.as_str()), "{host}");
        }
        for path in steps::of(&tenant).iter().map(|step| step.path()) {
            assert!(page.contains(&path), "{path}");
        }
        let file = tenant.certificate_file;
        assert!(file.is_none_or(|file| page.contains(&file)));
    }
}
