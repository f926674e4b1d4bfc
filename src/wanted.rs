//! What a step wants, as data. Its script (with the undo), its plan, its rows in runbook, manifest and
//! change request, and its list of cmdlets follow from it; nothing of that is written a second time.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::resource::Resource;

/// A kind of object in a shell, and the documented cmdlets that read, make, change and remove one.
#[derive(Debug)]
pub struct Kind {
    /// `AuthServer`
    pub name: &'static str,
    /// In words, for messages.
    pub label: &'static str,
    /// The property that names an object; also the key of evidence.
    pub key: &'static str,
    /// The command that reads all of them.
    pub read: &'static str,
    /// The cmdlet that makes one; empty where none is documented or wanted.
    pub new: &'static str,
    /// The cmdlet that changes one.
    pub set: &'static str,
    /// The cmdlet that removes one.
    pub remove: &'static str,
    /// Whether there is exactly one, which cmdlets take without `-Identity`.
    pub single: bool,
    /// Properties that are lists; all others are texts or flags.
    pub lists: &'static [&'static str],
    /// Properties whose cmdlet wants another parameter beside them, with that parameter: the one of a property that
    /// the step wants too.
    pub beside: &'static [(&'static str, &'static str)],
    /// What the service itself sets on a new one.
    pub defaults: &'static [(&'static str, bool)],
    /// Whether each server keeps its own and is asked by itself.
    pub each_server: bool,
}

const NONE: Kind = Kind {
    name: "",
    label: "",
    key: "Name",
    read: "",
    new: "",
    set: "",
    remove: "",
    single: false,
    lists: &[],
    beside: &[],
    defaults: &[],
    each_server: false,
};

/// A virtual directory.
const DIRECTORY: Kind = Kind {
    key: "Identity",
    each_server: true,
    ..NONE
};

/// Every kind that steps want as data.
pub static KINDS: &[Kind] = &[
    Kind {
        name: "AuthServer",
        label: "AuthServer",
        read: "Get-AuthServer",
        new: "New-AuthServer",
        set: "Set-AuthServer",
        remove: "Remove-AuthServer",
        lists: &["DomainName"],
        // It selects the parameter set; it has this value already.
        beside: &[
            ("DomainName", "-ApplicationIdentifier $applicationId"),
            ("DomainName", "-IsDefaultAuthorizationEndpoint $isDefault"),
        ],
        defaults: &[("Enabled", true)],
        ..NONE
    },
    Kind {
        name: "PartnerApplication",
        label: "partner application",
        read: "Get-PartnerApplication",
        set: "Set-PartnerApplication",
        ..NONE
    },
    Kind {
        name: "IntraOrganizationConnector",
        label: "connector",
        read: "Get-IntraOrganizationConnector",
        new: "New-IntraOrganizationConnector",
        set: "Set-IntraOrganizationConnector",
        remove: "Remove-IntraOrganizationConnector",
        lists: &["TargetAddressDomains"],
        ..NONE
    },
    Kind {
        name: "OrganizationRelationship",
        label: "organization relationship",
        read: "Get-OrganizationRelationship",
        new: "New-OrganizationRelationship",
        set: "Set-OrganizationRelationship",
        remove: "Remove-OrganizationRelationship",
        lists: &["DomainNames"],
        ..NONE
    },
    Kind {
        name: "AvailabilityAddressSpace",
        label: "availability address space",
        key: "ForestName",
        read: "Get-AvailabilityAddressSpace",
        new: "Add-AvailabilityAddressSpace",
        remove: "Remove-AvailabilityAddressSpace",
        ..NONE
    },
    Kind {
        name: "OrganizationConfig",
        label: "organization",
        read: "Get-OrganizationConfig",
        set: "Set-OrganizationConfig",
        single: true,
        ..NONE
    },
    Kind {
        name: "WebServicesVirtualDirectory",
        label: "EWS virtual directory",
        read: "Get-WebServicesVirtualDirectory",
        set: "Set-WebServicesVirtualDirectory",
        ..DIRECTORY
    },
    Kind {
        name: "AutodiscoverVirtualDirectory",
        label: "Autodiscover virtual directory",
        read: "Get-AutodiscoverVirtualDirectory",
        set: "Set-AutodiscoverVirtualDirectory",
        ..DIRECTORY
    },
    Kind {
        name: "OabVirtualDirectory",
        label: "OAB virtual directory",
        read: "Get-OabVirtualDirectory",
        set: "Set-OabVirtualDirectory",
        ..DIRECTORY
    },
    Kind {
        name: "MapiVirtualDirectory",
        label: "MAPI virtual directory",
        read: "Get-MapiVirtualDirectory",
        set: "Set-MapiVirtualDirectory",
        lists: &["IISAuthenticationMethods"],
        ..DIRECTORY
    },
    Kind {
        name: "ActiveSyncVirtualDirectory",
        label: "ActiveSync virtual directory",
        read: "Get-ActiveSyncVirtualDirectory",
        set: "Set-ActiveSyncVirtualDirectory",
        lists: &[
            "InternalAuthenticationMethods",
            "ExternalAuthenticationMethods",
        ],
        ..DIRECTORY
    },
    Kind {
        // The proof of the organisation has read these already.
        name: "AcceptedDomain",
        label: "accepted domain",
        read: "$script:HybridRun.AcceptedDomains",
        ..NONE
    },
];

/// The kind of that name.
#[must_use]
pub fn kind(name: &str) -> &'static Kind {
    KINDS
        .iter()
        .find(|kind| kind.name == name)
        .unwrap_or_else(|| panic!("no kind {name}"))
}

