//! Facts that the steps of Hybrid Modern Authentication share.

use crate::tenant::Tenant;

/// *How to configure Exchange Server on-premises to use Hybrid Modern Authentication*.
pub const CONFIGURE: &str = "https://learn.microsoft.com/microsoft-365/enterprise/configure-exchange-server-for-hybrid-modern-authentication";

/// *Hybrid modern authentication overview and prerequisites*.
pub const OVERVIEW: &str =
    "https://learn.microsoft.com/microsoft-365/enterprise/hybrid-modern-auth-overview";

/// *Removing or disabling Hybrid Modern Authentication*.
pub const DISABLE: &str = "https://learn.microsoft.com/microsoft-365/enterprise/remove-or-disable-hybrid-modern-authentication-from-skype-for-business-and-excha";

/// What Exchange calls OAuth in a list of methods.
pub const OAUTH: &str = "OAuth";

/// The names that the tenant must know for clients to get tokens: one a host that a client may be told.
pub fn client_names(tenant: &Tenant) -> Vec<String> {
    let hosts = tenant.hosts().chain(tenant.inside_hosts());
    hosts.map(|host| format!("https://{host}/")).collect()
}

/// A virtual directory that clients of Exchange call, and where it says which methods it takes.
pub struct Directory {
    /// The name of its kind.
    pub kind: &'static str,
    /// For people.
    pub label: &'static str,
    /// The flag that lets OAuth in.
    pub flag: Option<&'static str>,
    /// The lists that have to hold OAuth.
    pub lists: &'static [&'static str],
    /// Whether an empty list restricts nothing.
    pub empty_is_open: bool,
}

impl Directory {
    /// Whether Exchange Online does not call it too.
    pub fn is_for_clients_only(&self) -> bool {
        ![
            "WebServicesVirtualDirectory",
            "AutodiscoverVirtualDirectory",
        ]
        .contains(&self.kind)
    }
}

const FLAG: Option<&str> = Some("OAuthAuthentication");

/// The five that the page names, in its order.
pub static DIRECTORIES: [Directory; 5] = [
    Directory {
        kind: "MapiVirtualDirectory",
        label: "MAPI over HTTP, which Outlook for Windows uses",
        flag: None,
        lists: &["IISAuthenticationMethods"],
        empty_is_open: false,
    },
    Directory {
        kind: "WebServicesVirtualDirectory",
        label: "EWS, which Outlook for Mac and free/busy use",
        flag: FLAG,
        lists: &[],
        empty_is_open: false,
    },
    Directory {
        kind: "OabVirtualDirectory",
        label: "The offline address book",
        flag: FLAG,
        lists: &[],
        empty_is_open: false,
    },
    Directory {
        kind: "AutodiscoverVirtualDirectory",
        label: "Autodiscover, which tells clients the other URLs",
        flag: FLAG,
        lists: &[],
        empty_is_open: false,
    },
    Directory {
        kind: "ActiveSyncVirtualDirectory",
        label: "ActiveSync, which phones use",
        flag: None,
        lists: &[
            "InternalAuthenticationMethods",
            "ExternalAuthenticationMethods",
        ],
        empty_is_open: true,
    },
];
