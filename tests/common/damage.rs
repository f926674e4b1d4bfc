//! What can happen to a bundle, and what is to be said of it: one list for `verify` and for
//! `Test-Bundle.ps1`, which must say the same.

#![allow(dead_code, reason = "each test binary uses a part of this module")]

use std::fs;
use std::path::Path;

use hybrid_oauth::digest::sha256;

#[path = "damage_signatures.rs"]
mod signatures;
#[cfg(unix)]
#[path = "damage_unix.rs"]
mod unix;

pub const SCRIPT: &str = "exo/12-connector-to-on-premises.ps1";
const BLOCK: &str =
    "\r\n# SIG # Begin signature block\r\n# MIIFuQYJKoZI+/c=\r\n# SIG # End signature block\r\n";

/// A bundle that was damaged.
pub struct Case {
    pub name: &'static str,
    pub damage: Box<dyn Fn(&Path) + Send + Sync>,
    /// `status path` of each file that is told, in the order of the paths.
    pub told: &'static [&'static str],
    /// 0 the same, 2 not, 1 nothing to compare with. A signature is for PowerShell to judge.
    pub code: i32,
}

fn case(
    name: &'static str,
    damage: impl Fn(&Path) + Send + Sync + 'static,
    told: &'static [&'static str],
    code: i32,
) -> Case {
    Case {
        name,
        damage: Box::new(damage),
        told,
        code,
    }
}

/// Every case that this system can have.
pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case("nothing", |_| (), &[], 0),
        case(
            "records",
            |at| {
                for name in ["evidence/runs/a.json", "handoff/a.json", "state/exo.json"] {
                    write(at, name, "{}");
                }
            },
            &[],
            0,
        ),
        case(
            "a changed file",
            |at| append(at, SCRIPT, "# more\r\n"),
            &["changed exo/12-connector-to-on-premises.ps1"],
            2,
        ),
        case(
            "a missing file",
            |at| fs::remove_file(at.join("common.ps1")).unwrap(),
            &["missing common.ps1"],
            2,
        ),
        case(
            "an emptied file",
            |at| write(at, "common.ps1", ""),
            &["changed common.ps1"],
            2,
        ),
        case(
            "foreign files",
            |at| {
                for name in [
                    ".hidden",
                    "exo/evidence/x.json",
                    "evidence.ps1",
                    "mggraph/a/b/c.txt",
                ] {
                    write(at, name, "x");
                }
            },
            &[
                "foreign .hidden",
                "foreign evidence.ps1",
                "foreign exo/evidence/x.json",
                "foreign mggraph/a/b/c.txt",
            ],
            2,
        ),
        case(
            "a record that is listed",
            |at| {
                write(at, "evidence/a.json", "x");
                list(at, "evidence/a.json", &sha256(b"x"));
            },
            &["missing evidence/a.json"],
            2,
        ),
        case(
            "a way out of the bundle",
            |at| {
                write(at, "../secret.ps1", "x");
                list(at, "../secret.ps1", &sha256(b"x"));
            },
            &["missing ../secret.ps1"],
            2,
        ),
        case(
            "a way out and in again",
            |at| {
                list(at, "exo/../common.ps1", &digest(at, "common.ps1"));
            },
            &["missing exo/../common.ps1"],
            2,
        ),
        case(
            "a path from the top",
            |at| {
                list(at, "/etc/passwd", &sha256(b"x"));
            },
            &["missing /etc/passwd"],
            2,
        ),
        case(
            "a signature",
            |at| append(at, SCRIPT, BLOCK),
            &["signed exo/12-connector-to-on-premises.ps1"],
            0,
        ),
        case(
            "a signature without a line break before it",
            |at| append(at, SCRIPT, BLOCK.trim_start()),
            &["signed exo/12-connector-to-on-premises.ps1"],
            0,
        ),
        case(
            "line breaks behind a signature",
            |at| append(at, SCRIPT, &format!("{BLOCK}\r\n\n")),
            &["signed exo/12-connector-to-on-premises.ps1"],
            0,
        ),
        case(
            "a signature in a text",
            |at| append(at, "RUNBOOK.md", BLOCK),
            &["changed RUNBOOK.md"],
            2,
        ),
        case(
            "a file in other letter case",
            |at| {
                fs::rename(at.join("common.ps1"), at.join("Common.ps1")).unwrap();
            },
            &["foreign Common.ps1", "missing common.ps1"],
            2,
        ),
        case(
            "a digest in other letter case",
            |at| {
                let digest = digest(at, "common.ps1");
                edit(at, "manifest.json", &digest, &digest.to_uppercase());
                relist(at);
            },
            &["disputed common.ps1"],
            2,
        ),
        case(
            "lists of other letter case beside",
            |at| {
                for name in ["Manifest.json", "sha256sums"] {
                    write(at, name, "x");
                }
            },
            &["foreign Manifest.json", "foreign sha256sums"],
            2,
        ),
        case(
            "a folder of the scripts in other letter case",
            |at| write(at, "Evidence/x.json", "x"),
            &["foreign Evidence/x.json"],
            2,
        ),
        case(
            "a file in the place of a folder",
            |at| write(at, "handoff", "x"),
            &["foreign handoff"],
            2,
        ),
        case(
            "an entry twice in the manifest",
            |at| {
                let digest = digest(at, "common.ps1");
                let entry =
                    format!("{{\"path\": \"common.ps1\", \"sha256\": \"{digest}\", \"size\": 1}}");
                edit(
                    at,
                    "manifest.json",
                    "\"files\": [",
                    &format!("\"files\": [{entry},"),
                );
                relist(at);
            },
            &["changed manifest.json"],
            2,
        ),
        case(
            "another digest for a file twice in the manifest",
            |at| {
                write(at, "common.ps1", "x");
                let entry = format!(
                    "{{\"path\": \"common.ps1\", \"sha256\": \"{}\", \"size\": 1}}",
                    sha256(b"x")
                );
                edit(
                    at,
                    "manifest.json",
                    "\"files\": [",
                    &format!("\"files\": [{entry},"),
                );
                relist(at);
            },
            &["changed common.ps1", "changed manifest.json"],
            2,
        ),
        case(
            "an entry twice in the list",
            |at| {
                let line = format!("{}  common.ps1\n", digest(at, "common.ps1"));
                append(at, "SHA256SUMS", &line);
            },
            &["changed SHA256SUMS"],
            2,
        ),
        case(
            "no manifest",
            |at| fs::remove_file(at.join("manifest.json")).unwrap(),
            &["missing manifest.json"],
            2,
        ),
        case(
            "no list",
            |at| fs::remove_file(at.join("SHA256SUMS")).unwrap(),
            &["missing SHA256SUMS"],
            2,
        ),
        case(
            "a manifest of nobody",
            |at| write(at, "manifest.json", "{}"),
            &["changed manifest.json"],
            2,
        ),
        case(
            "a manifest of another program",
            |at| edit(at, "manifest.json", "\"hybrid-oauth\"", "\"Hybrid-OAuth\""),
            &["changed manifest.json"],
            2,
        ),
        case(
            "a manifest without files",
            |at| {
                write(
                    at,
                    "manifest.json",
                    "{\"format_version\":1,\"tool\":{\"name\":\"hybrid-oauth\",\"version\":\"1\"},\"files\":[]}",
                )
            },
            &["changed manifest.json"],
            2,
        ),
        case(
            "a list of something else",
            |at| append(at, "SHA256SUMS", "x\n"),
            &["changed SHA256SUMS"],
            2,
        ),
        case(
            "a list in capital letters",
            |at| {
                let text = fs::read_to_string(at.join("SHA256SUMS")).unwrap();
                write(at, "SHA256SUMS", &text.to_uppercase());
            },
            &["changed SHA256SUMS"],
            2,
        ),
        case(
            "an altered manifest",
            |at| {
                let digest = digest(at, "common.ps1");
                append(at, "common.ps1", "# more\r\n");
                edit(
                    at,
                    "manifest.json",
                    &digest,
                    &self::digest(at, "common.ps1"),
                );
            },
            &["disputed common.ps1", "changed manifest.json"],
            2,
        ),
        case(
            "an altered list",
            |at| {
                let digest = digest(at, "common.ps1");
                append(at, "common.ps1", "# more\r\n");
                edit(at, "SHA256SUMS", &digest, &self::digest(at, "common.ps1"));
            },
            &["disputed common.ps1"],
            2,
        ),
        case(
            "a file that only one list names",
            |at| {
                let line = format!("{}  common.ps1\n", digest(at, "common.ps1"));
                edit(at, "SHA256SUMS", &line, "");
            },
            &["disputed common.ps1"],
            2,
        ),
        case(
            "no lists",
            |at| {
                for name in ["manifest.json", "SHA256SUMS"] {
                    fs::remove_file(at.join(name)).unwrap();
                }
            },
            &[],
            1,
        ),
    ];
    cases.extend(signatures::cases());
    #[cfg(unix)]
    cases.extend(unix::cases());
    cases
}

