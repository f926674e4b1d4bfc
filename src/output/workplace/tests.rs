use super::*;
use crate::bundle::Bundle;
use crate::layout::File as BundleFile;
use crate::output::place;

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
