//! The completions as PowerShell takes them.

use std::path::Path;

use libtest_mimic::{Failed, Trial};

use crate::{cli, powershell};

pub fn trials() -> Vec<Trial> {
    let found = powershell::find();
    let missing = found.is_none();
    let completes = move || completes(found.as_deref().ok_or("no PowerShell")?);
    vec![Trial::test("completes::a_command_is_offered", completes).with_ignored_flag(missing)]
}

/// The script is loaded and asked for what PowerShell would offer.
fn completes(engine: &Path) -> Result<(), Failed> {
    let folder = tempfile::TempDir::new()?;
    let script = folder.path().join("completions.ps1");
    let answer = cli::run(folder.path(), ["completions", "powershell"]);
    std::fs::write(&script, answer.out)?;
    let question = ". $env:COMPLETIONS; ([System.Management.Automation.CommandCompletion]::CompleteInput('hybrid-oauth expl', 17, $null)).CompletionMatches | ForEach-Object { $_.CompletionText }";
    let output = powershell::once(engine)
        .args(["-NoProfile", "-NonInteractive", "-Command", question])
        .env("COMPLETIONS", &script)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if text.trim() != "explain" {
        return Err(format!("{text}{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(())
}
