//! `configs\*.json`: the shells of Windows hand wildcards to the program as they were typed.

use std::fs;
use std::path::{Path, PathBuf};

/// The files that a path with `*` or `?` in its last part means, in the order of their names; none
/// where the path has no wildcard, or is the name of something that is there.
pub(super) fn expand(path: &Path) -> Option<Vec<PathBuf>> {
    let pattern = path.file_name()?.to_str()?;
    if !pattern.contains(['*', '?']) || path.symlink_metadata().is_ok() {
        return None;
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let read = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let entries = fs::read_dir(read).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.file_name())
        .filter(|name| fits(pattern, &name.to_string_lossy(), cfg!(windows)))
        .collect();
    names.sort();
    Some(names.into_iter().map(|name| folder.join(name)).collect())
}

/// As shells do it: `*` is any text, `?` one character, and what is hidden is meant only by name.
fn fits(pattern: &str, name: &str, ignore_case: bool) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let letters = |text: &str| -> Vec<char> {
        match ignore_case {
            true => text.to_lowercase().chars().collect(),
            false => text.chars().collect(),
        }
    };
    let (pattern, name) = (letters(pattern), letters(name));
    // Where to go on when the last `*` takes one more character.
    let (mut at, mut within, mut star) = (0, 0, None);
    while within < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, within));
                at += 1;
            }
            Some(wanted) if *wanted == '?' || *wanted == name[within] => {
                at += 1;
                within += 1;
            }
            _ => {
                let Some((before, taken)) = star else {
                    return false;
                };
                star = Some((before, taken + 1));
                at = before + 1;
                within = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|left| *left == '*')
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn wildcards_are_those_of_shells() {
        for (pattern, name, is) in [
            ("*.json", "contoso.json", true),
            ("*.json", "contoso.json.txt", false),
            ("*.json", ".hidden.json", false),
            (".*.json", ".hidden.json", true),
            ("*", "contoso", true),
            ("?ontoso.*", "contoso.json", true),
            ("?.json", "ab.json", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-b-b-d", false),
            ("*한*", "가한나", true),
            ("con*so", "conso", true),
        ] {
            assert_eq!(fits(pattern, name, false), is, "{pattern} {name}");
        }
        assert!(fits("*.JSON", "Contoso.json", true));
        assert!(!fits("*.JSON", "Contoso.json", false));
    }
}
