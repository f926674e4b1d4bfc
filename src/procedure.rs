//! What a procedure is: its steps, and in what its bundles differ from those of the others.
//!
//! Each has a file of its own in `src/steps/procedures`; its words stand in `templates/lang/<lang>.json`
//! by its name, in `procedure_heading`, `procedure_title`, `procedure_why` (what it does and why) and `procedure_not` (what it
//! leaves alone).

use crate::domain::Procedure;
use crate::tenant::Tenant;

/// What `method` of the config means to a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MethodIs {
    /// The way of calling that is set up or kept up: servers must be able to, lints and documents speak of it.
    SetUp,
    /// The way that was set up before: it decides which steps there are.
    Known,
    /// Nothing: the procedure is the same for both.
    Nothing,
}

/// A procedure. One without steps cannot be asked for yet.
#[derive(Debug)]
pub struct Description {
    /// Its name.
    pub procedure: Procedure,
    /// The ids of its steps, in the order in which a bundle numbers those that apply.
    pub steps: &'static [&'static str],
    /// What `method` means to it.
    pub method: MethodIs,
    /// Whether it is about OAuth: `preflight` looks at what that needs, and stops where only a federation trust
    /// is; else it looks at the federation, and stops where OAuth does the calls.
    pub needs_oauth: bool,
    /// Whether `export-certificate` hands over the next auth certificate alone: the cloud has the current one.
    pub only_next_certificate: bool,
    /// What `hybrid-application` says before it is undone.
    pub application_undo: &'static str,
    /// The names that the service principal of Exchange Online is to have.
    pub principal_names: fn(&Tenant) -> Vec<String>,
    /// What people must know before anything is run: keys of `warnings` in the messages.
    pub warnings: &'static [&'static str],
    /// The hosts that servers and shells must reach.
    pub outbound: fn(&Tenant) -> Vec<String>,
    /// The addresses that Exchange Online must reach.
    pub inbound: fn(&Tenant) -> Vec<String>,
}

/// The tenant with a procedure, whose bundle has the procedure's name behind its own. One whose config asks for it
/// is that already.
#[must_use]
pub fn of(tenant: &Tenant, procedure: Procedure) -> Tenant {
    if tenant.procedure == procedure {
        return tenant.clone();
    }
    Tenant {
        name: format!("{}{}", tenant.name, procedure.suffix()),
        procedure,
        ..tenant.clone()
    }
}
