//! The review page says what the scripts do, and no more than fits on a page.

use std::collections::BTreeSet;

use hybrid_oauth::bundle::sha256;
use hybrid_oauth::load::load_path;
use hybrid_oauth::steps;
use regex::Regex;

use super::agreement::called;
use super::{bundle_of, bundles, cases, text};

const PAGES: [&str; 2] = ["REVIEW.md", "REVIEW.ko.md"];

/// What a script calls and what changes something by its verb, or by its method.
fn writes(script: &str) -> BTreeSet<String> {
    const VERBS: [&str; 9] = [
        "New", "Set", "Add", "Remove", "Update", "Enable", "Disable", "Start", "Stop",
    ];
    let mut found = called(script);
    let method = Regex::new("-Method (POST|PATCH|DELETE|PUT)").expect("a pattern");
    found.retain(|cmdlet| {
        let verb = cmdlet.split('-').next().unwrap_or_default();
        let documented = hybrid_oauth::cmdlets::page(cmdlet).is_some();
        match cmdlet.as_str() {
            "Invoke-MgGraphRequest" => method.is_match(script),
            "Get-ExchangeDiagnosticInfo" => script.contains("Refresh"),
            _ => documented && VERBS.contains(&verb),
        }
    });
    found
}

#[test]
fn every_script_that_writes_stands_there_with_its_cmdlets() {
    for bundle in bundles() {
        for page in PAGES.map(|page| text(bundle, page)) {
            let scripts = bundle.files.iter().filter(|file| file.path.contains('/'));
            for script in scripts {
                let code = std::str::from_utf8(&script.bytes).expect("text");
                let row = page
                    .lines()
                    .find(|line| line.starts_with(&format!("| `{}` |", script.path)));
                let named = writes(code);
                match row {
                    Some(row) => {
                        for cmdlet in &named {
                            assert!(
                                row.contains(&format!("`{cmdlet}`")),
                                "{}: {cmdlet}",
                                script.path
                            );
                        }
                    }
                    None => {
                        assert!(named.is_empty(), "{} writes: {named:?}", script.path);
                        assert!(
                            page.contains(&format!("`{}`", script.path)),
                            "{}",
                            script.path
                        );
                    }
                }
            }
        }
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
