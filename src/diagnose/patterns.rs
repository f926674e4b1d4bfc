//! All patterns of the table and of [`direction`], compiled once, matched byte-wise without regard to case.

use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use super::direction::{self, Sign};
use crate::knowledge::table;

/// What a pattern says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Meaning {
    Failure(usize),
    Http(u16),
    Sign(Sign),
}

/// All patterns: the set says which are worth a search.
pub(super) struct Patterns {
    pub(super) set: RegexSet,
    pub(super) each: Vec<(Regex, Meaning)>,
}

/// Compiled once.
pub(super) static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let mut sources: Vec<(String, Meaning)> = Vec::new();
    let table = table();
    for (index, failure) in table.failures.iter().enumerate() {
        sources.extend(
            failure
                .patterns
                .iter()
                .map(|p| (p.clone(), Meaning::Failure(index))),
        );
    }
    for code in table
        .http_reasons
        .keys()
        .filter_map(|code| code.parse().ok())
    {
        let mut failures = table.failures.iter();
        if failures.any(|failure| failure.http.contains(&code)) {
            let forms = table.http_patterns(code);
            sources.extend(forms.map(|form| (form, Meaning::Http(code))));
        }
    }
    sources.extend(
        direction::patterns()
            .into_iter()
            .map(|(p, sign)| (p, Meaning::Sign(sign))),
    );
    let set = RegexSetBuilder::new(sources.iter().map(|(pattern, _)| pattern))
        .case_insensitive(true)
        .unicode(false)
        .size_limit(64 << 20)
        .dfa_size_limit(16 << 20)
        .build()
        .expect("the patterns are compiled in and tested");
    let each = sources.into_iter().map(|(pattern, meaning)| {
        let regex = RegexBuilder::new(&pattern)
            .case_insensitive(true)
            .unicode(false)
            .build();
        (
            regex.expect("the patterns are compiled in and tested"),
            meaning,
        )
    });
    Patterns {
        set,
        each: each.collect(),
    }
});