/// A question about one object.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    /// The property is this text, case ignored; empty: it is empty or not there.
    Is(String, String),
    /// The property is something else.
    IsNot(String, String),
    /// The property is one of these, without case and the final slash of a path.
    OneOf(String, Vec<String>),
    /// The list holds one of these.
    Overlaps(String, Vec<String>),
    /// The flag is set.
    True(String),
    /// The object has the property, and it is empty.
    Blank(String),
    /// The URL's host is one of these domains or below.
    HostBelow(String, Vec<String>),
    /// The URL has one of the named forms (`Tenant::metadata_forms`), with a name of the tenant or an SMTP domain.
    VanityUrl(String, String),
}

/// One object, or all of a selection, as they shall be.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// What it is for: a comment in the script.
    pub what: String,
    /// Name of a [`Kind`].
    pub kind: String,
    /// What it is found by, for people.
    pub key: String,
    /// All tests of an alternative must hold; the first alternative that finds something counts.
    pub find: Vec<Vec<Test>>,
    /// What is done where none is found.
    pub absent: Absent,
    /// Why more than one is a conflict; none: each is looked after.
    #[serde(default)]
    pub several: Option<Stop>,
    /// What is looked at before anything is changed.
    #[serde(default)]
    pub guards: Vec<Guard>,
    /// Properties as they shall be, in the order in which they are set.
    #[serde(default)]
    pub ensure: Vec<Ensure>,
    /// What forbids to remove one that was created.
    #[serde(default)]
    pub keep: Vec<Keep>,
}

/// What forbids to remove an object that this bundle created.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// All of these hold.
    pub when: Vec<Test>,
    /// A sentence.
    pub because: String,
}

/// What is done where an object is not there.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Absent {
    /// It is made.
    Create(Create),
    /// The step stops.
    Stop(Stop),
    /// Nothing; the text says why that is well.
    Fine(String),
}

/// How an object is made.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// Its name.
    pub name: String,
    /// Parameters of the cmdlet, in order.
    pub with: Vec<(String, Value)>,
    /// What it is besides, which no parameter says.
    #[serde(default)]
    pub so: Vec<(String, Value)>,
    /// Where an object like this is there, it cannot be told whose it is.
    #[serde(default)]
    pub unless: Option<(Vec<Test>, Stop)>,
}

/// Why a step stops before any change.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// With `{Property}` of the object, `{names}` and `{count}` of those found.
    pub reason: String,
    /// Id of the failure that it is a cause of.
    #[serde(default)]
    pub failure: String,
}

/// A stop that is no known failure.
#[must_use]
pub fn stop(reason: impl Into<String>) -> Stop {
    Stop {
        reason: reason.into(),
        failure: String::new(),
    }
}

/// A look before the change.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// Any of these holds.
    pub when: Vec<Test>,
    /// What follows.
    pub then: Then,
}

/// What a guard does.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Then {
    /// The step stops.
    Stop(Stop),
    /// A warning is written; the plan says the second text.
    Warn(String, String),
    /// A property is left alone, with a warning; the plan says the last text.
    Leave(String, String, String),
    /// A line is written.
    Note(String),
}

/// A property as it shall be.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ensure {
    /// Its documented name.
    pub property: String,
    /// The wanted value.
    pub to: Value,
    /// How it is merged with what is there.
    #[serde(default)]
    pub policy: Policy,
}

/// How a value is merged with what is there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Policy {
    /// It is set where it differs.
    #[default]
    Exact,
    /// It is set unless one of these stands there.
    Unless(Vec<String>),
    /// It is set unless a URL of one of the named forms stands there, with a name of the tenant.
    UnlessTenantUrl(String),
    /// It is set unless a URL of this form stands there, `{0}` being one of the organisation's own hosts.
    UnlessOwnUrl(String),
    /// It is set where nothing stands there.
    IfEmpty,
    /// What a list lacks is added; it is never shortened.
    Union,
    /// The same, unless the list is empty, which restricts nothing.
    Extend,
}

impl Wanted {
    /// The same as a row of manifest and runbook; none of a mere look.
    #[must_use]
    pub fn resource(&self) -> Option<Resource> {
        let created = match &self.absent {
            Absent::Create(create) => Some(create),
            _ => None,
        };
        if self.ensure.is_empty() && created.is_none() {
            return None;
        }
        let mut resource = Resource::new(kind(&self.kind).name, self.key.clone());
        for test in self.find.iter().flatten() {
            if let Test::Is(property, value) = test
                && self.absent.is_stop()
            {
                resource.add(property, json!(value));
            }
        }
        let own = kind(&self.kind).key;
        for (name, value) in created
            .into_iter()
            .flat_map(|create| create.so.iter().chain(&create.with))
        {
            if name != own {
                resource.add(name, value.clone());
            }
        }
        for ensure in &self.ensure {
            resource.add(&ensure.property, ensure.to.clone());
        }
        Some(resource)
    }
}

impl Absent {
    fn is_stop(&self) -> bool {
        matches!(self, Self::Stop(_))
    }
}

/// The documented cmdlets that the script of these calls.
#[must_use]
pub fn cmdlets(wanted: &[Wanted]) -> Vec<&'static str> {
    let mut all = Vec::new();
    for one in wanted {
        let kind = kind(&one.kind);
        if kind.each_server {
            all.push("Get-ExchangeServer");
        }
        all.push(kind.read);
        if matches!(one.absent, Absent::Create(_)) {
            all.extend([kind.new, kind.remove]);
        }
        if !one.ensure.is_empty() {
            all.push(kind.set);
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    all.retain(|name| {
        name.contains('-') && !seen.contains(name) && {
            seen.push(name);
            true
        }
    });
    all
}

mod script;

pub use script::values;
