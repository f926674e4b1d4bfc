//! `generate` as a process: many configs, what is refused, what is left alone.

use crate::cases::shown;
use crate::{cli, customers};
use std::fs;

use cli::{answer, program, run, run_with_input, words};
use customers::{config, everything, folder, names, write, write_config, write_configs};

fn snapshot(name: &str, text: &str) {
    let mut settings = shown::settings("cli");
    settings.add_filter(r"\d+\.\d s\b", "[time]");
    settings.add_filter(r"(sha256|SHA256SUMS) [0-9a-f]{64}", "$1 [digest]");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn one_bad_config_does_not_stop_the_others() {
    let folder = folder();
    write_configs(folder.path(), &["adatum", "contoso", "fabrikam"]);
    write(&folder.path().join("configs/bad.json"), "{");
    write(&folder.path().join("out/adatum/notes.txt"), "mine");
    let done = run(folder.path(), words("generate configs missing.json -o out")).portable();
    assert_eq!(done.code, Some(1));
    assert_eq!(
        names(&folder.path().join("out")),
        ["adatum", "contoso", "fabrikam"]
    );
    assert_eq!(names(&folder.path().join("out/adatum")), ["notes.txt"]);
    snapshot("generate-many", &format!("{}----\n{}", done.out, done.err));
}

#[test]
fn the_answer_is_the_same_whatever_finishes_first() {
    let folder = folder();
    let many: Vec<String> = (0..40).map(|number| format!("org{number:02}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    write_configs(folder.path(), &many);
    let one_by_one = |threads: &str| {
        let _ = fs::remove_dir_all(folder.path().join("out"));
        answer(
            program(folder.path())
                .env("RAYON_NUM_THREADS", threads)
                .args(words("generate configs -o out")),
        )
    };
    let (one, many_at_once) = (one_by_one("1"), one_by_one("7"));
    assert_eq!(one.code, Some(0));
    assert_eq!(one.out, many_at_once.out);
    let folders: Vec<&str> = one.out.lines().map(|line| &line[..18]).collect();
    assert!(folders.is_sorted() && folders.len() == 40, "{}", one.out);
    let without_time = |err: &str| err.rsplit_once(" in ").map(|(text, _)| text.to_owned());
    assert_eq!(without_time(&one.err), without_time(&many_at_once.err));
    assert!(!one.err.contains('\r'), "no bar without a terminal");
}

#[test]
fn two_configs_with_one_folder_are_refused_before_anything_is_written() {
    let folder = folder();
    write_configs(folder.path(), &["Contoso", "adatum"]);
    write_config(
        &folder.path().join("configs/other.json"),
        &config("CONTOSO"),
    );
    let done = run(folder.path(), words("generate configs -o out")).portable();
    assert_eq!((done.code, done.out.as_str()), (Some(1), ""));
    assert!(!folder.path().join("out").exists());
    snapshot("generate-clash", &done.err);
}

#[test]
fn an_archive_that_another_bundle_has_for_its_folder_is_refused() {
    let folder = folder();
    write_configs(folder.path(), &["contoso", "contoso.zip"]);
    let done = run(folder.path(), words("generate configs -o out --zip"));
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert!(!folder.path().join("out").exists());
    assert_eq!(
        run(folder.path(), words("generate configs -o out")).code,
        Some(0)
    );
}

#[test]
fn a_folder_means_every_config_below_it_but_not_the_output() {
    let folder = folder();
    let customers = folder.path().join("customers");
    for path in [
        "b/x.json",
        "a.json",
        "b/c/y.JSON",
        ".vscode/settings.json",
        "readme.txt",
    ] {
        let name = path.replace(['/', '.'], "-");
        write_config(&customers.join(path), &config(name.trim_matches('-')));
    }
    for _ in 0..2 {
        let done = run(&customers, words("generate . -o out -q"));
        assert_eq!(
            (done.code, done.err.as_str(), done.out.as_str()),
            (Some(0), "", "")
        );
        assert_eq!(
            names(&customers.join("out")),
            ["a-json", "b-c-y-JSON", "b-x-json"]
        );
    }
    fs::create_dir(folder.path().join("empty")).unwrap();
    let done = run(folder.path(), words("generate empty customers -o out"));
    assert_eq!(done.code, Some(1));
    assert!(
        done.err.contains("the folder empty holds no *.json"),
        "{}",
        done.err
    );
    assert_eq!(
        names(&folder.path().join("out")).len(),
        3,
        "the others are written"
    );
}

#[test]
fn a_list_names_configs_and_folders() {
    let folder = folder();
    write_configs(folder.path(), &["adatum", "contoso"]);
    write_config(&folder.path().join("fabrikam.json"), &config("fabrikam"));
    let list = "\u{feff}fabrikam.json\r\n\r\nconfigs\r\n";
    write(&folder.path().join("list.txt"), list);
    let from_file = run(folder.path(), words("generate --list list.txt -o out")).portable();
    let from_input = run_with_input(folder.path(), &words("generate --list - -o out2"), list);
    assert_eq!((from_file.code, from_input.code), (Some(0), Some(0)));
    assert_eq!(
        names(&folder.path().join("out")),
        names(&folder.path().join("out2"))
    );
    let first = from_file.out.lines().next().unwrap_or_default();
    assert!(first.starts_with("written: out/fabrikam"), "{first}");
}

#[test]
fn a_list_that_cannot_be_followed_is_an_error() {
    let folder = folder();
    write_configs(folder.path(), &["adatum"]);
    write(&folder.path().join("empty.txt"), "\n");
    for (args, words_of_it) in [
        (
            "generate configs --list missing.txt -o out",
            "missing.txt cannot be read",
        ),
        (
            "generate configs --list empty.txt -o out",
            "empty.txt names no config",
        ),
        ("generate - configs --list - -o out", "given twice"),
        ("generate - - configs -o out", "given twice"),
    ] {
        let done = run(folder.path(), words(args));
        assert_eq!(done.code, Some(1), "{args}");
        assert!(done.err.contains(words_of_it), "{args}: {}", done.err);
    }
    assert_eq!(run(folder.path(), words("generate -o out")).code, Some(64));
}

#[test]
fn standard_input_is_a_config_among_others() {
    let folder = folder();
    write_configs(folder.path(), &["adatum"]);
    let text = config("contoso").to_string();
    let done = run_with_input(folder.path(), &words("generate - configs -o out"), &text);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(names(&folder.path().join("out")), ["adatum", "contoso"]);
}

#[test]
fn a_second_run_touches_nothing() {
    let folder = folder();
    write_configs(folder.path(), &["adatum", "contoso", "fabrikam"]);
    let first = run(folder.path(), words("generate configs -o out --zip"));
    assert_eq!(first.code, Some(0));
    let before = everything(&folder.path().join("out"));
    let second = run(folder.path(), words("generate configs -o out --zip"));
    assert_eq!(second.code, Some(0));
    assert_eq!(second.out, first.out.replace("written:", "unchanged:"));
    assert_eq!(everything(&folder.path().join("out")), before);
}

#[test]
fn only_what_changed_is_replaced_and_what_scripts_wrote_stays() {
    let folder = folder();
    write_configs(folder.path(), &["adatum", "contoso"]);
    assert_eq!(
        run(folder.path(), words("generate configs -o out")).code,
        Some(0)
    );
    let out = folder.path().join("out");
    for file in [
        "evidence/02-auth-servers.apply.json",
        "handoff/a.json",
        "state/exo.json",
    ] {
        write(&out.join("contoso").join(file), "{}");
    }
    fs::create_dir(out.join("contoso/evidence/empty")).unwrap();
    let before = everything(&out);
    let mut changed = config("contoso");
    changed["on_premises"]["hosts"]["mail"] = "owa.contoso.example".into();
    write_config(&folder.path().join("configs/contoso.json"), &changed);
    let done = run(folder.path(), words("generate configs -o out")).portable();
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(
        done.out.contains("unchanged: out/adatum") && done.out.contains("replaced: out/contoso")
    );
    let after = everything(&out);
    for (path, state) in &before {
        let kept = path.starts_with(out.join("adatum"))
            || (state.1 == b"{}" && path.starts_with(out.join("contoso")));
        assert!(
            !kept || after.get(path) == Some(state),
            "{}",
            path.display()
        );
    }
    assert_eq!(names(&out), ["adatum", "contoso"], "nothing is left behind");
    assert_eq!(
        run(folder.path(), words("generate configs -o out --check")).code,
        Some(0)
    );
}

#[test]
fn check_writes_nothing_and_sums_up() {
    let folder = folder();
    write_configs(
        folder.path(),
        &["adatum", "contoso", "fabrikam", "proseware"],
    );
    assert_eq!(
        run(folder.path(), words("generate configs -o out")).code,
        Some(0)
    );
    let out = folder.path().join("out");
    fs::remove_dir_all(out.join("fabrikam")).unwrap();
    fs::remove_file(out.join("contoso/common.ps1")).unwrap();
    write(&out.join("contoso/RUNBOOK.md"), "short");
    write(&out.join("contoso/notes.txt"), "mine");
    write(&out.join("adatum/evidence/x.json"), "{}");
    let before = everything(folder.path());
    let done = run(folder.path(), words("generate configs -o out --check")).portable();
    assert_eq!(done.code, Some(2));
    assert_eq!(everything(folder.path()), before);
    snapshot("generate-check", &format!("{}----\n{}", done.out, done.err));
    let quiet = run(
        folder.path(),
        words("generate configs -o out --check --quiet"),
    );
    assert_eq!(
        (quiet.code, quiet.out.as_str(), quiet.err.as_str()),
        (Some(2), "", "")
    );
    write(&folder.path().join("configs/bad.json"), "[");
    let failed = run(folder.path(), words("generate configs -o out --check"));
    assert_eq!(
        failed.code,
        Some(1),
        "an error weighs more than a difference"
    );
}

#[test]
fn foreign_files_are_refused_or_kept() {
    let folder = folder();
    write_configs(folder.path(), &["contoso"]);
    let bundle = folder.path().join("out/contoso");
    write(&bundle.join("notes/mine.txt"), "mine");
    write(&bundle.join("common.ps1"), "not ours");
    let refused = run(folder.path(), words("generate configs -o out"));
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("notes/mine.txt") && refused.err.contains("--force"));
    assert_eq!(names(&bundle), ["common.ps1", "notes"]);
    let forced = run(folder.path(), words("generate configs -o out --force"));
    assert_eq!(forced.code, Some(0), "{}", forced.err);
    assert_eq!(fs::read(bundle.join("notes/mine.txt")).unwrap(), b"mine");
    assert_ne!(fs::read(bundle.join("common.ps1")).unwrap(), b"not ours");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused() {
    let folder = folder();
    write_configs(folder.path(), &["contoso", "fabrikam"]);
    write(&folder.path().join("out/contoso"), "a file");
    let done = run(folder.path(), words("generate configs -o out --force"));
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("is a file or a link"), "{}", done.err);
    assert_eq!(names(&folder.path().join("out")), ["contoso", "fabrikam"]);
    assert_eq!(
        fs::read(folder.path().join("out/contoso")).unwrap(),
        b"a file"
    );
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let folder = folder();
    write_configs(folder.path(), &["contoso", "fabrikam"]);
    write(&folder.path().join("elsewhere/precious.txt"), "mine");
    fs::create_dir(folder.path().join("out")).unwrap();
    let link = |to: &str, at: &str| {
        std::os::unix::fs::symlink(folder.path().join(to), folder.path().join(at)).unwrap();
    };
    link("elsewhere", "out/contoso");
    let done = run(folder.path(), words("generate configs -o out --force"));
    assert_eq!(done.code, Some(1));
    assert_eq!(names(&folder.path().join("elsewhere")), ["precious.txt"]);
    // A file that became a link to the same bytes is no longer the file.
    fs::rename(
        folder.path().join("out/fabrikam/common.ps1"),
        folder.path().join("elsewhere/common.ps1"),
    )
    .unwrap();
    link("elsewhere/common.ps1", "out/fabrikam/common.ps1");
    let done = run(
        folder.path(),
        words("generate configs/fabrikam.json -o out --check"),
    );
    assert_eq!(
        (done.code, done.out.as_str()),
        (Some(2), "changed: fabrikam/common.ps1\n")
    );
}

#[test]
fn the_name_of_the_workplace_is_taken() {
    let folder = folder();
    let mut config = config("contoso");
    config["name"] = ".Hybrid-OAuth".into();
    write_config(&folder.path().join("contoso.json"), &config);
    let done = run(folder.path(), words("generate contoso.json -o out"));
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("another `name`"), "{}", done.err);
}
