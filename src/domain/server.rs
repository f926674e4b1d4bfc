//! An on-premises Exchange server.

use serde::Serialize;

use super::ExchangeBuild;

/// An Exchange server as the config states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Server {
    /// Computer name, short or fully qualified, as written.
    pub name: String,
    /// Product version of `ExSetup.exe` on it.
    pub build: ExchangeBuild,
}
