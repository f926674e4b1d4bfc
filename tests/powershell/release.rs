//! What `release/pack.py` makes of a built program: unpacked and used. Ignored without Python 3.11.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use hybrid_oauth::digest::sha256;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use tempfile::TempDir;

use crate::cli;

const PROGRAM: &str = env!("CARGO_BIN_EXE_hybrid-oauth");
const VERSION: &str = env!("CARGO_PKG_VERSION");
const LINUX: &str = "x86_64-unknown-linux-gnu";
const WINDOWS: &str = "x86_64-pc-windows-gnu";

type Case = fn() -> Result<(), Failed>;

/// Files by their names, as they come out of an archive or a folder.
type Files = BTreeMap<String, Vec<u8>>;

pub fn trials() -> Vec<Trial> {
    let python = Command::new("python3")
        .args(["-c", "import tomllib"])
        .status();
    let ignored = !python.is_ok_and(|status| status.success()) || cfg!(windows);
    let trials: [(&str, Case); 8] = [
        ("the_same_bytes_every_time", the_same_bytes_every_time),
        ("archives_hold_all_and_work", archives_hold_all_and_work),
        (
            "parts_are_named_with_their_licences",
            parts_are_named_with_their_licences,
        ),
        (
            "no_part_needs_a_newer_compiler",
            no_part_needs_a_newer_compiler,
        ),
        ("installers_find_the_archive", installers_find_the_archive),
        (
            "manifests_hold_to_their_schemas",
            manifests_hold_to_their_schemas,
        ),
        ("digests_are_right", digests_are_right),
        (
            "paths_of_this_machine_stay_here",
            paths_of_this_machine_stay_here,
        ),
    ];
    trials
        .map(|(name, run)| Trial::test(format!("release::{name}"), run).with_ignored_flag(ignored))
        .into()
}

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Packs a program as the one of Linux, and a text in the place of the one of Windows.
fn pack_with(program: &Path) -> TempDir {
    let out = TempDir::new().expect("a folder");
    let stand_in = top().join("LICENSE");
    let made = Command::new("python3")
        .arg(top().join("release/pack.py"))
        .args(["--url", "https://downloads.example/v1"])
        .args(["--writer", PROGRAM])
        .arg("--page")
        .arg(&stand_in)
        .arg("--out")
        .arg(out.path())
        .args(["--binary", &format!("{LINUX}={}", program.display())])
        .args(["--binary", &format!("{WINDOWS}={}", stand_in.display())])
        .env("SOURCE_DATE_EPOCH", "1764000000")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .expect("Python starts");
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{said}");
    out
}

/// The release of this program, packed once, with its archives unpacked.
fn packed() -> &'static Path {
    static PACKED: LazyLock<TempDir> = LazyLock::new(|| {
        let out = pack_with(Path::new(PROGRAM));
        unpack_all(out.path()).expect("archives");
        out
    });
    PACKED.path()
}

fn folder(path: &Path) -> Files {
    let files = walkdir::WalkDir::new(path).into_iter().flatten();
    let files = files.filter(|entry| entry.file_type().is_file());
    let named = files.map(|entry| {
        let name = entry.path().strip_prefix(path).expect("below it");
        let bytes = fs::read(entry.path()).expect("readable");
        (name.to_string_lossy().replace('\\', "/"), bytes)
    });
    named.collect()
}

fn unpack_all(out: &Path) -> Result<(), Failed> {
    let to = out.join("unpacked");
    fs::create_dir(&to)?;
    let mut tar = Command::new("tar");
    tar.arg("-xzf")
        .arg(out.join(format!("{}.tar.gz", name(LINUX))));
    assert!(tar.current_dir(&to).status()?.success());
    let archive = fs::File::open(out.join(format!("{}.zip", name(WINDOWS))))?;
    let mut archive = zip::ZipArchive::new(archive)?;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at)?;
        let path = to.join(entry.enclosed_name().ok_or("it leaves the archive")?);
        fs::create_dir_all(path.parent().ok_or("a parent")?)?;
        io::copy(&mut entry, &mut fs::File::create(path)?)?;
    }
    Ok(())
}

/// What an archive is called, and the folder in it.
fn name(target: &str) -> String {
    format!("hybrid-oauth-{VERSION}-{target}")
}

fn inside(target: &str) -> PathBuf {
    packed().join("unpacked").join(name(target))
}

/// The files of the release themselves.
fn released() -> Files {
    let mut files = folder(packed());
    files.retain(|name, _| !name.starts_with("unpacked/"));
    files
}

