//! `style.css`: rules behind those of the page. What would fetch something or end the element is refused.

use super::file::Open;
use crate::lint::OVERLAY_STYLE;

/// What fetches, or runs, or brings another file; letter case does not count.
const REFUSED: &[(&str, &str)] = &[
    ("@import", "the page fetches nothing"),
    ("@charset", "the page is UTF-8"),
    ("@font-face", "the page fetches no fonts"),
    ("@namespace", "the page has one"),
    ("url(", "the page fetches nothing"),
    ("src(", "the page fetches nothing"),
    ("image(", "the page fetches nothing"),
    ("image-set(", "the page fetches nothing"),
    ("cross-fade(", "the page fetches nothing"),
    ("element(", "the page shows what stands in it"),
    ("expression(", "a page of ours runs one script only"),
    ("behavior:", "a page of ours runs one script only"),
    ("-moz-binding", "a page of ours runs one script only"),
    ("javascript:", "a page of ours runs one script only"),
];

/// Reads the file.
pub fn read(open: &mut Open<'_>) -> Option<String> {
    if !open.is_usable() {
        return None;
    }
    open.refuse_hidden();
    check(open, 0, open.text.len());
    // Browsers take line breaks so, and the page's policy holds a digest of the text.
    let text = open.text.replace("\r\n", "\n").replace('\r', "\n");
    open.is_usable().then_some(text)
}

/// Looks at a part of a file that is CSS.
pub fn check(open: &mut Open<'_>, from: usize, to: usize) {
    let lower = open.text[from..to].to_ascii_lowercase();
    for (what, why) in REFUSED {
        for (at, _) in lower.match_indices(what) {
            // `image-set(` is told once.
            let longer = REFUSED.iter().any(|(other, _)| {
                other.len() > what.len()
                    && other.ends_with(what)
                    && lower[..at + what.len()].ends_with(other)
            });
            if !longer {
                let at = from + at;
                open.report(
                    &OVERLAY_STYLE,
                    at..at + what.len(),
                    format!("{what} has no place in a style sheet here: {why}"),
                    "Take it out; colours, sizes and spaces need nothing from elsewhere.",
                );
            }
        }
    }
    for (at, one) in lower
        .char_indices()
        .filter(|(_, one)| ['<', '\\'].contains(one))
    {
        let (at, help) = match one {
            '<' => (from + at, "Take it out; no rule needs one."),
            _ => (
                from + at,
                "Write the character itself; an escape hides what stands there.",
            ),
        };
        open.report(
            &OVERLAY_STYLE,
            at..at + 1,
            format!("{one} has no place in a style sheet here"),
            help,
        );
    }
}
