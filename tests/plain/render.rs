//! The bytes of every bundle, and snapshots of what a customer reads.

use crate::common;
use common::cases::shown::{self, added, compact, difference, snapshot};
use common::{Scenario, scenarios};
use hybrid_oauth::digest::sha256;
use hybrid_oauth::layout::{MANIFEST, SUMS};
use regex::Regex;
use serde_json::Value;

/// Organisations whose files are snapshots: the first whole, of the others how they differ from the first. A file
/// that is the same stands once.
const SNAPSHOTS: &[&str] = &[
    "contoso",
    "hbna.co.kr",
    "contoso-rotation",
    "modern-authentication",
    "everything",
    "federation",
    "retire",
];

/// The script that is shown with its frame.
const FRAME: &str = "exchange-shell/08-application-identifier.ps1";

/// The scripts that are the same for all.
pub const SHARED: [&str; 4] = [
    "common.ps1",
    "failures.ps1",
    "Test-Bundle.ps1",
    "Get-BundleStatus.ps1",
];

/// Files that are shown elsewhere: the same for all, or documents (`runbook.rs`).
fn stands_elsewhere(path: &str) -> bool {
    path == SUMS
        || path == "LICENSE"
        || SHARED.contains(&path)
        || path.to_lowercase().starts_with("runbook")
        || path.starts_with("REVIEW")
}

pub fn text(scenario: &Scenario, path: &str) -> String {
    let mut files = scenario.bundle.files.iter();
    let file = files.find(|file| file.path == path).expect("in the bundle");
    let text = String::from_utf8(file.bytes.to_vec()).expect("text");
    text.replace("\r\n", "\n")
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

/// A file's path without number and end: the same step in another bundle may have another number.
fn step_of(path: &str) -> String {
    let stem = path.trim_end_matches(".ps1");
    match stem.split_once('/') {
        Some((shell, name)) => format!("{shell}/{}", &name[3..]),
        None => stem.to_owned(),
    }
}

/// The file of an organisation that one of another is most like: that of the same step, or of the step after which it is named.
fn like<'a>(whole: &'a Scenario, path: &str) -> Option<&'a str> {
    let named = step_of(path);
    let files = whole.bundle.files.iter().map(|file| file.path.as_str());
    let named_after = |other: &&str| named.starts_with(&step_of(other));
    files
        .filter(named_after)
        .max_by_key(|other| step_of(other).len())
}

/// The script of the same name for the other direction.
fn mirrored<'a>(scenario: &'a Scenario, path: &str) -> Option<&'a str> {
    let name = |path: &str| {
        Some(
            path.split_once('/')?.1[3..]
                .rsplit_once("-to-on")?
                .0
                .to_owned(),
        )
    };
    let wanted = name(path)?;
    let mut others = scenario.bundle.files.iter().map(|file| file.path.as_str());
    others
        .find(|other| name(other).as_ref() == Some(&wanted))
        .filter(|other| *other != path)
}

/// What a script of a step has of its own: neither the lines that its frame gives to all of them, nor the words of its
/// help, which are those of the runbook.
fn own(script: &str, frame: &str) -> String {
    fn parts(script: &str) -> Option<(String, &str)> {
        let (begin, end) = ("-ChildPath 'common.ps1')\n", "\nStart-HybridStep -Id ");
        let at = script.find(begin)? + begin.len();
        let mut head = script[..at].to_owned();
        for words in [
            r"(?s)\.EXAMPLE\n.*?(#>)",
            r"(?s)Step \d\d, .*?(\n\.PARAMETER|#>)",
        ] {
            let words = Regex::new(words).expect("a pattern");
            head = words.replace_all(&head, "$1").into_owned();
        }
        let head = head.replace("EvidencePath = '',", "EvidencePath = '')");
        Some((head, &script[at..at + script[at..].find(end)?]))
    }
    match parts(script).zip(parts(frame)) {
        Some(((head, body), (usual, _))) => added(&head, &usual) + body.trim_start(),
        None => script.to_owned(),
    }
}

#[test]
fn every_file_of_some_organisations_is_a_snapshot() {
    let all = scenarios();
    let find = |name: &str| all.iter().find(|one| one.name == name).expect("a scenario");
    let whole = find(SNAPSHOTS[0]);
    let manifest = |scenario: &Scenario| {
        let mut value: Value = serde_json::from_str(&text(scenario, MANIFEST)).expect("JSON");
        // What is in a file is shown as itself.
        value["files"].as_array_mut().expect("a list").truncate(2);
        compact(&value) + "\n"
    };
    let frame = text(whole, FRAME);
    let own = |scenario: &Scenario, path: &str| own(&text(scenario, path), &frame);
    for name in SNAPSHOTS {
        let scenario = find(name);
        let mut settings = shown::settings(match *name == whole.name {
            true => name,
            false => "bundles",
        });
        settings.add_filter("\"[0-9a-f]{64}\"", "\"[sha256]\"");
        settings.add_filter("\"size\": ?[0-9]+", "\"size\": [size]");
        let files = scenario.bundle.files.iter().map(|file| file.path.as_str());
        let files = files.filter(|path| !stands_elsewhere(path));
        if *name == whole.name {
            for path in files {
                let shown = match path {
                    MANIFEST => manifest(whole),
                    FRAME => frame.clone(),
                    _ => own(whole, path),
                };
                settings.bind(|| insta::assert_snapshot!(snapshot_name(path), shown));
            }
            continue;
        }
        let mut all = String::new();
        for path in files {
            let of_whole = like(whole, path).map(|like| (whole, like));
            let like = of_whole.or_else(|| mirrored(scenario, path).map(|like| (scenario, like)));
            let shown = match like {
                // Its order is that of the steps; what is new in it is what differs.
                _ if path == MANIFEST => shown::new_lines(&manifest(scenario), &manifest(whole)),
                Some((other, like)) => difference(&own(scenario, path), &own(other, like)),
                None => own(scenario, path),
            };
            let against = like.filter(|(_, like)| step_of(like) != step_of(path));
            let against = against.map_or(String::new(), |(_, like)| format!(" against {like}"));
            if !shown.is_empty() {
                all += &format!("## {path}{against}\n{shown}");
            }
        }
        settings.bind(|| insta::assert_snapshot!(*name, all));
    }
}

#[test]
fn a_test_that_needs_a_person_is_a_snapshot() {
    let all = scenarios();
    let find = |name: &str| all.iter().find(|one| one.name == name).expect("a scenario");
    let (whole, graph) = (find("contoso"), find("everything-graph"));
    let mut paths = graph.bundle.files.iter().map(|file| file.path.as_str());
    let path = paths.find(|path| path.contains("test-to-online"));
    let path = path.expect("it has mailboxes to test with");
    let like = like(whole, path).expect("a test too");
    let frame = text(whole, FRAME);
    let own = |scenario: &Scenario, path: &str| own(&text(scenario, path), &frame);
    let shown = difference(&own(graph, path), &own(whole, like));
    snapshot!("bundles", "everything-graph", shown);
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
