//! What Windows does otherwise: wildcards, open files, names of devices. What can be is tested on
//! every system; `.ci/windows` runs the rest.

use crate::{cli, customers};
use std::fs;

use cli::{run, words};
use customers::{folder, names, write, write_configs};

#[test]
fn wildcards_that_no_shell_expanded() {
    let folder = folder();
    write_configs(folder.path(), &["adatum", "contoso"]);
    write(&folder.path().join("configs/notes.txt"), "not a config");
    write(&folder.path().join("configs/.hidden.json"), "{");
    let done = run(folder.path(), ["check", "configs/*.json"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.err.contains("2 configs checked"), "{}", done.err);
    write(&folder.path().join("list"), "configs/cont?so.json\n");
    let done = run(folder.path(), words("generate --list list -o out -q"));
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(names(&folder.path().join("out")), ["contoso"]);
    let none = run(folder.path(), ["check", "*.json"]);
    assert_eq!(none.code, Some(1));
    assert!(none.err.contains("nothing fits *.json"), "{}", none.err);
}

/// Whatever came of a run, the folder holds bundles and nothing of how they were written.
#[test]
fn nothing_is_left_behind() {
    let folder = folder();
    let out = folder.path().join("out");
    write_configs(folder.path(), &["adatum", "contoso"]);
    write(&folder.path().join("configs/wrong.json"), "{");
    for (line, code) in [
        ("generate configs/contoso.json -o out", 0),
        ("generate configs -o out", 1),
        ("generate configs -o out --check", 1),
        ("generate configs/adatum.json -o out --zip", 0),
        ("generate configs/adatum.json -o out --zip", 0),
    ] {
        let done = run(folder.path(), words(line));
        assert_eq!(done.code, Some(code), "{line}: {}", done.err);
        let there = names(&out);
        let bundles = ["adatum", "adatum.zip", "contoso"];
        assert!(
            there.iter().all(|name| bundles.contains(&name.as_str())),
            "{line}: {there:?}"
        );
    }
    assert_eq!(names(&out).len(), 3);
}

/// Here a file stands where the folder belongs; on Windows an open file does the same.
#[test]
fn what_cannot_be_put_right_hinders_no_other_bundle() {
    let folder = folder();
    let out = folder.path().join("out");
    write_configs(folder.path(), &["adatum", "contoso"]);
    write(
        &out.join(".hybrid-oauth/whole/adatum/evidence/late.json"),
        "{}",
    );
    write(&out.join("adatum"), "a file");
    let done = run(folder.path(), words("generate configs/contoso.json -o out"));
    assert_eq!(done.code, Some(0), "{}", done.err);
    let said = "note: it stays, since it cannot be removed: ";
    assert!(done.err.contains(said), "{}", done.err);
    let done = run(folder.path(), words("generate configs -o out"));
    assert_eq!(done.code, Some(1), "its own bundle is not written");
    assert!(
        out.join(".hybrid-oauth/whole/adatum/evidence/late.json")
            .exists()
    );
    fs::remove_file(out.join("adatum")).unwrap();
    let done = run(folder.path(), words("generate configs -o out"));
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(!done.err.contains(said), "{}", done.err);
    assert!(
        out.join("adatum/evidence/late.json").exists(),
        "it came back"
    );
    assert_eq!(names(&out), ["adatum", "contoso"]);
}

#[cfg(windows)]
mod there {
    use super::*;
    use std::os::windows::fs::OpenOptionsExt;
    use std::thread;
    use std::time::Duration;

    use crate::customers::{config, write_config};
    use hybrid_oauth::verify::verify;

    /// Windows may refuse to move the folder, or may move it and keep the file: in both cases every
    /// bundle is whole, the other one is written, and a later run takes the rest away.
    #[test]
    fn a_file_of_the_old_bundle_is_open() {
        let folder = folder();
        let out = folder.path().join("out");
        write_configs(folder.path(), &["adatum", "contoso"]);
        run(folder.path(), words("generate configs -o out -q"));
        for name in ["adatum", "contoso"] {
            let mut changed = config(name);
            changed["on_premises"]["hosts"]["mail"] = format!("owa.{name}.example").into();
            write_config(
                &folder.path().join(format!("configs/{name}.json")),
                &changed,
            );
        }
        let path = out.join("adatum/common.ps1");
        let open = fs::File::options()
            .read(true)
            .share_mode(1)
            .open(&path)
            .unwrap();
        for _ in 0..2 {
            let done = run(folder.path(), words("generate configs -o out"));
            let refused = done.code == Some(1) && done.err.contains("is in use");
            assert!(done.code == Some(0) || refused, "{}", done.err);
            for name in ["adatum", "contoso"] {
                assert!(verify(&out.join(name)).unwrap().is_same(), "{name}");
            }
            let check = run(
                folder.path(),
                words("generate configs/contoso.json -o out --check"),
            );
            assert_eq!(check.code, Some(0), "{}", check.out);
        }
        drop(open);
        let done = run(folder.path(), words("generate configs -o out -q"));
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
        assert_eq!(names(&out), ["adatum", "contoso"], "nothing is left behind");
    }

    #[test]
    fn a_file_of_the_old_bundle_is_read_only() {
        let folder = folder();
        let out = folder.path().join("out");
        write_configs(folder.path(), &["contoso"]);
        run(folder.path(), words("generate configs -o out -q"));
        write(&out.join("contoso/evidence/kept.json"), "{}");
        for path in ["contoso/common.ps1", "contoso/evidence/kept.json"] {
            let path = out.join(path);
            let mut permissions = path.metadata().unwrap().permissions();
            permissions.set_readonly(true);
            fs::set_permissions(path, permissions).unwrap();
        }
        let mut changed = config("contoso");
        changed["on_premises"]["hosts"]["mail"] = "owa.contoso.example".into();
        write_config(&folder.path().join("configs/contoso.json"), &changed);
        let done = run(folder.path(), words("generate configs -o out -q"));
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
        assert!(out.join("contoso/evidence/kept.json").exists());
        assert_eq!(names(&out), ["contoso"], "nothing is left behind");
    }

    /// A scanner lets go after a moment, which is waited out. A program that keeps the document open is
    /// said, and the document stays as it was.
    #[test]
    fn an_open_document_is_waited_for() {
        let folder = folder();
        let file = folder.path().join("schema.json");
        write(&file, "older");
        let open = || fs::File::options().read(true).share_mode(1).open(&file);
        let held = open().unwrap();
        let said = run(folder.path(), words("schema -o schema.json"));
        assert_eq!(said.code, Some(1), "{}", said.err);
        assert!(
            said.err.contains("close the program that has it open"),
            "{}",
            said.err
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), "older");
        drop(held);
        let held = open().unwrap();
        let scanner = thread::spawn(move || {
            thread::sleep(Duration::from_millis(600));
            drop(held);
        });
        let said = run(folder.path(), words("schema -o schema.json"));
        scanner.join().unwrap();
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
        assert!(fs::read_to_string(&file).unwrap().starts_with('{'));
        assert_eq!(names(folder.path()), ["schema.json"]);
    }

    #[test]
    fn devices_and_streams_are_no_files() {
        let folder = folder();
        write_configs(folder.path(), &["contoso"]);
        for line in [
            "schema -o nul.json",
            "schema -o schema:b.json",
            "generate configs -o aux",
            "init --domain contoso.com --tenant contoso.onmicrosoft.com -o con.json",
        ] {
            let said = run(folder.path(), words(line));
            assert_eq!(said.code, Some(1), "{line}");
            assert!(
                said.err.contains("is no file to Windows"),
                "{line}: {}",
                said.err
            );
        }
        assert_eq!(names(folder.path()), ["configs"]);
        assert_eq!(run(folder.path(), words("schema -o NUL")).code, Some(0));
    }

    #[test]
    fn messages_have_one_separator() {
        let folder = folder();
        write_configs(folder.path(), &["contoso"]);
        let done = run(folder.path(), words("generate ./configs -o ./out/x"));
        let next = r"next: read .\out\x\contoso\RUNBOOK.md";
        assert!(done.out.contains(next), "{}", done.out);
        let said = run(folder.path(), words("check configs/absent.json"));
        assert!(said.err.contains(r"configs\absent.json"), "{}", said.err);
    }
}
