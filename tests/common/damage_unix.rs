//! What only a system with links and pipes can have.

use super::*;

/// Links and pipes; Windows has the first only for administrators, the second not in folders.
pub(super) fn cases() -> Vec<Case> {
    use std::os::unix::fs::symlink;
    fn aside(at: &Path, name: &str) {
        let other = at.join("..").join(name.replace('/', "-"));
        fs::rename(at.join(name), &other).unwrap();
        symlink(other, at.join(name)).unwrap();
    }
    fn pipe(at: &Path, name: &str) {
        let _ = fs::remove_file(at.join(name));
        let made = std::process::Command::new("mkfifo")
            .arg(at.join(name))
            .status();
        assert!(made.is_ok_and(|done| done.success()), "mkfifo");
    }
    vec![
        case(
            "a link to the same bytes",
            |at| aside(at, SCRIPT),
            CHANGED,
            2,
        ),
        case(
            "a link to nothing",
            |at| {
                fs::remove_file(at.join(SCRIPT)).unwrap();
                symlink("nothing", at.join(SCRIPT)).unwrap();
            },
            CHANGED,
            2,
        ),
        case(
            "links that are foreign",
            |at| {
                symlink("common.ps1", at.join("exo/link.ps1")).unwrap();
                symlink("nothing", at.join("exo/nothing")).unwrap();
                symlink("../mggraph", at.join("exo/other")).unwrap();
                symlink("exo", at.join("evidence")).unwrap();
            },
            &[
                "foreign evidence",
                "foreign exo/link.ps1",
                "foreign exo/nothing",
                "foreign exo/other",
            ],
            2,
        ),
        case(
            "a link in the place of a folder",
            |at| {
                for entry in fs::read_dir(at.join("exo")).unwrap() {
                    let path = entry.unwrap().path();
                    if !path.ends_with("00-collect.ps1") {
                        fs::remove_file(path).unwrap();
                    }
                }
                aside(at, "exo");
            },
            &[
                "foreign exo",
                "missing exo/00-collect.ps1",
                "missing exo/12-connector-to-on-premises.ps1",
                "missing exo/13-ews-allow-list.ps1",
                "missing exo/15-test-to-on-premises.ps1",
            ],
            2,
        ),
        case(
            "a link to a manifest",
            |at| aside(at, "manifest.json"),
            &["changed manifest.json"],
            2,
        ),
        case(
            "a link to a list",
            |at| aside(at, "SHA256SUMS"),
            &["changed SHA256SUMS"],
            2,
        ),
        case(
            "pipes",
            |at| {
                pipe(at, SCRIPT);
                pipe(at, "exo/pipe");
            },
            &[
                "changed exo/12-connector-to-on-premises.ps1",
                "foreign exo/pipe",
            ],
            2,
        ),
        case(
            "a pipe in the place of a list",
            |at| pipe(at, "SHA256SUMS"),
            &["changed SHA256SUMS"],
            2,
        ),
        case(
            "a backslash in a name",
            |at| write(at, "exo\\00-collect.ps1", "x"),
            &["foreign exo\\00-collect.ps1"],
            2,
        ),
    ]
}
