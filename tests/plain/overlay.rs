//! An overlay in use: what it changes in a bundle, who names it, and that a bundle carries it.

use std::fs;
use std::path::Path;

use hybrid_oauth::overlay::starter;
use serde_json::{Value, json};

use crate::api::overlay;
use crate::cases::top as top_of;
use crate::cli::{run, words};
use crate::customers::{config, everything, folder, write, write_config, write_configs};

fn of(answer: &crate::cli::Answer) -> String {
    format!("{}{}", answer.out, answer.err)
}

/// A folder with `own`, an overlay that has all but steps, and `contoso.json`.
fn place() -> tempfile::TempDir {
    let folder = folder();
    let top = folder.path();
    let done = run(top, words("overlay init own"));
    assert_eq!(done.code, Some(0), "{}", of(&done));
    write_config(&top.join("contoso.json"), &config("contoso"));
    folder
}

fn head(top: &Path, rest: &Value) {
    let mut head = json!({ "name": "standard", "version": "1.0.0" });
    for (key, value) in rest.as_object().expect("an object") {
        head[key] = value.clone();
    }
    write(&top.join("own/overlay.json"), head.to_string());
}

#[track_caller]
fn generate(top: &Path, line: &str) {
    let done = run(top, words(line));
    assert_eq!(done.code, Some(0), "{}", of(&done));
}

