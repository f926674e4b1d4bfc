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

impl Default for Names {
    /// The names of Microsoft's documentation.
    fn default() -> Self {
        Self {
            acs_auth_server: "WindowsAzureACS".into(),
            evosts_auth_server: "evoSTS".into(),
            connector_to_online: "ExchangeHybridOnPremisesToOnline".into(),
            connector_to_on_premises: "ExchangeHybridOnlineToOnPremises".into(),
            setting_override: "EnableExchangeHybrid3PAppFeature".into(),
            graph_setting_override: "EnableRouteThroughMSGraphFeature".into(),
        }
    }
}
