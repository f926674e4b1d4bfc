//! The runbook in a real browser: `tests/browser/run.mjs` opens it and judges each case.
//!
//! Ignored where there is no Chromium, no Node or no `tests/browser/node_modules` (`npm ci` in that
//! folder). `CHROMIUM` names the browser where it is not `chromium` on the path.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use hybrid_oauth::bundle::{self, Bundle};
use hybrid_oauth::lang::Lang;
use hybrid_oauth::layout;
use hybrid_oauth::load::load;
use hybrid_oauth::tenant::Tenant;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};

#[path = "common/on_path.rs"]
mod on_path;

use on_path::on_path;

/// Text that a page must show and never obey.
const HOSTILE: &str =
    r#"</title></td><img src=x onerror=alert(1)><script>alert(2)</script> "'`& {{ t }} 조직"#;

/// The cases of `run.mjs`, so that one that is not judged is seen.
const CASES: &[&str] = &[
    "copying gives exactly the command",
    "copying works where the clipboard interface is refused",
    "check boxes survive a reload and belong to one bundle",
    "a field keeps what was written into it",
    "all boxes and fields are cleared at once",
    "text of the config stays text",
    "the page's policy refuses another script",
    "the keyboard reaches the contents first",
];
const PAGES: &[&str] = &["runbook.html", "runbook.ko.html", "hostile.html"];
const CASES_OF_PAGES: &[&str] = &[
    "says nothing to the console and asks for nothing",
    "has no violation that axe finds, light",
    "has no violation that axe finds, dark",
    "is 320 pixels wide, and nothing is cut off",
    "is 360 pixels wide, and nothing is cut off",
    "shows the numbers of the contents whole",
];
/// The pages that are printed, and on how many sheets of A4 at most.
const PRINTED: &[(&str, usize)] = &[
    ("runbook.html", 20),
    ("runbook.ko.html", 20),
    ("hostile.html", 20),
    ("small.html", 16),
    ("small.ko.html", 16),
];
const CASES_OF_PRINTED: &[&str] = &[
    "prints every step",
    "prints on few pages, none but the last mostly empty",
    "has the run sheet on its first page",
];

fn main() {
    let arguments = Arguments::from_args();
    let missing = browser().is_none();
    let of_page =
        |page, cases: &'static [&str]| cases.iter().map(move |case| format!("{page} {case}"));
    let of_pages = PAGES.iter().flat_map(|page| of_page(page, CASES_OF_PAGES));
    let of_printed = PRINTED
        .iter()
        .flat_map(|(page, _)| of_page(page, CASES_OF_PRINTED));
    let trials = CASES
        .iter()
        .map(|case| (*case).to_owned())
        .chain(of_pages)
        .chain(of_printed)
        .map(|case| Trial::test(case.clone(), move || judge(&case)).with_ignored_flag(missing))
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}

fn judge(case: &str) -> Result<(), Failed> {
    static RESULTS: LazyLock<Result<BTreeMap<String, Option<String>>, String>> = LazyLock::new(run);
    let results = RESULTS
        .as_ref()
        .map_err(|error| Failed::from(error.as_str()))?;
    match results.get(case) {
        None => Err(format!("run.mjs did not judge it; it judged {:?}", results.keys()).into()),
        Some(Some(wrong)) => Err(wrong.as_str().into()),
        Some(None) => Ok(()),
    }
}

/// The browser, when Node and its modules are there too.
fn browser() -> Option<PathBuf> {
    let modules = folder().join("node_modules");
    let ready = modules.join("playwright-core").is_dir() && modules.join("axe-core").is_dir();
    let browser = match std::env::var_os("CHROMIUM") {
        Some(path) => PathBuf::from(path),
        None => on_path("chromium")?,
    };
    on_path("node").filter(|_| ready && browser.is_file())?;
    Some(browser)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

fn run() -> Result<BTreeMap<String, Option<String>>, String> {
    let browser = browser().ok_or("no browser")?;
    let temporary = tempfile::tempdir().map_err(|error| error.to_string())?;
    let place =
        std::env::var_os("RUNBOOK_SHOTS").map_or(temporary.path().to_owned(), PathBuf::from);
    prepare(&place).map_err(|error| error.to_string())?;
    let output = Command::new("node")
        .arg(folder().join("run.mjs"))
        .args([&browser, &place])
        .output()
        .map_err(|error| error.to_string())?;
    serde_json::from_slice(&output.stdout).map_err(|_| {
        format!(
            "run.mjs ended with {}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

/// Writes the pages, and what is to be seen in them as the bundle itself says.
fn prepare(place: &Path) -> std::io::Result<()> {
    let mut config = example("contoso.json")?;
    let bundle = build(&config);
    config["organization"] = json!(HOSTILE);
    config["change"]["reason"] = json!(HOSTILE);
    let hostile = build(&config);
    let small = build(&example("hbna.co.kr.json")?);
    let mut facts = json!({});
    for ((page, pages), (bundle, file_name)) in PRINTED.iter().zip([
        (&bundle, "runbook.html"),
        (&bundle, "runbook.ko.html"),
        (&hostile, "runbook.html"),
        (&small, "runbook.html"),
        (&small, "runbook.ko.html"),
    ]) {
        std::fs::write(place.join(page), file(bundle, file_name))?;
        let scripts = scripts(bundle);
        facts[*page] = json!({
            "steps": scripts.len(),
            "first": scripts[0],
            "commands": scripts,
            "organization": HOSTILE,
            "pages": pages,
        });
    }
    std::fs::write(place.join("facts.json"), facts.to_string())
}

fn example(name: &str) -> std::io::Result<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    Ok(serde_json::from_slice(&std::fs::read(path)?)?)
}

/// The command line of each script, in the order of the manifest.
fn scripts(bundle: &Bundle) -> Vec<String> {
    let manifest: Value = serde_json::from_slice(file(bundle, layout::MANIFEST)).unwrap();
    manifest["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| format!(".\\{}", step["file"].as_str().unwrap().replace('/', "\\")))
        .collect()
}

fn build(config: &Value) -> Bundle {
    let bytes = config.to_string().into_bytes();
    let loaded = load("config.json", &bytes);
    let tenant: Tenant = loaded.tenant.expect("the config is right");
    bundle::build_in(&tenant, &loaded.sha256, &Lang::ALL)
}

fn file<'a>(bundle: &'a Bundle, path: &str) -> &'a [u8] {
    let file = bundle.files.iter().find(|file| file.path == path);
    &file.unwrap().bytes
}
