//! Facts that the steps of Hybrid Modern Authentication share.

use crate::kind::{Kind, kind};
use crate::tenant::Tenant;
use crate::wanted::{Ensure, Policy, Wanted};

/// *How to configure Exchange Server on-premises to use Hybrid Modern Authentication*.
pub const CONFIGURE: &str = "https://learn.microsoft.com/microsoft-365/enterprise/configure-exchange-server-for-hybrid-modern-authentication";

/// *Hybrid modern authentication overview and prerequisites*.
pub const OVERVIEW: &str =
    "https://learn.microsoft.com/microsoft-365/enterprise/hybrid-modern-auth-overview";

/// *Removing or disabling Hybrid Modern Authentication*.
pub const DISABLE: &str = "https://learn.microsoft.com/microsoft-365/enterprise/remove-or-disable-hybrid-modern-authentication-from-skype-for-business-and-excha";

/// The step that lets OAuth in.
const STEP: &str = "client-directories";

/// A virtual directory that clients of Exchange call, and where it says which methods it takes: as the step wants it.
pub struct Directory {
    /// Its kind.
    pub kind: &'static Kind,
    /// The flags that let OAuth in.
    pub flags: Vec<String>,
    /// The lists that have to hold OAuth.
    pub lists: Vec<String>,
    /// Whether an empty list restricts nothing.
    pub empty_is_open: bool,
}

/// All that the page names, in its order.
pub fn directories(tenant: &Tenant) -> Vec<Directory> {
    let wanted = super::wanted(tenant, super::named(STEP)).unwrap_or_default();
    wanted.into_iter().map(Directory::of).collect()
}

/// Whether the procedure is about them.
pub fn is_asked(tenant: &Tenant) -> bool {
    let mut steps = super::of_procedure(tenant.procedure).iter();
    steps.any(|step| step.id == STEP)
}

impl Directory {
    fn of(wanted: Wanted) -> Self {
        let empty_is_open = |one: &Ensure| one.policy == Policy::Extend;
        let empty_is_open = wanted.ensure.iter().any(empty_is_open);
        let (flags, lists): (Vec<Ensure>, Vec<Ensure>) = wanted
            .ensure
            .into_iter()
            .partition(|one| one.to.is_boolean());
        let names = |all: Vec<Ensure>| all.into_iter().map(|one| one.property).collect();
        Self {
            kind: kind(&wanted.kind),
            flags: names(flags),
            lists: names(lists),
            empty_is_open,
        }
    }

    /// Whether Exchange Online does not call it too.
    pub fn is_for_clients_only(&self) -> bool {
        let both = [
            "WebServicesVirtualDirectory",
            "AutodiscoverVirtualDirectory",
        ];
        !both.contains(&self.kind.name)
    }
}
