use super::*;
use crate::bundle::{Bundle, File as BundleFile};
use crate::output::{Written, place};

/// A folder for one test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("hybrid-oauth-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn bundle(name: &str, text: &'static str) -> Bundle {
    let file = |path: &str, text: &'static str| BundleFile {
        path: path.to_owned(),
        bytes: text.as_bytes().into(),
    };
    let manifest = r#"{"tool": {"name": "hybrid-oauth"}, "files": [{"path": "exo/a.ps1"}]}"#;
    Bundle {
        name: name.to_owned(),
        files: vec![file("exo/a.ps1", text), file("manifest.json", manifest)],
    }
}

fn is_open(_: &Path) -> io::Result<()> {
    Err(io::Error::from_raw_os_error(32))
}

#[test]
fn what_somebody_has_open_in_an_old_bundle_hinders_no_bundle() {
    let root = Folder::new("open");
    let script = |name: &str| fs::read_to_string(root.0.join(name).join("exo/a.ps1")).ok();
    for (text, done) in [
        ("one", Written::Created),
        ("two", Written::Replaced),
        ("three", Written::Replaced),
        ("four", Written::Replaced),
    ] {
        let at_work = Workplace::open_with(&root.0, is_open).expect("open");
        assert!(at_work.unfinished().is_empty());
        for name in ["contoso", "fabrikam"] {
            let written = place::write(&bundle(name, text), &at_work, false);
            assert_eq!(written.expect("it hinders nobody"), done, "{name} {text}");
            assert_eq!(script(name).as_deref(), Some(text));
        }
        drop(at_work);
    }
    assert!(root.0.join(NAME).join("half-3/contoso/exo/a.ps1").exists());
    // Nobody has it open any more.
    drop(Workplace::open(&root.0).expect("open"));
    assert!(!root.0.join(NAME).exists(), "nothing is left behind");
    assert_eq!(script("contoso").as_deref(), Some("four"));
}

#[test]
fn two_at_work_leave_nothing_behind() {
    let root = Folder::new("two");
    for _ in 0..20 {
        let runs = ["adatum", "contoso"].map(|name| {
            let root = root.0.clone();
            std::thread::spawn(move || {
                let at_work = Workplace::open(&root).expect("open");
                place::write(&bundle(name, "text"), &at_work, false).expect("written");
            })
        });
        for run in runs {
            run.join().expect("no panic");
        }
        assert!(!root.0.join(NAME).exists(), "nothing is left behind");
    }
}
