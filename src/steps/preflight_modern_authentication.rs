//! `preflight-modern-authentication`: what an expert looks at before people sign in another way.

use serde_json::{Value, json};

use super::modern_authentication::{CONFIGURE, Directory, OVERVIEW, directories};
use super::shared::ORGANIZATION_MANAGEMENT;
use super::{Code, PlannedAs};
use crate::domain::exchange_product::Capability;
use crate::risk::NONE;
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// The step.
pub static STEP: Code = Code {
    id: "preflight-modern-authentication",
    context: Context::ExchangeShell,
    title: "Look before people sign in another way",
    summary: "Reads each kind of object once and says of each check whether it is good, wants a look, blocks, or could not be known: that OAuth is set up, builds, the auth certificate on every server, the AuthServer of the tenant and no other default, MAPI over HTTP, virtual directories and the URLs that clients are told, SSL offloading. It stops where people could not sign in afterwards, and names what no script can see: publishing, accounts, conditional access, old clients.",
    undo: "Nothing to undo: it only reads.",
    acts: "At once.",
    minutes: 15,
    wait: None,
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[
        "Get-ActiveSyncVirtualDirectory",
        "Get-AuthConfig",
        "Get-AuthServer",
        "Get-AutodiscoverVirtualDirectory",
        "Get-ClientAccessService",
        "Get-ExchangeCertificate",
        "Get-ExchangeServer",
        "Get-IntraOrganizationConnector",
        "Get-MapiVirtualDirectory",
        "Get-OabVirtualDirectory",
        "Get-OrganizationConfig",
        "Get-OutlookAnywhere",
        "Get-WebServicesVirtualDirectory",
        "Test-OAuthConnectivity",
    ],
    links: &[
        OVERVIEW,
        CONFIGURE,
        "https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates",
    ],
    direction: Direction::ToOnPremises,
    can_change: false,
    is_test: false,
    reads: &[],
    requires: &[],
    risk: NONE,
    template: include_str!("../../templates/steps/preflight-modern-authentication.ps1.tera"),
    want,
    resources: |_| Vec::new(),
    plan: PlannedAs::PreflightModernAuthentication,
};

/// What is asked of every server.
const NEED: super::preflight::Need = (
    Capability::ModernAuthentication,
    "modern-authentication",
    "take part in Hybrid Modern Authentication, which all servers must",
    "blocks",
);

fn want(tenant: &Tenant) -> Value {
    let mut want = (super::preflight::STEP.want)(tenant);
    want["products"] = json!(super::preflight::products(&[NEED]));
    want["needs"] = json!([super::preflight::need(&NEED)]);
    want["oldest_without_address_space"] = Value::Null;
    want["stop_at_dauth"] = json!(false);
    want["names"] = json!(super::procedures::principal_names(tenant));
    want["directories"] = directories(tenant).iter().map(directory).collect();
    // With Graph alone the application may not call EWS, and the cmdlet makes no other call.
    let tested = tenant.verification.as_ref();
    let tested = tested.filter(|_| tenant.hybrid_api.uses_ews());
    want["test_mailbox"] = json!(tested.map(|wanted| &wanted.on_premises_mailbox));
    want["test_uri"] = json!(tenant.cloud.endpoints().ews_url());
    want
}

fn directory(one: &Directory) -> Value {
    let methods: Vec<&String> = one.flags.iter().chain(&one.lists).collect();
    json!({
        "kind": one.kind.name,
        "read": one.kind.read,
        "methods": methods,
        "open": one.empty_is_open,
    })
}
