//! The HTML page is one file that needs nothing else, and allows nothing else.

use hybrid_oauth::runbook::html;

use super::{bundles, text};

fn pages(mut check: impl FnMut(&str)) {
    for bundle in bundles() {
        for path in ["runbook.html", "runbook.ko.html"] {
            check(text(bundle, path));
        }
    }
}

fn between<'a>(page: &'a str, begin: &str, end: &str) -> Vec<&'a str> {
    let parts = page.split(begin).skip(1);
    parts
        .map(|part| part.split(end).next().unwrap_or(part))
        .collect()
}

#[test]
fn the_policy_allows_exactly_the_style_and_the_script_that_are_there() {
    pages(|page| {
        let styles = between(page, "<style>", "</style>");
        let scripts = between(page, "<script>", "</script>");
        assert_eq!((styles.len(), scripts.len()), (1, 1));
        let policy = between(
            page,
            "http-equiv=\"Content-Security-Policy\" content=\"",
            "\"",
        );
        let wanted = format!(
            "default-src 'none'; style-src {}; script-src {}; img-src data:; base-uri 'none'; form-action 'none'",
            html::policy_hash(styles[0]),
            html::policy_hash(scripts[0])
        );
        assert_eq!(policy, [wanted]);
        let at = |what: &str| page.find(what).expect("it is there");
        assert!(at("Content-Security-Policy") < at("<style>"));
    });
}

#[test]
fn nothing_is_loaded() {
    pages(|page| {
        for forbidden in [
            " src=",
            "@import",
            "url(",
            "<iframe",
            "<object",
            " style=\"",
            " onclick=",
        ] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert_eq!(
            between(page, "<link ", ">"),
            ["rel=\"icon\" href=\"data:,\""]
        );
    });
}

#[test]
fn every_id_is_there_once_and_every_place_that_is_named_exists() {
    pages(|page| {
        let mut ids = between(page, " id=\"", "\"");
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        for begin in [
            " href=\"#",
            " for=\"",
            " data-copy=\"",
            " aria-labelledby=\"",
        ] {
            for place in between(page, begin, "\"") {
                assert!(ids.binary_search(&place).is_ok(), "{begin}{place}");
            }
        }
    });
}
