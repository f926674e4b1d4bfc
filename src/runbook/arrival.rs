//! The commands before the first script: from the zip to a folder that only its owners can write.

use serde::Serialize;

use crate::layout;
use crate::powershell;

/// Where the runbook unpacks bundles; a local disk.
const FOLDER: &str = r"C:\Change";

/// The command lines, in the order in which they are typed.
#[derive(Debug, Serialize)]
pub struct Arrival {
    compare: String,
    unblock: String,
    unpack: String,
    /// docs/trust.md says why.
    restrict: String,
    go: String,
    sums: &'static str,
    policy: &'static str,
    modules: &'static str,
}

/// For the bundle of that name.
pub fn of(name: &str) -> Arrival {
    let zip = powershell::string(&format!(r".\{}", layout::archive(name)));
    let folder = powershell::string(&format!(r"{FOLDER}\{name}"));
    Arrival {
        compare: format!("Get-FileHash -Algorithm SHA256 -LiteralPath {zip}"),
        unblock: format!("Unblock-File -LiteralPath {zip}"),
        unpack: format!("Expand-Archive -LiteralPath {zip} -DestinationPath '{FOLDER}'"),
        restrict: [
            "/inheritance:r",
            "/grant:r '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F'",
            r"/grant 'DOMAIN\GROUP:(OI)(CI)M'",
        ]
        .map(|rights| format!("icacls {folder} {rights}"))
        .join("\n"),
        go: format!("Set-Location -LiteralPath {folder}"),
        sums: r"Get-FileHash -Algorithm SHA256 -LiteralPath .\SHA256SUMS",
        policy: "Set-ExecutionPolicy -Scope Process -ExecutionPolicy RemoteSigned",
        modules: "Get-Module -ListAvailable -Name Microsoft.Graph.Authentication, ExchangeOnlineManagement",
    }
}
