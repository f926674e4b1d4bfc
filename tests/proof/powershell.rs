//! The PowerShell that runs the scripts.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::on_path::on_path;

/// `$PWSH`, else `pwsh` on the PATH; none where neither is there.
pub fn find() -> Option<PathBuf> {
    if let Some(named) = env::var_os("PWSH").filter(|value| !value.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let name = if cfg!(windows) { "pwsh.exe" } else { "pwsh" };
    on_path(name)
}

/// Runs of scripts in one process from which on compiling well pays for itself.
const MANY: usize = 100;

/// Runs a script of the simulation to its end, in a culture, as Windows PowerShell. `runs` is how many
/// scripts it will run.
pub fn run(
    powershell: &Path,
    script: &Path,
    arguments: &[(&str, &Path)],
    language: &str,
    runs: usize,
) -> Output {
    let mut command = command(powershell, script, language, runs);
    for (name, value) in arguments {
        command.arg(name).arg(value);
    }
    command
        .output()
        .unwrap_or_else(|error| panic!("{} cannot be run: {error}", powershell.display()))
}

/// The same, still to be started.
pub fn command(powershell: &Path, script: &Path, language: &str, runs: usize) -> Command {
    let mut command = tuned(powershell, runs);
    command
        .args(["-NoProfile", "-File"])
        .arg(script)
        .env("PWSH_HOST_PRETEND", "5.1")
        .env("LANG", language)
        .env_remove("LC_ALL");
    command
}

/// A PowerShell for one short run.
#[allow(dead_code, reason = "not every program of tests asks for one")]
pub fn once(powershell: &Path) -> Command {
    tuned(powershell, 1)
}

fn tuned(powershell: &Path, runs: usize) -> Command {
    let mut command = Command::new(powershell);
    command
        // In a short process compiling fast matters more than running fast.
        .env("DOTNET_JITMinOpts", if runs < MANY { "1" } else { "0" })
        .env("DOTNET_TieredPGO", "0")
        // What is compiled is run here once and never changed.
        .env("DOTNET_EnableWriteXorExecute", "0")
        .env("DOTNET_GCgen0size", "4000000")
        // A thread that has nothing to do takes no time of the other process.
        .env("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0");
    command
}
