//! Names of the objects that the bundle creates.

use serde::Serialize;

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

impl Default for Names {
    fn default() -> Self {
        Self {
            acs_auth_server: Self::ACS_AUTH_SERVER.into(),
            evosts_auth_server: Self::EVOSTS_AUTH_SERVER.into(),
            connector_to_online: Self::CONNECTOR_TO_ONLINE.into(),
            connector_to_on_premises: Self::CONNECTOR_TO_ON_PREMISES.into(),
            setting_override: Self::SETTING_OVERRIDE.into(),
            graph_setting_override: Self::GRAPH_SETTING_OVERRIDE.into(),
        }
    }
}
