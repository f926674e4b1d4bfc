//! Scripts in bundles that were approved, altered or never approved, run in a simulated organisation
//! under a real PowerShell; and the report that is made of what they left.
//!
//! Without a PowerShell (`PWSH`, else `pwsh` on the PATH) every trial is ignored.

#[path = "approved/mod.rs"]
mod approved;
#[path = "common/cli.rs"]
mod cli;
#[path = "proof/powershell.rs"]
mod powershell;
#[path = "proof/returned.rs"]
mod returned;

fn main() {
    approved::run().exit();
}