const CHANGED: &[&str] = &["changed exo/12-connector-to-on-premises.ps1"];

fn write(at: &Path, name: &str, text: &str) {
    let path = at.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn append(at: &Path, name: &str, text: &str) {
    let mut bytes = fs::read(at.join(name)).unwrap();
    bytes.extend_from_slice(text.as_bytes());
    fs::write(at.join(name), bytes).unwrap();
}

fn edit(at: &Path, name: &str, from: &str, to: &str) {
    let text = fs::read_to_string(at.join(name)).unwrap();
    assert!(text.contains(from), "{name} has no {from}");
    write(at, name, &text.replace(from, to));
}

fn digest(at: &Path, name: &str) -> String {
    sha256(&fs::read(at.join(name)).unwrap())
}

/// Puts a file on both lists.
fn list(at: &Path, name: &str, digest: &str) {
    let entry = format!("{{\"path\": \"{name}\", \"sha256\": \"{digest}\", \"size\": 1}}");
    edit(
        at,
        "manifest.json",
        "\"files\": [",
        &format!("\"files\": [{entry},"),
    );
    append(at, "SHA256SUMS", &format!("{digest}  {name}\n"));
    relist(at);
}

/// Corrects the digest of the manifest in the other list.
fn relist(at: &Path) {
    let text = fs::read_to_string(at.join("SHA256SUMS")).unwrap();
    let old = text
        .lines()
        .find(|line| line.ends_with("  manifest.json"))
        .unwrap()
        .to_owned();
    let new = format!("{}  manifest.json", digest(at, "manifest.json"));
    edit(at, "SHA256SUMS", &old, &new);
}
