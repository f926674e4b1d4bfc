//! Which commit this is a build of: `HYBRID_OAUTH_COMMIT` when it is set, else what Git or a packaged crate says.

use std::fs;
use std::path::Path;
use std::process::Command;

/// What a build depends on: a change of it that is not committed makes the commit `-dirty`.
const SOURCES: [&str; 7] = [
    "src",
    "templates",
    "knowledge",
    "build.rs",
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE",
];

fn main() {
    write_table("steps", "data_steps.rs", "DATA");
    write_table("procedures", "procedures.rs", "PROCEDURES");
    println!("cargo::rerun-if-env-changed=HYBRID_OAUTH_COMMIT");
    let named = std::env::var("HYBRID_OAUTH_COMMIT").ok();
    let named = named.filter(|named| is_plain(named));
    let commit = named.or_else(packaged).or_else(checked_out);
    let commit = commit.unwrap_or_else(|| "unknown".to_owned());
    println!("cargo::rustc-env=HYBRID_OAUTH_COMMIT={commit}");
}

/// Every JSON file of a folder of `templates`, so that the file is all that is needed: name and text, by name.
fn write_table(folder: &str, file: &str, table: &str) {
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("Cargo sets it");
    let folder = Path::new(&root).join("templates").join(folder);
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(&folder).expect("the templates are beside the sources");
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
        .collect();
    names.sort();
    let rows = names.iter().map(|name| {
        let path = folder.join(format!("{name}.json"));
        format!("({name:?}, include_str!({path:?})),\n")
    });
    let rows: String = rows.collect();
    let text = format!("static {table}: &[(&str, &str)] = &[\n{rows}];\n");
    let out = std::env::var("OUT_DIR").expect("Cargo sets it");
    fs::write(Path::new(&out).join(file), text).expect("the folder is Cargo's");
}

/// It stands in scripts and documents.
fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    !text.is_empty() && text.len() <= 64 && text.bytes().all(plain)
}

/// Cargo writes the commit into the crates that it packs.
fn packaged() -> Option<String> {
    let text = fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, rest) = text.split_once("\"sha1\": \"")?;
    let commit = rest.split('"').next()?;
    is_plain(commit).then(|| commit.to_owned())
}

fn checked_out() -> Option<String> {
    // Not the repository of somebody who keeps these sources below their own.
    let top = fs::canonicalize(git(&["rev-parse", "--show-toplevel"])?).ok()?;
    if top != fs::canonicalize(".").ok()? {
        return None;
    }
    // The second grows with every commit and checkout; the branch's own file may be packed away.
    let branch = git(&["symbolic-ref", "--quiet", "HEAD"]);
    for name in ["HEAD", "logs/HEAD"].into_iter().chain(branch.as_deref()) {
        let path = git(&["rev-parse", "--git-path", name])?;
        // One that is not there would mean a build each time.
        if Path::new(&path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    let commit = git(&["rev-parse", "HEAD"])?;
    let mut status = vec!["status", "--porcelain", "--"];
    status.extend(SOURCES);
    let clean = git(&status)?.is_empty();
    Some(if clean {
        commit
    } else {
        format!("{commit}-dirty")
    })
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
