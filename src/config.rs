//! The config file as written: shape and documentation, no meaning.
//!
//! The JSON Schema is made from these types, and structure is checked against that schema, so a
//! key is named once. The doc comments are the descriptions people see in their editors.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::Lang;
use crate::domain::{
    AppId, Cloud, DomainName, ExchangeBuild, HostName, HybridApi, MailboxAddress, Method, Names,
    Procedure, TenantId,
};
use crate::domain::{
    certificate_file, folder_name, object_name, overlay_folder, plain_text, proxy_url, server_name,
};

/// An organisation with Exchange servers and a Microsoft 365 tenant. No secrets: passwords, client
/// secrets and private keys have no place in this file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "hybrid-oauth config")]
pub struct Config {
    /// Address of this schema, for editors; ignored.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Name of the folder the bundle is written to. Default: the first SMTP domain, with the procedure's name behind it unless that is `oauth`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = folder_name::PATTERN), extend("examples" = ["contoso.com"]))]
    pub name: Option<String>,
    /// Name of the organisation, in any script; shown in runbooks only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = plain_text::PATTERN), extend("examples" = ["Contoso Ltd."]))]
    pub organization: Option<String>,
    /// The Microsoft 365 cloud that holds the tenant.
    #[serde(default)]
    pub cloud: Cloud,
    /// What the bundle is for.
    #[serde(default, skip_serializing_if = "Procedure::is_default")]
    pub procedure: Procedure,
    /// How on-premises Exchange proves itself: the dedicated Exchange hybrid application works today, the shared principal no longer.
    #[serde(default)]
    pub method: Method,
    /// What on-premises servers call with the dedicated application. Default: ews. Only with the method dedicated-app.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = "ews"))]
    pub hybrid_api: Option<HybridApi>,
    /// Application ids of the other applications that call EWS in Exchange Online; they go onto its allow-list too. Only with the method dedicated-app.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(inner(regex(pattern = AppId::PATTERN)), extend("uniqueItems" = true))]
    pub ews_allowed_app_ids: Vec<String>,
    /// The Microsoft 365 tenant.
    pub tenant: TenantSection,
    /// Hybrid routing domain. Default: made from the initial domain, contoso.mail.onmicrosoft.com for contoso.onmicrosoft.com.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = DomainName::PATTERN), extend("examples" = ["contoso.mail.onmicrosoft.com"]))]
    pub routing_domain: Option<String>,
    /// The on-premises Exchange organisation.
    pub on_premises: OnPremisesSection,
    /// Names for the objects to create; objects that exist under another name are adopted.
    #[serde(default, skip_serializing_if = "NamesSection::is_empty")]
    pub names: NamesSection,
    /// Adds an availability address space; needed only beside servers older than Exchange 2013 SP1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_address_space: Option<AddressSpaceSection>,
    /// Windows path of a .cer file to which the public part of the auth certificate is also written.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = certificate_file::PATTERN), extend("examples" = ["C:\\OAuthConfig\\OAuthCert.cer"]))]
    pub certificate_file: Option<String>,
    /// Mailboxes for the tests; without them the test steps are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification: Option<VerificationSection>,
    /// Languages of the runbooks; English is always written. Default: en.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true, "default" = ["en"], "examples" = [["en", "ko"]]))]
    pub languages: Vec<Lang>,
    /// The change record this belongs to; shown in runbooks and change requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeSection>,
    /// Scripts refuse to change anything unless `approve` was used on the bundle as it is; else they only warn when it is not the approved one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub require_approval: bool,
    /// Folder with own steps, words and remarks, relative to this file; `--overlay` goes before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = overlay_folder::PATTERN), extend("examples" = ["overlays/standard"]))]
    pub overlay: Option<String>,
}

/// The Microsoft 365 tenant.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TenantSection {
    /// The domain the tenant was created with (contoso.onmicrosoft.com), not a domain added later.
    #[schemars(regex(pattern = DomainName::PATTERN), extend("examples" = ["contoso.onmicrosoft.com"]))]
    pub initial_domain: String,
    /// Directory (tenant) id. Without it the scripts cannot prove by id that they are in the right tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = TenantId::PATTERN), extend("examples" = ["11111111-2222-3333-4444-555555555555"]))]
    pub id: Option<String>,
}

/// The on-premises Exchange organisation.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnPremisesSection {
    /// SMTP domains of the on-premises mailboxes; no onmicrosoft names.
    #[schemars(length(min = 1), inner(regex(pattern = DomainName::PATTERN)))]
    #[schemars(extend("uniqueItems" = true, "examples" = [["contoso.com"]]))]
    pub smtp_domains: Vec<String>,
    /// The hosts that Exchange Online reaches.
    pub hosts: HostsSection,
    /// Further Exchange hosts that are reachable from outside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(inner(regex(pattern = HostName::PATTERN)), extend("uniqueItems" = true))]
    pub additional_hosts: Vec<String>,
    /// Further hosts by which clients reach the servers, from inside only. Only with the procedure hybrid-modern-authentication.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(inner(regex(pattern = HostName::PATTERN)), extend("uniqueItems" = true))]
    pub client_hosts: Vec<String>,
    /// The Exchange servers with their builds, so that check can say what they are too old for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<ServerSection>,
}

