//! Names that are not what they seem.

use std::path::Path;

use crate::domain::folder_name::is_device;
use crate::visible;

/// Refuses a name that Windows takes for something else than a file or folder: a device (`NUL.json`)
/// or a stream that no folder shows (`a:b.json`).
///
/// # Errors
/// What it would be, and what to do.
pub fn refuse_odd(path: &Path) -> Result<(), String> {
    match odd(&path.to_string_lossy(), cfg!(windows)) {
        None => Ok(()),
        Some(what) => Err(format!(
            "{} {}\n  help: choose another name",
            visible::path(path),
            visible::visible(&what)
        )),
    }
}

/// What Windows takes the path for.
pub(crate) fn odd(path: &str, windows: bool) -> Option<String> {
    // Whoever writes `\\.\` or `\\?\` means it.
    if !windows || path.starts_with(r"\\.\") || path.starts_with(r"\\?\") {
        return None;
    }
    let drive = |path: &str| path.starts_with(|first: char| first.is_ascii_alphabetic());
    let below = match path.get(1..2) {
        Some(":") if drive(path) => &path[2..],
        _ => path,
    };
    let mut parts = below.split(['/', '\\']);
    parts.find_map(|part| match part.split_once(':') {
        Some((file, _)) => Some(format!(
            "is no file to Windows, but a stream of `{file}`, which no folder shows"
        )),
        None if is_device(part) => Some(format!("is no file to Windows: `{part}` is a device")),
        None => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_windows_takes_for_something_else() {
        for (path, what) in [
            ("NUL", "device"),
            (r"out\nul.json", "device"),
            ("aux/contoso.json", "device"),
            (r"C:\out\COM1.txt", "device"),
            ("con .json", "device"),
            ("contoso:b.json", "stream"),
            (r"C:\out\contoso.json:x", "stream"),
        ] {
            let said = odd(path, true).unwrap_or_default();
            assert!(said.contains(what), "{path}: {said}");
            assert_eq!(odd(path, false), None, "{path}");
        }
        for path in [
            r"C:\out\contoso.json",
            r"c:contoso.json",
            r"\\server\share\contoso.json",
            r"\\?\C:\out\NUL",
            r"\\.\pipe\configs",
            "../nullable.json",
            "console.json",
            ".",
            "",
        ] {
            assert_eq!(odd(path, true), None, "{path}");
        }
    }
}
