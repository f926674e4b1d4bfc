//! Paths as messages show them.

use std::path::Path;

/// A path for people. On Windows both separators work, and messages show the one of Windows, however
/// the path was put together.
#[must_use]
pub fn shown(path: &Path) -> String {
    with_one_separator(path.to_string_lossy().into_owned(), cfg!(windows))
}

fn with_one_separator(path: String, windows: bool) -> String {
    match windows {
        true => path.replace('/', "\\"),
        false => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_separator() {
        let path = || r"out/x\contoso.com/RUNBOOK.md".to_owned();
        assert_eq!(
            with_one_separator(path(), true),
            r"out\x\contoso.com\RUNBOOK.md"
        );
        assert_eq!(with_one_separator(path(), false), path());
    }
}
