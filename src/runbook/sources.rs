//! The texts of the documents' templates: name in the engine, text.

/// `RUNBOOK.md` and `REVIEW.md`
pub const MARKDOWN: &[(&str, &str)] = &[
    (
        "review.md.tera",
        include_str!("../../templates/runbook/review.md.tera"),
    ),
    (
        "runbook.md.tera",
        include_str!("../../templates/runbook/runbook.md.tera"),
    ),
    (
        "sheet.md.tera",
        include_str!("../../templates/runbook/sheet.md.tera"),
    ),
    (
        "before.md.tera",
        include_str!("../../templates/runbook/before.md.tera"),
    ),
    (
        "step.md.tera",
        include_str!("../../templates/runbook/step.md.tera"),
    ),
    (
        "common.md.tera",
        include_str!("../../templates/runbook/common.md.tera"),
    ),
    (
        "after.md.tera",
        include_str!("../../templates/runbook/after.md.tera"),
    ),
    (
        "failures.md.tera",
        include_str!("../../templates/runbook/failures.md.tera"),
    ),
    (
        "appendix.md.tera",
        include_str!("../../templates/runbook/appendix.md.tera"),
    ),
];

/// `runbook.html`
pub const HTML: &[(&str, &str)] = &[
    (
        "runbook.html.tera",
        include_str!("../../templates/runbook/runbook.html.tera"),
    ),
    (
        "contents.html.tera",
        include_str!("../../templates/runbook/contents.html.tera"),
    ),
    (
        "sheet.html.tera",
        include_str!("../../templates/runbook/sheet.html.tera"),
    ),
    (
        "before.html.tera",
        include_str!("../../templates/runbook/before.html.tera"),
    ),
    (
        "step.html.tera",
        include_str!("../../templates/runbook/step.html.tera"),
    ),
    (
        "common.html.tera",
        include_str!("../../templates/runbook/common.html.tera"),
    ),
    (
        "after.html.tera",
        include_str!("../../templates/runbook/after.html.tera"),
    ),
    (
        "failures.html.tera",
        include_str!("../../templates/runbook/failures.html.tera"),
    ),
    (
        "appendix.html.tera",
        include_str!("../../templates/runbook/appendix.html.tera"),
    ),
];

/// The page's style sheet.
pub const STYLE: &str = include_str!("../../templates/runbook/style.css");

/// The page's script.
pub const SCRIPT: &str = include_str!("../../templates/runbook/script.js");
