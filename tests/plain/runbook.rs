//! The runbook says what the scripts do, all of it and nothing else, in every language.

use crate::cases::{self, shown};
mod agreement;
mod escaping;
mod languages;
mod page;
mod review;

use std::path::Path;
use std::sync::LazyLock;

use hybrid_oauth::bundle::{self, Bundle};
use hybrid_oauth::lang::Lang;
use hybrid_oauth::load::load_path;
use regex::Regex;
use shown::new_lines;

/// The bundle of a config, in all languages. The digest is not the config's, so that formatting
/// a config changes no snapshot.
fn bundle_of(config: &Path) -> Bundle {
    let loaded = load_path(config);
    let tenant = loaded.tenant.expect("the config is right");
    bundle::build_in(&tenant, &"0".repeat(64), &Lang::ALL)
}

/// The bundles of all right configs, made once.
fn bundles() -> &'static [Bundle] {
    static BUNDLES: LazyLock<Vec<Bundle>> = LazyLock::new(|| {
        let configs = cases::valid_configs();
        configs.iter().map(|config| bundle_of(config)).collect()
    });
    &BUNDLES
}

fn text<'a>(bundle: &'a Bundle, path: &str) -> &'a str {
    let file = bundle.files.iter().find(|file| file.path == path);
    let file = file.unwrap_or_else(|| panic!("{path} is not in the bundle"));
    std::str::from_utf8(&file.bytes).expect("UTF-8")
}

/// One runbook whole; of the others what it does not say. Styles, scripts and the words of steps are files of their own.
#[test]
fn snapshots() {
    let mut settings = shown::settings("runbook");
    settings.add_filter("`[0-9a-f]{64}`", "`[sha256]`");
    let contoso = bundle_of(&cases::top("examples/contoso.json"));
    let command = Regex::new("^- (Look|Run|Verify): ").expect("a pattern");
    let show = |name: &str, shown: String| settings.bind(|| insta::assert_snapshot!(name, shown));
    let english = text(&contoso, "RUNBOOK.md");
    let korean = text(&contoso, "RUNBOOK.ko.md");
    let review = text(&contoso, "REVIEW.md");
    show("contoso.RUNBOOK.md", english.to_owned());
    show("contoso.RUNBOOK.ko.md", new_lines(korean, english));
    show("contoso.REVIEW.md", review.to_owned());
    let review = new_lines(text(&contoso, "REVIEW.ko.md"), review);
    show("contoso.REVIEW.ko.md", review);
    show(
        "contoso.runbook.html",
        frame(text(&contoso, "runbook.html")),
    );
    for name in [
        "hbna.co.kr",
        "federation",
        "modern-authentication",
        "retire",
    ] {
        let other = bundle_of(&cases::top(&format!("tests/configs/{name}.json")));
        let new = new_lines(text(&other, "RUNBOOK.md"), english);
        // The commands of steps stand in the run sheet.
        let said = new.lines().filter(|line| !command.is_match(line));
        let said = said.fold(String::new(), |all, line| all + line + "\n");
        show(&format!("{name}.RUNBOOK.md"), said);
    }
    let hbna = bundle_of(&cases::top("tests/configs/hbna.co.kr.json"));
    let new = new_lines(text(&hbna, "RUNBOOK.ko.md"), korean);
    show("hbna.co.kr.RUNBOOK.ko.md", new);
}

/// The page with one step and one failure: the others are made by the same templates. Of lines that are the same
/// element, the first.
fn frame(page: &str) -> String {
    let (steps, behind) = (page.find("<article"), page.rfind("</article>\n"));
    let (steps, behind) = steps.zip(behind).expect("a page has steps");
    let mut of_steps = page[steps..].split_inclusive("</article>\n");
    let step = of_steps.find(|step| step.contains("Rollback"));
    let step = step.expect("one changes something");
    let page = format!("{}{step}{}", &page[..steps], &page[behind + 11..]);
    let (failure, more) = page.split_once("</details>\n").expect("failures");
    let (_, behind) = more.rsplit_once("</details>\n").expect("failures");
    let page = format!("{failure}</details>\n[more like this]\n{behind}");
    let own = Regex::new("(?s)<(style|script)>.*?</").expect("a pattern");
    let page = own.replace_all(&page, "<$1>[its file]</");
    let element = Regex::new("^(?:</?[a-z]+[0-9]?|[^<])").expect("a pattern");
    let mut same = 0;
    let mut before = "";
    let mut out = String::new();
    for line in page.lines() {
        let begins = element.find(line).map_or("", |found| found.as_str());
        same = if begins == before { same + 1 } else { 0 };
        before = begins;
        match same {
            0 => out += &format!("{line}\n"),
            1 => out += "[more like this]\n",
            _ => {}
        }
    }
    out
}

#[test]
fn the_same_config_gives_the_same_bytes() {
    for (config, bundle) in cases::valid_configs().iter().zip(bundles()) {
        assert_eq!(bundle_of(config), *bundle);
    }
}

#[test]
fn english_is_always_there_and_others_only_when_asked_for() {
    let loaded = load_path(&cases::top("examples/contoso.json"));
    let tenant = loaded.tenant.expect("the config is right");
    let documents = |langs: &[Lang]| -> Vec<String> {
        let bundle = bundle::build_in(&tenant, "0", langs);
        let mut paths: Vec<String> = bundle.files.into_iter().map(|file| file.path).collect();
        paths.retain(|path| path.to_lowercase().starts_with("runbook"));
        paths
    };
    assert_eq!(documents(&[]), ["RUNBOOK.md", "runbook.html"]);
    assert_eq!(documents(&[Lang::En]), ["RUNBOOK.md", "runbook.html"]);
    let both = [
        "RUNBOOK.ko.md",
        "RUNBOOK.md",
        "runbook.html",
        "runbook.ko.html",
    ];
    assert_eq!(documents(&[Lang::Ko]), both);
    assert_eq!(documents(&Lang::ALL), both);
}
