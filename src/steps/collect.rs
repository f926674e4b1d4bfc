//! `collect`: what is there, as facts in a file, for `plan` and `init --from`; one script a shell.
//!
//! `state/<context>.json`: `format_version`, `context`, `tenant_id` or `organization_id`,
//! `collected` (UTC), `objects` (kind to a list of objects, sorted by their keys, with documented
//! properties), `not_collected` (kind, key, reason). A kind that could not be read is not in
//! `objects`; of `ExchangeCertificate` and `AppRoleAssignment`, which are read once a server or
//! principal, `key` names the one that is missing. A property that the service did not return is
//! left out.

use serde_json::{Value, json};

use super::dedicated::{EWS_ROLE, GRAPH_ROLES, MICROSOFT_GRAPH_APP_ID, NAME_PREFIX};
use super::modern_authentication::{Directory, directories, is_asked};
use super::shared::{EXCHANGE_ADMINISTRATOR, PROCEDURE, VIEW_ONLY_ORGANIZATION_MANAGEMENT};
use super::{Code, PlannedAs};
use crate::domain::Method;
use crate::domain::microsoft::EXCHANGE_ONLINE_APP_ID;
use crate::risk::NONE;
use crate::step::{Context, Direction};
use crate::tenant::Tenant;

/// What is common to the three.
const COLLECT: Code = Code {
    id: "collect",
    context: Context::ExchangeShell,
    title: "",
    summary: "",
    undo: "Nothing to undo: it only reads. The state file may be deleted.",
    acts: "At once.",
    minutes: 2,
    wait: None,
    roles: &[],
    scopes: &[],
    cmdlets: &[],
    links: &[PROCEDURE],
    direction: Direction::ToOnline,
    can_change: false,
    is_test: false,
    reads: &[],
    requires: &[],
    risk: NONE,
    template: "",
    want: |_| json!({}),
    resources: |_| Vec::new(),
    plan: PlannedAs::Nothing,
};

/// In the on-premises organisation.
pub static EXCHANGE_SHELL: Code = Code {
    title: "Collect what is there in the on-premises organisation",
    summary: "Reads the on-premises objects that the procedure is about and writes them to state/exchange-shell.json, from which hybrid-oauth plan says before the change what will happen. It changes nothing and may be run at any time.",
    roles: &[VIEW_ONLY_ORGANIZATION_MANAGEMENT],
    cmdlets: &[
        "Get-AcceptedDomain",
        "Get-ActiveSyncVirtualDirectory",
        "Get-AuthConfig",
        "Get-AuthServer",
        "Get-AutodiscoverVirtualDirectory",
        "Get-AvailabilityAddressSpace",
        "Get-ClientAccessService",
        "Get-ExchangeCertificate",
        "Get-ExchangeDiagnosticInfo",
        "Get-ExchangeServer",
        "Get-FederatedOrganizationIdentifier",
        "Get-FederationTrust",
        "Get-IntraOrganizationConnector",
        "Get-Mailbox",
        "Get-MapiVirtualDirectory",
        "Get-OabVirtualDirectory",
        "Get-OrganizationConfig",
        "Get-OrganizationRelationship",
        "Get-PartnerApplication",
        "Get-SettingOverride",
        "Get-WebServicesVirtualDirectory",
    ],
    template: include_str!("../../templates/steps/collect-exchange-shell.ps1.tera"),
    want: want_of_exchange,
    ..COLLECT
};

/// In the tenant's directory.
pub static MGGRAPH: Code = Code {
    context: Context::MgGraph,
    title: "Collect what is there in the tenant's directory",
    summary: "Reads the service principals and applications that the procedure is about, with the thumbprints and dates of their keys, and writes them to state/mggraph.json, from which hybrid-oauth plan says before the change what will happen. It changes nothing and may be run at any time.",
    roles: &["Global Reader"],
    scopes: &["Application.Read.All"],
    cmdlets: &["Get-MgContext"],
    direction: Direction::Graph,
    template: include_str!("../../templates/steps/collect-mggraph.ps1.tera"),
    want: want_of_graph,
    ..COLLECT
};

/// In Exchange Online.
pub static EXCHANGE_ONLINE: Code = Code {
    context: Context::ExchangeOnline,
    title: "Collect what is there in Exchange Online",
    summary: "Reads the objects of Exchange Online that the procedure is about and writes them to state/exo.json, from which hybrid-oauth plan says before the change what will happen. It changes nothing and may be run at any time.",
    roles: &[EXCHANGE_ADMINISTRATOR],
    cmdlets: &[
        "Get-ConnectionInformation",
        "Get-AcceptedDomain",
        "Get-IntraOrganizationConnector",
        "Get-OnPremisesOrganization",
        "Get-OrganizationConfig",
        "Get-OrganizationRelationship",
    ],
    direction: Direction::ToOnPremises,
    template: include_str!("../../templates/steps/collect-exo.ps1.tera"),
    ..COLLECT
};

/// Which overrides act on a server is asked only where a step sets them, a file looked at only where one is written.
fn want_of_exchange(tenant: &Tenant) -> Value {
    let setting_override = &super::setting_override::STEP;
    let sections = (tenant.method == Method::DedicatedApp)
        .then(|| (setting_override.want)(tenant)["sections"].take());
    // What only the procedures ask for that have the step.
    let has = |id: &str| {
        let mut steps = super::of_procedure(tenant.procedure).iter();
        steps.any(|step| step.id == id)
    };
    json!({
        "sections": sections,
        "certificate_file": tenant.certificate_file,
        "federation": has(super::federation_trust::STEP.id),
        "mailboxes": has(super::mailboxes_left::STEP.id),
        "client_directories": client_directories(tenant),
    })
}

/// What clients call is asked for only where a step is about it; EWS and Autodiscover are asked for anyway.
fn client_directories(tenant: &Tenant) -> Vec<Value> {
    if !is_asked(tenant) {
        return Vec::new();
    }
    let all = directories(tenant);
    let others = all.iter().filter(|one| one.is_for_clients_only());
    let of = |one: &Directory| json!({ "name": one.kind.name, "flags": one.flags, "lists": one.lists, "read": one.kind.read });
    others.map(of).collect()
}

/// Both methods want the same: what an earlier hand left is there whatever the config says.
fn want_of_graph(_: &Tenant) -> Value {
    let roles: Vec<&str> = std::iter::once(EWS_ROLE.0).chain(GRAPH_ROLES).collect();
    json!({
        "application_filter": format!("startswith(displayName,'{NAME_PREFIX}')"),
        "application_properties": [
            "id", "appId", "displayName", "signInAudience", "tags", "requiredResourceAccess", "keyCredentials",
        ],
        "principal_app_ids": [EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID],
        "principal_properties": [
            "id", "appId", "displayName", "accountEnabled", "tags", "servicePrincipalNames", "keyCredentials", "appRoles",
        ],
        "app_roles": roles,
    })
}
