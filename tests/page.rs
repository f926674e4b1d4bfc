//! The page of `web/` in a real browser, from a file, against what the command line says:
//! `tests/browser/page.mjs` opens it and judges each case.
//!
//! Ignored where the page is not made (`web/make`) since these tests were built, or there is no Chromium, no Node or no
//! `tests/browser/node_modules`; see `tests/browser.rs`.

#[path = "common/cli.rs"]
mod cli;
#[path = "common/on_path.rs"]
mod on_path;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use hybrid_oauth::digest::sha256;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::json;

use on_path::on_path;

/// The cases of `page.mjs`, so that one that is not judged is seen.
const CASES: &[&str] = &[
    "says nothing to the console and asks for nothing",
    "the zip has the bytes of the command line",
    "a file of the bundle is shown as text",
    "the runbook is shown as it will be read",
    "every question of init has a field",
    "is filled, and the bundle saved, with the keyboard alone",
    "what is typed gets into the config and becomes a bundle",
    "a finding stands at its field",
    "a transcript, a state and an older config are read as the command line reads them",
    "text of the config stays text",
    "the keyboard reaches the form first",
    "has no violation that axe finds, light",
    "has no violation that axe finds, dark",
    "is 320 pixels wide without scrolling sideways",
    "speaks Korean",
];

type Results = BTreeMap<String, Option<String>>;

fn main() {
    let missing = tools().is_none();
    let trial = |case: &&'static str| {
        let case = *case;
        Trial::test(case, move || judge(case)).with_ignored_flag(missing)
    };
    libtest_mimic::run(&Arguments::from_args(), CASES.iter().map(trial).collect()).exit();
}

fn judge(case: &str) -> Result<(), Failed> {
    static RESULTS: LazyLock<Result<Results, String>> = LazyLock::new(run);
    let results = RESULTS
        .as_ref()
        .map_err(|error| Failed::from(error.as_str()))?;
    match results.get(case) {
        None => Err(format!("page.mjs did not judge it; it judged {:?}", results.keys()).into()),
        Some(Some(wrong)) => Err(wrong.as_str().into()),
        Some(None) => Ok(()),
    }
}

fn top(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn page() -> PathBuf {
    top("target/web/hybrid-oauth.html")
}

/// The browser, where all that it takes is there.
fn tools() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let browser = named.or_else(|| on_path("chromium"))?;
    // A page of older sources says other things.
    let time = |path: PathBuf| path.metadata().and_then(|file| file.modified()).ok();
    let is_new = time(page()) > time(std::env::current_exe().ok()?);
    let ready = is_new && top("tests/browser/node_modules/playwright-core").is_dir();
    on_path("node").filter(|_| ready && browser.is_file())?;
    Some(browser)
}

fn run() -> Result<Results, String> {
    let browser = tools().ok_or("no browser")?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    prepare(folder.path()).map_err(|error| error.to_string())?;
    let output = Command::new("node")
        .arg(top("tests/browser/page.mjs"))
        .args([&browser, &page(), folder.path()])
        .output()
        .map_err(|error| error.to_string())?;
    serde_json::from_slice(&output.stdout).map_err(|_| {
        let said = String::from_utf8_lossy(&output.stderr);
        format!("page.mjs ended with {}: {said}", output.status)
    })
}

/// What the page is given, and what the command line makes of the same.
fn prepare(folder: &Path) -> std::io::Result<()> {
    let organisation = "tests/simulation/scenarios/organisations/contoso.json";
    let config = fs::read_to_string(top(organisation))?;
    fs::write(folder.join("config.json"), &config)?;
    fs::write(
        folder.join("old.json"),
        config.replace("mail.contoso.com", "owa.contoso.com"),
    )?;
    fs::create_dir(folder.join("state"))?;
    for entry in fs::read_dir(top("tests/states/contoso-half-by-hand"))? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join("state").join(entry.file_name()))?;
    }
    let transcript = fs::read_to_string(top("tests/failures/aadsts500011/test-to-online.txt"))?;
    fs::write(folder.join("transcript.txt"), &transcript)?;
    let wide = format!("\u{FEFF}{transcript}");
    let wide: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.join("wide.txt"), wide)?;
    let say = |line: &str| cli::run(folder, cli::words(line)).out;
    say("generate config.json -o out --zip --lang en,ko -q");
    say(
        "init --domain contoso.com --tenant contoso.onmicrosoft.com --cloud gcc-high --method shared-principal \
         --tenant-id 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 --mail-host mail.contoso.com \
         --autodiscover-host autodiscover.contoso.com --on-premises-mailbox a@contoso.com \
         --online-mailbox b@contoso.com --server EX01=15.2.1748.37 --organization Contoso --change CHG1 -o init.json",
    );
    let zip = fs::read_dir(folder.join("out"))?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "zip"))
        .expect("an archive");
    let facts = json!({
        "zip": sha256(&fs::read(zip)?),
        "diagnose": say("diagnose transcript.txt --config config.json"),
        "plan": say("plan config.json --state state"),
        "diff": say("diff old.json config.json").lines().nth(1),
    });
    fs::write(folder.join("facts.json"), facts.to_string())
}
