//! The bytes of every bundle, and snapshots of what a customer reads.

use crate::common;
use common::cases::{self, hide_commit};
use common::{Scenario, scenarios};
use hybrid_oauth::digest::sha256;
use hybrid_oauth::layout::{MANIFEST, SUMS};

/// Organisations whose files are snapshots: the first whole, of the others what differs from the first in a file
/// of the same step. A file that is the same stands once.
const SNAPSHOTS: &[&str] = &[
    "contoso",
    "hbna.co.kr",
    "contoso-rotation",
    "modern-authentication",
    "everything",
    "federation",
    "retire",
];

/// The scripts that are the same for all.
const SHARED: [&str; 4] = [
    "common.ps1",
    "failures.ps1",
    "Test-Bundle.ps1",
    "Get-BundleStatus.ps1",
];

/// Files with snapshots of their own: the same for all, or documents (`runbook.rs`).
fn stands_elsewhere(path: &str) -> bool {
    path == SUMS
        || path == "LICENSE"
        || SHARED.contains(&path)
        || path.to_lowercase().starts_with("runbook")
        || path.starts_with("REVIEW")
}

fn text(scenario: &Scenario, path: &str) -> String {
    let mut files = scenario.bundle.files.iter();
    let file = files.find(|file| file.path == path).expect("in the bundle");
    String::from_utf8(file.bytes.to_vec()).expect("text")
}

fn settings(folder: &str) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../../snapshots/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    hide_commit(&mut settings);
    settings
}

/// `exchange-shell/02-auth-servers.ps1` is `02-auth-servers`; what every shell has keeps its folder.
fn snapshot_name(path: &str) -> String {
    let stem = path.trim_end_matches(".ps1");
    match stem.split_once('/') {
        Some((shell, name)) if name.starts_with("00-") => format!("{name}-{shell}"),
        Some((_, name)) => name.to_owned(),
        None => stem.to_owned(),
    }
}

/// A file's path without its number: the same step in another bundle may have another one.
fn step_of(path: &str) -> String {
    match path.split_once('/') {
        Some((shell, name)) => format!(
            "{shell}/{}",
            name.trim_start_matches(|c: char| c.is_ascii_digit())
        ),
        None => path.to_owned(),
    }
}

/// What a reviewer reads of a file: the whole of it, or its difference from the one it is like; none when it is the same.
fn shown(text: &str, like: Option<&str>) -> Option<String> {
    let Some(like) = like else {
        return Some(text.to_owned());
    };
    let difference = similar::TextDiff::from_lines(like, text);
    let short = difference.unified_diff().context_radius(1).to_string();
    (!short.is_empty()).then_some(short)
}

#[test]
fn every_file_of_some_organisations_is_a_snapshot() {
    let all = scenarios();
    let find = |name: &str| all.iter().find(|one| one.name == name).expect("a scenario");
    let whole = find(SNAPSHOTS[0]);
    for name in SNAPSHOTS {
        let scenario = find(name);
        let mut settings = settings(name);
        // Digests and sizes follow from the scripts, which are snapshots themselves.
        settings.add_filter("\"[0-9a-f]{64}\"", "\"[sha256]\"");
        settings.add_filter("\"size\": [0-9]+", "\"size\": [size]");
        settings.bind(|| {
            for file in scenario
                .bundle
                .files
                .iter()
                .filter(|file| !stands_elsewhere(&file.path))
            {
                let mut others = whole.bundle.files.iter();
                let like = others.find(|other| step_of(&other.path) == step_of(&file.path));
                let like = like.filter(|_| *name != whole.name);
                let like = like.map(|other| text(whole, &other.path).replace("\r\n", "\n"));
                let own = text(scenario, &file.path).replace("\r\n", "\n");
                if let Some(like) = like.as_deref().filter(|_| file.path == MANIFEST) {
                    // Its order is that of the steps; what is new in it is what differs.
                    insta::assert_snapshot!(MANIFEST, cases::new_lines(&own, like));
                    continue;
                }
                if let Some(shown) = shown(&own, like.as_deref()) {
                    insta::assert_snapshot!(snapshot_name(&file.path), shown);
                }
            }
        });
    }
}

