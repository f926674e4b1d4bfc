//! Step 8 of the documented procedure.

use serde::Serialize;

use super::DomainName;

/// What `Add-AvailabilityAddressSpace` gets; wanted only beside servers older than 2013 SP1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AvailabilityAddressSpace {
    /// Domain of the mailboxes looked up; the hybrid routing domain unless the config says otherwise.
    pub forest_name: DomainName,
    /// HTTPS URL of the EWS endpoint that passes the query on.
    pub proxy_url: String,
}