fn the_same_bytes_every_time() -> Result<(), Failed> {
    let program = top().join("README.md");
    let (one, other) = (pack_with(&program), pack_with(&program));
    assert!(folder(one.path()) == folder(other.path()));
    Ok(())
}

fn archives_hold_all_and_work() -> Result<(), Failed> {
    for target in [LINUX, WINDOWS] {
        let files = folder(&inside(target));
        for name in [
            "README.md",
            "LICENSE",
            "CHANGELOG.md",
            "examples/contoso.json",
            "docs/trust.md",
        ] {
            assert!(
                files[name] == fs::read(top().join(name))?,
                "{target}: {name}"
            );
        }
        for name in [
            "completions/hybrid-oauth.bash",
            "completions/_hybrid-oauth.ps1",
            "hybrid-oauth.html",
            "hybrid-oauth.schema.json",
        ] {
            assert!(!files[name].is_empty(), "{target}: {name}");
        }
        let help = cli::run(top(), ["--help"]).out;
        let (_, commands) = help.split_once("Commands:\n").ok_or("no commands")?;
        let commands = commands.lines().take_while(|line| !line.is_empty());
        let commands = commands.filter(|line| !line.starts_with("   "));
        let commands = commands.filter_map(|line| line.split_whitespace().next());
        let mut count = 0;
        for command in commands.filter(|command| *command != "help") {
            let page = &files[&format!("man/hybrid-oauth-{command}.1")];
            assert!(page.starts_with(b".") && page.len() > 200, "{command}");
            count += 1;
        }
        assert!(count > 10, "{help}");
    }
    // The program of the archive, in the folder of the archive.
    let folder = inside(LINUX);
    let program = folder.join("hybrid-oauth");
    let words = ["generate", "examples", "-o", "out", "-q"];
    let status = Command::new(&program)
        .args(words)
        .current_dir(&folder)
        .status()?;
    assert!(status.success());
    let status = Command::new(&program)
        .args(["verify", "out/contoso.com"])
        .current_dir(&folder)
        .output()?;
    assert!(status.status.success());
    Ok(())
}

fn parts_are_named_with_their_licences() -> Result<(), Failed> {
    let lock = fs::read_to_string(top().join("Cargo.lock"))?;
    let deny = fs::read_to_string(top().join("deny.toml"))?;
    for (target, own, others) in [
        (LINUX, "linux-raw-sys", "windows-sys"),
        (WINDOWS, "windows-sys", "linux-raw-sys"),
    ] {
        let files = folder(&inside(target));
        let bill: Value = serde_json::from_slice(&files["hybrid-oauth.cdx.json"])?;
        assert_eq!(bill["bomFormat"], "CycloneDX");
        assert_eq!(bill["metadata"]["component"]["version"], VERSION);
        let notices = String::from_utf8(files["THIRD-PARTY-NOTICES.txt"].clone())?;
        let parts = bill["components"].as_array().ok_or("no components")?;
        let names: Vec<&str> = parts
            .iter()
            .filter_map(|part| part["name"].as_str())
            .collect();
        assert!(names.contains(&"clap") && names.contains(&own), "{names:?}");
        assert!(
            !names.contains(&"tempfile") && !names.contains(&others),
            "{names:?}"
        );
        for part in parts {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let (name, version) = (text(&part["name"]), text(&part["version"]));
            let digest = text(&part["hashes"][0]["content"]);
            assert!(lock.contains(&digest) && digest.len() == 64, "{name}");
            assert!(notices.contains(&format!("\n{name} {version} (")), "{name}");
            let licence = text(&part["licenses"][0]["expression"]);
            assert!(
                is_allowed(&licence, &deny),
                "{name}: {licence} is not in deny.toml"
            );
        }
        let needed = bill["dependencies"].as_array().ok_or("no dependencies")?;
        assert_eq!(needed.len(), parts.len() + 1);
    }
    Ok(())
}

