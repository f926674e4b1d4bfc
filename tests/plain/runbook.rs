//! The runbook says what the scripts do, all of it and nothing else, in every language.

use crate::cases;
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

#[test]
fn snapshots() {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path("../../snapshots/runbook");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    cases::hide_commit(&mut settings);
    settings.add_filter("`[0-9a-f]{64}`", "`[sha256]`");
    let bundle = |name: &str| bundle_of(&cases::top(&format!("examples/{name}.json")));
    let (contoso, hbna) = (bundle("contoso"), bundle("hbna.co.kr"));
    settings.bind(|| {
        insta::assert_snapshot!("contoso.RUNBOOK.md", text(&contoso, "RUNBOOK.md"));
        insta::assert_snapshot!("hbna.co.kr.RUNBOOK.md", text(&hbna, "RUNBOOK.md"));
        // The other method's words are those of the same steps; what differs is read.
        let korean = text(&contoso, "RUNBOOK.ko.md");
        insta::assert_snapshot!("contoso.RUNBOOK.ko.md", korean);
        let new = cases::new_lines(text(&hbna, "RUNBOOK.ko.md"), korean);
        insta::assert_snapshot!("hbna.co.kr.RUNBOOK.ko.md", new);
        insta::assert_snapshot!("contoso.REVIEW.md", text(&contoso, "REVIEW.md"));
        insta::assert_snapshot!("contoso.REVIEW.ko.md", text(&contoso, "REVIEW.ko.md"));
        insta::assert_snapshot!(
            "contoso.runbook.html",
            frame(text(&contoso, "runbook.html"))
        );
    });
}

/// The page with its first two steps: the others are made by the same template from the words of the Markdown.
/// Style and script are files of their own.
fn frame(page: &str) -> String {
    let step = "<article class=\"step\"";
    let starts: Vec<usize> = page.match_indices(step).map(|(at, _)| at).collect();
    let end = page.rfind("</article>").expect("a page has steps");
    let page = format!("{}[more steps]\n{}", &page[..starts[2]], &page[end..]);
    let own = Regex::new("(?s)<(style|script)>.*?</").expect("a pattern");
    own.replace_all(&page, "<$1>[its file]</").into_owned()
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
