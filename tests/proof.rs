//! Runs the generated scripts, in simulated organisations under a real PowerShell, and proves what
//! they promise. `tests/proof` has a module a point; without a PowerShell every trial is ignored.
//!
//! `PWSH` names the program, else `pwsh` is looked for on the PATH. With `PROOF=all` every scenario passes
//! every point literally, which takes two hours; with `PROOF_KEEP` set, what every run left stays
//! on disk.

#[path = "common/on_path.rs"]
mod on_path;
#[path = "proof/mod.rs"]
mod proof;

fn main() {
    proof::run().exit();
}