/// `rust-version` is no promise that a part of the program breaks.
fn no_part_needs_a_newer_compiler() -> Result<(), Failed> {
    let listed = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", LINUX])
        .current_dir(top())
        .output()?;
    let listed: Value = serde_json::from_slice(&listed.stdout)?;
    let known = listed["packages"].as_array().ok_or("no packages")?;
    let version = |package: &Value| -> Vec<u32> {
        let stated = package["rust_version"].as_str().unwrap_or("1.0");
        stated.split('.').take(2).flat_map(str::parse).collect()
    };
    let find = |name: &str, at: &str| {
        let is = |one: &&Value| one["name"] == name && one["version"] == at;
        known.iter().find(is).map(version).ok_or("not listed")
    };
    let own = find("hybrid-oauth", VERSION)?;
    let bill = &folder(&inside(LINUX))["hybrid-oauth.cdx.json"];
    let bill: Value = serde_json::from_slice(bill)?;
    for part in bill["components"].as_array().ok_or("no components")? {
        let text = |key: &str| part[key].as_str().unwrap_or_default();
        let needed = find(text("name"), text("version"))?;
        assert!(needed <= own, "{}: {needed:?}", text("name"));
    }
    Ok(())
}

/// Whether every part of the expression has an alternative that `deny.toml` allows.
fn is_allowed(expression: &str, deny: &str) -> bool {
    let flat = expression.replace(['(', ')'], "");
    let allowed = |one: &str| deny.contains(&format!("\"{}\"", one.trim()));
    flat.split(" AND ")
        .all(|part| part.split(" OR ").any(allowed))
}

fn installers_find_the_archive() -> Result<(), Failed> {
    let files = released();
    let archive = format!("hybrid-oauth-{VERSION}-{WINDOWS}.zip");
    let inside = folder(&inside(WINDOWS));
    assert!(inside.contains_key("hybrid-oauth.exe"));
    let digest = sha256(&files[&archive]);
    let scoop: Value = serde_json::from_slice(&files["scoop/hybrid-oauth.json"])?;
    let this = &scoop["architecture"]["64bit"];
    assert_eq!(this["hash"], digest);
    assert_eq!(
        this["url"],
        format!("https://downloads.example/v1/{archive}")
    );
    assert_eq!(this["extract_dir"], archive.trim_end_matches(".zip"));
    let installer =
        String::from_utf8(files["winget/HybridOAuth.HybridOAuth.installer.yaml"].clone())?;
    assert!(installer.contains(&digest.to_uppercase()), "{installer}");
    assert!(installer.contains("\\\\hybrid-oauth.exe\""), "{installer}");
    Ok(())
}

fn manifests_hold_to_their_schemas() -> Result<(), Failed> {
    let rules: Value =
        serde_json::from_slice(&fs::read(top().join("tests/manifests.schema.json"))?)?;
    let files = released();
    let winget = "winget/HybridOAuth.HybridOAuth";
    let version = format!("{winget}.yaml");
    let mut judged = vec!["SHA256SUMS".to_owned()];
    for (kind, name) in [
        ("scoop", "scoop/hybrid-oauth.json"),
        ("installer", &format!("{winget}.installer.yaml")),
        ("defaultLocale", &format!("{winget}.locale.en-US.yaml")),
        ("version", &version),
    ] {
        let manifest: Value = serde_saphyr::from_slice(&files[name])?;
        let mut schema = rules.clone();
        schema["$ref"] = format!("#/$defs/{kind}").into();
        let schema = jsonschema::validator_for(&schema)?;
        let wrong: Vec<String> = schema
            .iter_errors(&manifest)
            .map(|one| one.to_string())
            .collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
        // A schema that lets everything pass would show nothing.
        let mut other = manifest.clone();
        other["Unknown"] = true.into();
        assert!(!schema.is_valid(&other), "{name}");
        for key in manifest.as_object().ok_or("no object")?.keys() {
            let mut other = manifest.clone();
            other[key] = 7.into();
            assert!(!schema.is_valid(&other), "{name}: {key}");
        }
        judged.push(name.to_owned());
    }
    let manifests = |name: &&String| name.contains('/');
    assert_eq!(files.keys().filter(manifests).count(), judged.len() - 1);
    Ok(())
}

fn digests_are_right() -> Result<(), Failed> {
    let files = released();
    let sums = String::from_utf8(files["SHA256SUMS"].clone())?;
    assert_eq!(sums.lines().count(), files.len() - 1);
    for line in sums.lines() {
        let (digest, name) = line.split_once("  ").ok_or("two spaces")?;
        assert_eq!(sha256(&files[name]), digest, "{name}");
    }
    Ok(())
}

/// But for the program itself, which here is one for tests; `release/make` looks at the real one.
fn paths_of_this_machine_stay_here() -> Result<(), Failed> {
    let files = folder(&inside(LINUX));
    let here = top().to_string_lossy().into_owned();
    for (name, bytes) in files.iter().filter(|(name, _)| *name != "hybrid-oauth") {
        assert!(!String::from_utf8_lossy(bytes).contains(&here), "{name}");
    }
    Ok(())
}
