//! Does a plan promise what the scripts then do? The collect scripts, the plan, then Apply of all steps;
//! each promised change is compared with each change in the evidence and each write in the call log,
//! both ways. Then everything once more, where the plan must see what is done. Here with every option
//! of the config, the other method, and failures; `proof` does the same with all of its scenarios.
//!
//! `PWSH` names the program, else `pwsh` is looked for on the PATH; without one the trials are ignored.

#[path = "agreement/mod.rs"]
mod agreement;

fn main() {
    agreement::run().exit();
}
