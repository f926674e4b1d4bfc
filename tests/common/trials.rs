//! What the tests with a harness of their own share.

use libtest_mimic::Arguments;

/// As libtest selects: all, or what a filter names, without what `--skip` names.
pub fn asked_for(arguments: &Arguments, name: &str) -> bool {
    let matches = |filter: &str| {
        if arguments.exact {
            name == filter
        } else {
            name.contains(filter)
        }
    };
    arguments.filter.as_deref().is_none_or(matches)
        && !arguments.skip.iter().any(|skip| matches(skip))
}