/// The hosts that Exchange Online reaches: bare names, no https:// and no path.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostsSection {
    /// Host of Outlook on the web and EWS.
    #[schemars(regex(pattern = HostName::PATTERN), extend("examples" = ["mail.contoso.com"]))]
    pub mail: String,
    /// Host of Autodiscover.
    #[schemars(regex(pattern = HostName::PATTERN), extend("examples" = ["autodiscover.contoso.com"]))]
    pub autodiscover: String,
}

/// An Exchange server.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServerSection {
    /// Computer name, short or fully qualified.
    #[schemars(regex(pattern = server_name::PATTERN), extend("examples" = ["EX01"]))]
    pub name: String,
    /// Product version of ExSetup.exe on that server; AdminDisplayVersion hides the hotfix level.
    #[schemars(regex(pattern = ExchangeBuild::PATTERN), extend("examples" = ["15.2.1748.37"]))]
    pub build: String,
}

/// Names for the objects to create.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NamesSection {
    /// Auth server for the access control service.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = object_name::PATTERN), extend("default" = Names::ACS_AUTH_SERVER))]
    pub acs_auth_server: Option<String>,
    /// Auth server for Microsoft Entra ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = object_name::PATTERN), extend("default" = Names::EVOSTS_AUTH_SERVER))]
    pub evosts_auth_server: Option<String>,
    /// On-premises connector towards Exchange Online.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = object_name::PATTERN), extend("default" = Names::CONNECTOR_TO_ONLINE))]
    pub connector_to_online: Option<String>,
    /// Exchange Online connector towards on-premises.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = object_name::PATTERN), extend("default" = Names::CONNECTOR_TO_ON_PREMISES))]
    pub connector_to_on_premises: Option<String>,
    /// Override that switches the dedicated application on. Only with the method dedicated-app.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = object_name::PATTERN), extend("default" = Names::SETTING_OVERRIDE))]
    pub setting_override: Option<String>,
    /// Override that routes calls through Microsoft Graph. Only with the method dedicated-app.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = object_name::PATTERN), extend("default" = Names::GRAPH_SETTING_OVERRIDE))]
    pub graph_setting_override: Option<String>,
}

impl NamesSection {
    /// Each key with what is written there.
    #[must_use]
    pub fn entries(&self) -> [(&'static str, Option<&str>); 6] {
        [
            ("acs_auth_server", self.acs_auth_server.as_deref()),
            ("evosts_auth_server", self.evosts_auth_server.as_deref()),
            ("connector_to_online", self.connector_to_online.as_deref()),
            (
                "connector_to_on_premises",
                self.connector_to_on_premises.as_deref(),
            ),
            ("setting_override", self.setting_override.as_deref()),
            (
                "graph_setting_override",
                self.graph_setting_override.as_deref(),
            ),
        ]
    }

    fn is_empty(&self) -> bool {
        self.entries().iter().all(|(_, text)| text.is_none())
    }
}

/// The availability address space; an empty object takes both defaults.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressSpaceSection {
    /// Domain of the mailboxes looked up. Default: the hybrid routing domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = DomainName::PATTERN), extend("examples" = ["contoso.mail.onmicrosoft.com"]))]
    pub forest_name: Option<String>,
    /// EWS URL that passes the query on. Default: https://<mail host>/EWS/Exchange.asmx.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = proxy_url::PATTERN), extend("examples" = ["https://mail.contoso.com/EWS/Exchange.asmx"]))]
    pub proxy_url: Option<String>,
}

/// Mailboxes for the tests, one on each side.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerificationSection {
    /// A mailbox on the on-premises servers.
    #[schemars(regex(pattern = MailboxAddress::PATTERN), extend("examples" = ["User1@contoso.com"]))]
    pub on_premises_mailbox: String,
    /// A mailbox in Exchange Online.
    #[schemars(regex(pattern = MailboxAddress::PATTERN), extend("examples" = ["AdeleV@contoso.com"]))]
    pub online_mailbox: String,
}

/// The change record.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSection {
    /// Number of the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = plain_text::PATTERN), extend("examples" = ["CHG0030412"]))]
    pub id: Option<String>,
    /// Why it is done, in one line of any script.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = plain_text::PATTERN), extend("examples" = ["Free/Busy between on-premises and online mailboxes"]))]
    pub reason: Option<String>,
    /// Who asks for it. May be empty, as a form that is still to be filled in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = plain_text::OR_EMPTY), extend("examples" = ["Messaging team"]))]
    pub requester: Option<String>,
    /// Who decides on it. May be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = plain_text::OR_EMPTY), extend("examples" = ["Change advisory board"]))]
    pub approver: Option<String>,
    /// When it is carried out, in the words of the organisation. May be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = plain_text::OR_EMPTY), extend("examples" = ["2026-12-05 22:00 to 2026-12-06 02:00 KST"]))]
    pub window: Option<String>,
    /// Where more about it stands: a ticket, a document, an address. May be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = plain_text::OR_EMPTY), extend("examples" = ["Project HYB-12"]))]
    pub reference: Option<String>,
}

impl ChangeSection {
    /// Each key with what is written there, and whether it may be empty.
    #[must_use]
    pub fn entries(&self) -> [(&'static str, Option<&str>, bool); 6] {
        [
            ("id", self.id.as_deref(), false),
            ("reason", self.reason.as_deref(), false),
            ("requester", self.requester.as_deref(), true),
            ("approver", self.approver.as_deref(), true),
            ("window", self.window.as_deref(), true),
            ("reference", self.reference.as_deref(), true),
        ]
    }
}
