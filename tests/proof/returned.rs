//! What a script returns, as values.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Runs a script that needs no simulation.
pub fn returned(powershell: &Path, script: &Path) -> Result<Vec<Value>, String> {
    let command = format!("ConvertTo-Json -InputObject @(& '{}')", script.display());
    let output = Command::new(powershell)
        .args(["-NoProfile", "-Command", &command])
        .output()
        .map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).map_err(|error| format!("{error}: {said}"))
}