#[test]
fn a_test_that_needs_a_person_is_a_snapshot() {
    let all = scenarios();
    let graph = all.iter().find(|one| one.name == "everything-graph");
    let graph = graph.expect("an organisation that calls Microsoft Graph alone");
    let files = &graph.bundle.files;
    let test = files
        .iter()
        .find(|file| file.path.contains("test-to-online"));
    let path = &test.expect("it has mailboxes to test with").path;
    settings(&graph.name).bind(|| {
        insta::assert_snapshot!(snapshot_name(path), text(graph, path));
    });
}

#[test]
fn the_shared_scripts_are_snapshots_and_the_same_for_all() {
    let all = scenarios();
    for path in SHARED {
        let first = text(&all[0], path);
        for scenario in &all {
            assert!(text(scenario, path) == first, "{}", scenario.name);
        }
        settings("common").bind(|| insta::assert_snapshot!(snapshot_name(path), first));
    }
}

/// What is wrong with the bytes of a script.
fn fault(bytes: &[u8]) -> Option<&'static str> {
    let text = std::str::from_utf8(bytes).unwrap_or("\u{FFFD}");
    let lines: Vec<&str> = text.split("\r\n").collect();
    let odd = |byte: &u8| !matches!(byte, b' '..=b'~' | b'\r' | b'\n');
    if bytes.iter().any(odd) {
        Some("not printable ASCII")
    } else if lines.iter().any(|line| line.contains(['\r', '\n'])) {
        Some("a line that does not end in CRLF")
    } else if !text.ends_with("\r\n") || text.ends_with("\r\n\r\n") {
        Some("not exactly one CRLF at the end")
    } else if lines.iter().any(|line| line.ends_with(' ')) {
        Some("blanks at the end of a line")
    } else {
        None
    }
}

#[test]
fn scripts_are_ascii_with_crlf() {
    for scenario in scenarios() {
        let scripts: Vec<_> = scenario
            .bundle
            .files
            .iter()
            .filter(|file| file.path.ends_with(".ps1"))
            .collect();
        assert!(scripts.len() > 10, "{}", scenario.name);
        for script in scripts {
            assert_eq!(
                fault(&script.bytes),
                None,
                "{} {}",
                scenario.name,
                script.path
            );
        }
    }
}

#[test]
fn faults_of_bytes_are_seen() {
    for (bytes, expected) in [
        ("a\r\nb\r\n".as_bytes(), None),
        ("\u{FEFF}a\r\n".as_bytes(), Some("not printable ASCII")),
        ("\u{2019}\r\n".as_bytes(), Some("not printable ASCII")),
        (b"\ta\r\n", Some("not printable ASCII")),
        (b"a\nb\r\n", Some("a line that does not end in CRLF")),
        (b"a\rb\r\n", Some("a line that does not end in CRLF")),
        (b"a", Some("not exactly one CRLF at the end")),
        (b"a\r\n\r\n", Some("not exactly one CRLF at the end")),
        (b"a \r\nb\r\n", Some("blanks at the end of a line")),
    ] {
        assert_eq!(fault(bytes), expected, "{bytes:?}");
    }
}

#[test]
fn the_same_config_makes_the_same_bytes() {
    let (first, second) = (scenarios(), scenarios());
    for (first, second) in first.iter().zip(&second) {
        assert!(first.bundle == second.bundle, "{}", first.name);
    }
}

#[test]
fn digests_are_those_of_the_files() {
    for scenario in scenarios() {
        let manifest: serde_json::Value =
            serde_json::from_str(&text(&scenario, MANIFEST)).expect("JSON");
        let sums = text(&scenario, SUMS);
        let mut listed = Vec::new();
        for file in &scenario.bundle.files {
            let digest = sha256(&file.bytes);
            if file.path != SUMS {
                listed.push(format!("{digest}  {}", file.path));
            }
            if file.path == SUMS || file.path == MANIFEST {
                continue;
            }
            let files = manifest["files"].as_array().expect("a list");
            let entry = files.iter().find(|entry| entry["path"] == file.path);
            let entry = entry.expect("every file is in the manifest");
            assert_eq!(entry["sha256"], digest, "{}", file.path);
            assert_eq!(entry["size"], file.bytes.len(), "{}", file.path);
        }
        let mut found: Vec<_> = sums.lines().collect();
        found.sort_unstable();
        listed.sort_unstable();
        assert_eq!(found, listed, "{}", scenario.name);
    }
}
