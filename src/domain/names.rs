//! Names of the objects that the bundle creates.

use serde::Serialize;

use super::{Method, TenantId};

/// Names for the objects to create; objects that exist under another name are adopted as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Names {
    /// Auth server for the access control service.
    pub acs_auth_server: String,
    /// Auth server for Microsoft Entra ID.
    pub evosts_auth_server: String,
    /// On-premises connector towards Exchange Online.
    pub connector_to_online: String,
    /// Exchange Online connector towards on-premises.
    pub connector_to_on_premises: String,
    /// Override that switches the dedicated application on.
    pub setting_override: String,
    /// Override that routes calls through Microsoft Graph.
    pub graph_setting_override: String,
}

/// The names of Microsoft's documentation.
impl Names {
    /// Auth server for the access control service.
    pub const ACS_AUTH_SERVER: &str = "WindowsAzureACS";
    /// Auth server for Microsoft Entra ID.
    pub const EVOSTS_AUTH_SERVER: &str = "evoSTS";
    /// On-premises connector towards Exchange Online.
    pub const CONNECTOR_TO_ONLINE: &str = "ExchangeHybridOnPremisesToOnline";
    /// Exchange Online connector towards on-premises.
    pub const CONNECTOR_TO_ON_PREMISES: &str = "ExchangeHybridOnlineToOnPremises";
    /// Override that switches the dedicated application on.
    pub const SETTING_OVERRIDE: &str = "EnableExchangeHybrid3PAppFeature";
    /// Override that routes calls through Microsoft Graph.
    pub const GRAPH_SETTING_OVERRIDE: &str = "EnableRouteThroughMSGraphFeature";
}

impl Names {
    /// The names where the config has none. `shared-principal` has those of the documented procedure; the
    /// AuthServers of `dedicated-app` are named as the wizard names them, by which Microsoft's own tools find them
    /// (microsoft/CSS-Exchange `Hybrid/FreeBusyChecker` looks for `ACS*`).
    #[must_use]
    pub fn defaults(method: Method, tenant_id: Option<&TenantId>) -> Self {
        let named = |documented: &str, wizard: &str| match (method, tenant_id) {
            (Method::DedicatedApp, Some(id)) => format!("{wizard} - {id}"),
            _ => documented.to_owned(),
        };
        Self {
            acs_auth_server: named(Self::ACS_AUTH_SERVER, "ACS"),
            evosts_auth_server: named(Self::EVOSTS_AUTH_SERVER, "EvoSts"),
            connector_to_online: Self::CONNECTOR_TO_ONLINE.into(),
            connector_to_on_premises: Self::CONNECTOR_TO_ON_PREMISES.into(),
            setting_override: Self::SETTING_OVERRIDE.into(),
            graph_setting_override: Self::GRAPH_SETTING_OVERRIDE.into(),
        }
    }
}