fn text(top: &Path, path: &str) -> String {
    fs::read_to_string(top.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_starter_is_clean_and_never_written_over() {
    let folder = place();
    let top = folder.path();
    let checked = run(top, words("overlay check own contoso.json"));
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    assert!(!checked.err.contains("own"), "{}", checked.err);
    let before = everything(&top.join("own"));
    let again = run(top, words("overlay init own"));
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("is there already"), "{}", again.err);
    assert_eq!(everything(&top.join("own")), before);
    fs::create_dir(top.join("empty")).unwrap();
    assert_eq!(run(top, words("overlay init empty")).code, Some(0));
    let nowhere = run(top, words("overlay init no/such/folder"));
    assert_eq!(nowhere.code, Some(1), "{}", of(&nowhere));
    assert!(nowhere.err.contains("cannot be written"), "{}", nowhere.err);
    assert!(!top.join("no").exists());
    assert_eq!(
        starter::FILES.len(),
        walkdir::WalkDir::new(top.join("own"))
            .into_iter()
            .filter(|one| one.as_ref().unwrap().file_type().is_file())
            .count()
    );
}

#[test]
fn a_bundle_shows_what_is_the_overlays() {
    let folder = place();
    let top = folder.path();
    head(
        top,
        &json!({ "left_out": [{ "step": "ews-allow-list", "reason": "Kept by *another* team | <b>." }] }),
    );
    write(
        &top.join("own/runbook/footer.md"),
        "Ask [us](https://contoso.com/help) <i>now</i>.\n",
    );
    write(&top.join("own/words/en.json"), json!({ "messages": { "page": { "kind": "Our runbook" } }, "steps": { "preflight": { "title": "Look <first>" } } }).to_string());
    generate(
        top,
        "generate contoso.json -o out --overlay own --lang en,ko",
    );
    let bundle = top.join("out/contoso");
    let runbook = text(&bundle, "RUNBOOK.md");
    let page = text(&bundle, "runbook.html");
    assert!(runbook.contains("Questions about this change go to the messaging team."));
    assert!(runbook.contains("Look \\<first\\>") && page.contains("Look &lt;first&gt;"));
    assert!(runbook.contains("`ews-allow-list`: Kept by \\*another\\* team \\| \\<b\\>."));
    assert!(page.contains("<code>ews-allow-list</code>: Kept by *another* team | &lt;b&gt;."));
    assert!(runbook.contains("Ask [us](https://contoso.com/help) \\<i>now\\</i>."));
    assert!(
        page.contains("Ask <a href=\"https://contoso.com/help\">us</a> &lt;i&gt;now&lt;/i&gt;.")
    );
    assert!(page.contains("Our runbook") && page.contains("src=\"data:image/svg+xml;base64,"));
    assert!(text(&bundle, "runbook.ko.html").contains("변경 기록에 증거 첨부"));
    assert!(!bundle.join("exo/14-ews-allow-list.ps1").exists());
    let manifest: Value = serde_json::from_str(&text(&bundle, "manifest.json")).unwrap();
    let said = &manifest["overlay"];
    assert_eq!(said["name"], "standard");
    assert_eq!(said["left_out"][0]["step"], "ews-allow-list");
    let digest = said["sha256"].as_str().unwrap();
    assert!(
        runbook.contains(digest)
            && page.contains(digest)
            && text(&bundle, "REVIEW.md").contains(digest)
    );
    // The scripts of the steps that stay are the same but for their numbers.
    assert!(
        manifest["steps"]
            .as_array()
            .unwrap()
            .iter()
            .all(|step| step["id"] != "ews-allow-list")
    );
}

/// As `sha256sum` says it, so that anybody can.
#[test]
fn the_digest_is_that_of_a_list_of_digests() {
    let folder = place();
    let mut lines: Vec<String> = starter::FILES
        .iter()
        .map(|(path, text)| {
            format!(
                "{}  {path}\n",
                hybrid_oauth::digest::sha256(text.as_bytes())
            )
        })
        .collect();
    lines.sort_by(|one, other| one[66..].cmp(&other[66..]));
    let digest = hybrid_oauth::digest::sha256(lines.concat().as_bytes());
    let checked = run(folder.path(), words("overlay check own"));
    assert!(checked.out.contains(&digest), "{}", checked.out);
}

#[test]
fn the_pages_policy_allows_exactly_its_own_style() {
    let folder = place();
    let top = folder.path();
    write(&top.join("own/style.css"), "h1 { color: teal }\r\n");
    generate(top, "generate contoso.json -o out --overlay own");
    let page = text(top, "out/contoso/runbook.html");
    let policy = page
        .split("Content-Security-Policy\" content=\"")
        .nth(1)
        .unwrap();
    let policy = policy.split('"').next().unwrap();
    let hash = hybrid_oauth::runbook::html::policy_hash("h1 { color: teal }\n");
    assert!(policy.contains(&hash), "{policy}");
    assert_eq!(policy.matches("sha256-").count(), 3, "{policy}");
    assert!(!policy.contains("unsafe") && policy.starts_with("default-src 'none';"));
    assert!(page.contains("<style>h1 { color: teal }\n</style>"));
    let inline = page.matches(" style=\"").count();
    assert_eq!(inline, 0, "the policy refuses a style in an element");
}

#[test]
fn a_config_names_its_overlay_and_the_command_line_goes_before_it() {
    let folder = place();
    let top = folder.path();
    let mut named = config("named");
    named["overlay"] = json!("../own");
    write_config(&top.join("configs/named.json"), &named);
    generate(top, "generate configs -o out");
    let said = |bundle: &str| -> Value {
        let text = text(top, &format!("out/{bundle}/manifest.json"));
        serde_json::from_str::<Value>(&text).unwrap()["overlay"]["name"].clone()
    };
    assert_eq!(said("named"), "own-standard");
    assert_eq!(run(top, words("overlay init other")).code, Some(0));
    write(
        &top.join("other/overlay.json"),
        "{\"name\": \"other\", \"version\": \"2\"}",
    );
    let checked = run(
        top,
        words("generate configs -o out --check --overlay other"),
    );
    assert_eq!(checked.code, Some(2), "{}", of(&checked));
    generate(top, "generate configs -o out --overlay other");
    assert_eq!(said("named"), "other");
    // The bundle in the place of the config has the overlay that it was made with.
    generate(top, "generate out/named -o again");
    let again = text(top, "again/named/manifest.json");
    assert_eq!(again, text(top, "out/named/manifest.json"));
}

/// A folder of configs may hold the overlays too.
#[test]
fn an_overlay_among_configs_is_no_config() {
    let folder = folder();
    let top = folder.path();
    write_configs(top, &["adatum"]);
    fs::create_dir(top.join("configs/overlays")).unwrap();
    generate(top, "overlay init configs/overlays/own");
    let checked = run(top, words("check configs"));
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    assert!(checked.err.contains("1 config checked"), "{}", checked.err);
}

#[test]
fn another_version_differs_in_meaning() {
    let folder = place();
    let top = folder.path();
    generate(top, "generate contoso.json -o old --overlay own");
    head(top, &json!({}));
    generate(top, "generate contoso.json -o new --overlay own");
    for format in ["text", "markdown", "html", "json"] {
        let diff = run(
            top,
            words(&format!("diff old/contoso new/contoso --format {format}")),
        );
        assert_eq!(diff.code, Some(2), "{}", diff.err);
        for said in ["own-standard", "standard", "1.0.0"] {
            assert!(diff.out.contains(said), "{format}: {said}: {}", diff.out);
        }
    }
    let diff = run(top, words("diff old/contoso new/contoso --format json"));
    let diff: Value = serde_json::from_str(&diff.out).unwrap();
    assert_eq!(diff["meaning"], "changed");
    assert_eq!(diff["new"]["overlay"]["version"], "1.0.0");
    let verified = run(top, words("verify new/contoso"));
    assert!(
        verified.out.contains("overlay: standard 1.0.0 (sha256 "),
        "{}",
        verified.out
    );
}

#[test]
fn a_bundle_or_its_archive_needs_no_overlay_beside_it() {
    let folder = place();
    let top = folder.path();
    generate(top, "generate contoso.json -o out --zip --overlay own");
    fs::remove_dir_all(top.join("own")).unwrap();
    for bundle in ["out/contoso", "out/contoso.zip"] {
        for (line, code) in [
            (format!("check {bundle}"), 0),
            (format!("steps {bundle}"), 0),
            (format!("explain preflight {bundle}"), 0),
            (format!("verify {bundle}"), 0),
            (format!("diff {bundle} out/contoso"), 0),
            (format!("generate {bundle} -o out --check"), 0),
        ] {
            let done = run(top, words(&line));
            assert_eq!(done.code, Some(code), "{line}: {}", of(&done));
        }
    }
}

#[test]
fn a_copy_that_somebody_changed_is_refused() {
    let folder = place();
    let top = folder.path();
    generate(top, "generate contoso.json -o out --overlay own");
    write(
        &top.join("out/contoso/overlay/runbook/footer.md"),
        "Trust everybody.\n",
    );
    for line in [
        "check out/contoso",
        "generate out/contoso -o other",
        "plan out/contoso --state .",
    ] {
        let done = run(top, words(line));
        assert_eq!(done.code, Some(1), "{line}: {}", of(&done));
        assert!(
            done.err
                .contains("not the overlay that the bundle was made with"),
            "{}",
            done.err
        );
    }
    assert_eq!(run(top, words("verify out/contoso")).code, Some(2));
    assert!(!top.join("other").exists());
}

#[test]
fn what_the_others_need_is_not_left_out_alone() {
    let folder = place();
    let top = folder.path();
    head(
        top,
        &json!({ "left_out": [{ "step": "export-certificate", "reason": "Done before." }] }),
    );
    let checked = run(top, words("check contoso.json --overlay own"));
    assert_eq!(checked.code, Some(1), "{}", of(&checked));
    assert!(checked.err.contains("overlay.json:1:"), "{}", checked.err);
    assert!(
        checked
            .err
            .contains("reads handoff/certificate.json, which export-certificate writes"),
        "{}",
        checked.err
    );
    let json = run(top, words("check contoso.json --overlay own --format json"));
    let json: Value = serde_json::from_str(&json.out).unwrap();
    let findings = json["findings"].as_array().unwrap();
    let found = findings.iter().find(|one| one["code"] == "overlay-step");
    assert!(
        found.is_some_and(
            |one| one["file"] == Path::new("own").join("overlay.json").to_string_lossy()[..]
        ),
        "{json:#}"
    );
}

#[test]
fn the_api_without_folders_says_so() {
    let mut named = config("named");
    named["overlay"] = json!("own");
    let findings = hybrid_oauth::api::check(named.to_string().as_bytes());
    let found = findings.iter().find(|one| one.code == "overlay-folder");
    assert!(
        found.is_some_and(|one| one.path == "overlay"),
        "{findings:?}"
    );
}

/// Steps of an organisation's own bring their words in each language.
#[test]
fn a_change_request_says_own_steps_in_its_language() {
    let place = folder();
    let top = place.path();
    write_config(&top.join("old.json"), &config("contoso"));
    let mut new = config("contoso");
    new["overlay"] = json!("own");
    write_config(&top.join("new.json"), &new);
    let files = overlay(&top_of("tests/overlays/contoso"), "");
    for (path, bytes) in &files {
        write(&top.join("own").join(path), bytes);
    }
    let said = run(
        top,
        words("diff old.json new.json --lang ko --format markdown"),
    );
    // What follows are lines of scripts, which are English.
    let (told, _) = said.out.split_once("## 파일").expect("a part on files");
    // What own code looks for is not said for it.
    assert!(told.contains("무엇을 설정하는지는 그 코드에만"), "{told}");
    for file in ["steps/mail-tips.json", "scripts/large-audience.json"] {
        let step: Value = serde_json::from_slice(&files[file]).expect("JSON");
        for words in [
            &step["title"],
            &step["undo"],
            &step["acts"],
            &step["risk"]["reason"],
        ] {
            let (korean, english) = (words["ko"].as_str(), words["en"].as_str());
            assert!(told.contains(korean.expect("a text")), "{words}");
            assert!(!told.contains(english.expect("a text")), "{words}");
        }
    }
}
