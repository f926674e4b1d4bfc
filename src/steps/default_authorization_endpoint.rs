//! `default-authorization-endpoint`: clients that ask where to sign in are sent to Entra ID.

use serde_json::{Value, json};

use super::modern_authentication::{CONFIGURE, DISABLE};
use super::shared::{ORGANIZATION_MANAGEMENT, exchange_page};
use super::{Code, PlannedAs};
use crate::resource::Resource;
use crate::risk::{Level, risk};
use crate::step::{Context, Direction};
use crate::tenant::Tenant;
use crate::wanted::{self, Absent, Ensure, Guard, Policy, Test, Then, Wanted, stop};

/// The step.
pub static STEP: Code = Code {
    id: "default-authorization-endpoint",
    context: Context::ExchangeShell,
    title: "Make Entra ID the place where clients sign in",
    summary: "Makes the evoSTS AuthServer of the tenant the default authorization endpoint, to which Exchange sends clients that ask for a token, and adds the initial domain of the tenant to its domains. The domains that are there stay: the dedicated application needs them. Only one AuthServer can be the default; where another one is, people sign in there and this step stops.",
    undo: "Makes the AuthServer no default authorization endpoint again, if this bundle made it one, and takes the added domain off.",
    acts: "Nobody notices it before OAuth is switched on for clients.",
    minutes: 5,
    wait: None,
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &["Get-AuthServer", "Set-AuthServer"],
    links: &[CONFIGURE, DISABLE, exchange_page!("set-authserver")],
    direction: Direction::ToOnPremises,
    can_change: true,
    is_test: false,
    reads: &[],
    requires: &["service-principal-names", "client-directories"],
    risk: risk(
        Level::Medium,
        "Where OAuth is switched on for clients already, they are sent to Entra ID at once.",
    ),
    template: include_str!("../../templates/steps/default-authorization-endpoint.ps1.tera"),
    want,
    resources,
    plan: PlannedAs::DefaultAuthorizationEndpoint,
};

/// The AuthServer as it shall be, and the look at all others.
pub(crate) fn servers(tenant: &Tenant) -> [Wanted; 2] {
    let ensure = |property: &str, to: Value, policy: Policy| Ensure {
        property: property.into(),
        to,
        policy,
    };
    let mut server = super::evosts::wanted(
        tenant,
        "evoSTS: Microsoft Entra ID.",
        vec![
            ensure("IsDefaultAuthorizationEndpoint", json!(true), Policy::Exact),
            ensure("DomainName", json!([tenant.initial_domain]), Policy::Union),
        ],
    );
    server.absent = Absent::Stop(stop(ABSENT));
    server.guards = vec![Guard {
        when: vec![Test::Is("Enabled".into(), "False".into())],
        then: Then::Stop(stop(
            "The AuthServer {Name} of this tenant is disabled. Set OAuth up first (a bundle with \"procedure\": \"oauth\").",
        )),
    }];
    let realm = tenant.tenant_id.as_ref().map_or("", |id| id.as_str());
    let other = Wanted {
        what: "There is one default only: no other may be it.".into(),
        kind: "AuthServer".into(),
        key: "the default authorization endpoint".into(),
        find: vec![vec![
            Test::True("IsDefaultAuthorizationEndpoint".into()),
            Test::IsNot("Realm".into(), realm.into()),
        ]],
        absent: Absent::Fine("No other AuthServer is the default authorization endpoint.".into()),
        several: None,
        given: None,
        guards: vec![Guard {
            when: vec![Test::True("IsDefaultAuthorizationEndpoint".into())],
            then: Then::Stop(stop(
                "The AuthServer {Name} (realm {Realm}) is the default authorization endpoint: people sign in there. Decide first who it serves; then run Set-AuthServer -Identity \"{Name}\" -IsDefaultAuthorizationEndpoint $false.",
            )),
        }],
        ensure: Vec::new(),
        keep: Vec::new(),
    };
    [server, other]
}

const ABSENT: &str = "No AuthServer of type AzureAD belongs to this tenant. Set OAuth up first (a bundle with \"procedure\": \"oauth\", or the Hybrid Configuration Wizard).";

fn want(tenant: &Tenant) -> Value {
    wanted::values(&servers(tenant), None)
}

fn resources(tenant: &Tenant) -> Vec<Resource> {
    servers(tenant)
        .iter()
        .filter_map(Wanted::resource)
        .collect()
}
