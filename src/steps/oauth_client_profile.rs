//! `oauth-client-profile`: the switch; from then on clients sign in with Entra ID.

use serde_json::json;

use super::DATA;
use super::modern_authentication::{CONFIGURE, DISABLE};
use super::shared::{ORGANIZATION_MANAGEMENT, exchange_page};
use crate::step::{Context, Direction, Step, Wait};
use crate::tenant::Tenant;
use crate::wanted::{Absent, Ensure, Policy, Test, Wanted, stop};

/// The step.
pub static STEP: Step = Step {
    id: "oauth-client-profile",
    context: Context::ExchangeShell,
    title: "Switch sign-in with tokens on for clients",
    summary: "Switches OAuth2ClientProfileEnabled of the organization on. From then on Exchange tells clients that speak modern authentication to sign in with Entra ID, with all that is asked there: conditional access, multi-factor authentication. Nobody is signed out; each client asks when its next sign-in is due. Clients that do not speak it go on as before.",
    undo: "Switches it off again if this bundle switched it on. It is the first thing to undo; people then sign in as before.",
    acts: "Minutes to an hour until all servers know it; a client notices it at its next sign-in.",
    minutes: 5,
    wait: Some(Wait {
        minutes: 60,
        meanwhile: "Until then some servers ask for the old sign-in; that is normal.",
    }),
    roles: &[ORGANIZATION_MANAGEMENT],
    cmdlets: &[
        "Get-AuthServer",
        "Get-OrganizationConfig",
        "Set-OrganizationConfig",
    ],
    links: &[CONFIGURE, DISABLE, exchange_page!("set-organizationconfig")],
    direction: Direction::ToOnPremises,
    requires: &[&super::default_authorization_endpoint::STEP],
    applies: super::always,
    wanted: Some(wanted),
    ..DATA
};

fn wanted(tenant: &Tenant) -> Vec<Wanted> {
    let endpoint = super::windows_path(tenant, super::default_authorization_endpoint::STEP.id);
    let realm = tenant.tenant_id.as_ref().map_or("", |id| id.as_str());
    let profile = Wanted {
        what: "The switch for clients.".into(),
        kind: "OrganizationConfig".into(),
        key: "Exchange Server".into(),
        find: Vec::new(),
        absent: Absent::Stop(stop("The organization could not be read.")),
        several: None,
        guards: Vec::new(),
        ensure: vec![Ensure {
            property: "OAuth2ClientProfileEnabled".into(),
            to: json!(true),
            policy: Policy::Exact,
        }],
        keep: Vec::new(),
    };
    let default = Wanted {
        what: "Without a place to sign in, clients would be sent nowhere.".into(),
        kind: "AuthServer".into(),
        key: "the default authorization endpoint".into(),
        find: vec![vec![
            Test::True("IsDefaultAuthorizationEndpoint".into()),
            Test::Is("Realm".into(), realm.into()),
        ]],
        absent: Absent::Stop(stop(format!(
            "No AuthServer of the tenant is the default authorization endpoint. Run {endpoint} first."
        ))),
        ensure: Vec::new(),
        ..profile.clone()
    };
    vec![profile, default]
}
