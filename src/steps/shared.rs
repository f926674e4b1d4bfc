//! Facts that several steps share: identifiers, pages, roles.

use serde_json::{Value, json};

use crate::tenant::Tenant;

/// The procedure that the program was made from.
pub const PROCEDURE: &str = "https://learn.microsoft.com/exchange/configure-oauth-authentication-between-exchange-and-exchange-online-organizations-exchange-2013-help";

/// The role that reads in the Exchange shell.
pub const VIEW_ONLY_ORGANIZATION_MANAGEMENT: &str = "View-Only Organization Management";

/// The role of the Exchange shell's steps.
pub const ORGANIZATION_MANAGEMENT: &str = "Organization Management";

/// The role of Graph steps that write applications and service principals.
pub const APPLICATION_ADMINISTRATOR: &str = "Application Administrator";

/// The role of the steps in Exchange Online.
pub const EXCHANGE_ADMINISTRATOR: &str = "Exchange Administrator";

/// The permission of Graph steps that write applications and service principals.
pub const APPLICATION_READ_WRITE: &str = "Application.ReadWrite.All";

/// The reference page of a cmdlet of Exchange.
macro_rules! exchange_page {
    ($cmdlet:literal) => {
        concat!(
            "https://learn.microsoft.com/powershell/module/exchangepowershell/",
            $cmdlet
        )
    };
}
pub(super) use exchange_page;

/// The values of `parts/tested.ps1.tera`, added to those of the step; `reason` says why a passed test is asked for.
pub fn with_test(tenant: &Tenant, reason: &str, mut want: Value) -> Value {
    let id = super::test_to_online::STEP.id;
    let test = super::of(tenant)
        .into_iter()
        .find(|numbered| numbered.step.id == id);
    want["test_id"] = json!(id);
    let evidence = test.map(|test| format!("{:02}-{id}.apply", test.number));
    want["test_evidence"] = json!(evidence.as_ref().map(|name| format!("{name}.json")));
    want["test_runs"] = json!(evidence.map(|name| format!("*-{name}-*.json")));
    want["test_script"] = json!(super::windows_path(tenant, id));
    want["test_reason"] = json!(reason);
    want
}
