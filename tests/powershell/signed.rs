//! `verify` on scripts that were really signed. Ignored where osslsigncode or openssl is not found.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Failed, Trial};

use crate::cli::{run, words};
use crate::customers::{folder, write_configs};
use crate::tools::all_there;

pub fn trials() -> Vec<Trial> {
    let missing = !all_there(&["openssl", "osslsigncode"]);
    let trial = Trial::test(
        "signed::scripts_that_gained_a_signature_are_accepted",
        signed,
    );
    vec![trial.with_ignored_flag(missing)]
}

fn call(
    folder: &Path,
    tool: &str,
    args: impl IntoIterator<Item = impl AsRef<OsStr>>,
) -> Result<(), Failed> {
    let done = Command::new(tool).current_dir(folder).args(args).output()?;
    match done.status.success() {
        true => Ok(()),
        false => Err(format!("{tool}: {}", String::from_utf8_lossy(&done.stderr)).into()),
    }
}

fn scripts(bundle: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(bundle).into_iter().flatten();
    files
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "ps1"))
        .collect()
}

fn signed() -> Result<(), Failed> {
    let folder = folder();
    let folder = folder.path();
    write_configs(folder, &["contoso"]);
    run(folder, words("generate configs -o out -q"));
    let request = "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 \
                   -subj /CN=test -addext extendedKeyUsage=codeSigning";
    call(folder, "openssl", request.split_whitespace())?;
    let scripts = scripts(&folder.join("out/contoso"));
    for script in &scripts {
        let unsigned = fs::read(script)?;
        let (before, after) = (folder.join("before.ps1"), folder.join("after.ps1"));
        fs::rename(script, &before)?;
        let _ = fs::remove_file(&after);
        let line = "sign -certs cert.pem -key key.pem -in before.ps1 -out after.ps1";
        call(folder, "osslsigncode", line.split(' '))?;
        fs::rename(&after, script)?;
        assert_ne!(fs::read(script)?, unsigned);
    }
    let answer = run(folder, words("verify out/contoso"));
    assert_eq!(answer.code, Some(0), "{}", answer.out);
    assert_eq!(answer.out.matches("signed: ").count(), scripts.len());
    let mut text = fs::read(&scripts[0])?;
    text.splice(0..0, *b"Get-Date\r\n");
    fs::write(&scripts[0], text)?;
    assert_eq!(run(folder, words("verify out/contoso")).code, Some(2));
    Ok(())
}
