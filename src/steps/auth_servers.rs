//! `auth-servers`: the two objects that say whose tokens the on-premises organisation uses and trusts.

use serde_json::{Value, json};

use super::DATA;
use super::shared::{ORGANIZATION_MANAGEMENT, PROCEDURE, exchange_page};
use crate::step::{Context, Direction, Step, Wait};
use crate::tenant::{ACS_FORMS, EVOSTS_FORMS, Tenant};
use crate::wanted::{Absent, Create, Ensure, Guard, Keep, Policy, Stop, Test, Then, Wanted, stop};

/// The step.
pub static STEP: Step = Step {
    id: "auth-servers",
    context: Context::ExchangeShell,
    title: "Find or create the two AuthServer objects of the tenant",
    summary: "Makes sure that the on-premises organisation knows the tenant's two token services, ACS and evoSTS, by metadata URLs that name the tenant itself. Objects that are there already, under any name, are used.",
    undo: "Removes the AuthServer objects that this bundle created; puts back the values it changed.",
    acts: "At once; a server may use cached metadata for about 15 minutes.",
    wait: Some(Wait {
        minutes: 15,
        meanwhile: "",
    }),
    roles: &[ORGANIZATION_MANAGEMENT],
    scopes: &[],
    cmdlets: &[
        "Get-AuthServer",
        "New-AuthServer",
        "Set-AuthServer",
        "Remove-AuthServer",
    ],
    links: &[
        PROCEDURE,
        exchange_page!("new-authserver"),
        exchange_page!("set-authserver"),
    ],
    direction: Direction::ToOnline,
    can_change: true,
    is_test: false,
    requires: &[],
    applies: super::always,
    wanted: Some(wanted),
    ..DATA
};

fn wanted(tenant: &Tenant) -> Vec<Wanted> {
    let names = &tenant.names;
    vec![
        server(
            tenant,
            "ACS: issues the tokens with which the two Exchange organisations call each other.",
            "MicrosoftACS",
            &names.acs_auth_server,
            ACS_FORMS,
        ),
        server(
            tenant,
            "evoSTS: Microsoft Entra ID.",
            "AzureAD",
            &names.evosts_auth_server,
            EVOSTS_FORMS,
        ),
    ]
}

/// The evoSTS AuthServer of the tenant with these properties; it must be there.
pub(super) fn evosts(tenant: &Tenant, what: &str, ensure: Vec<Ensure>) -> Wanted {
    let absent = format!(
        "No AuthServer of type AzureAD belongs to this tenant. Run {} first.",
        super::windows_path(tenant, STEP.id)
    );
    Wanted {
        absent: Absent::Stop(stop(absent)),
        given: None,
        guards: Vec::new(),
        keep: Vec::new(),
        ensure,
        ..server(tenant, what, "AzureAD", "", EVOSTS_FORMS)
    }
}

/// `forms` names the metadata URLs that are right.
fn server(tenant: &Tenant, what: &str, kind: &str, name: &str, forms: &str) -> Wanted {
    let url = tenant.metadata_forms(forms)[0].replace("{0}", tenant.tenant_segment());
    let of_type = Test::Is("Type".into(), kind.into());
    let by_url = Test::VanityUrl("AuthMetadataUrl".into(), forms.into());
    let mut find = vec![vec![of_type.clone(), by_url]];
    let mut unless = None;
    let guard = match &tenant.tenant_id {
        Some(id) => {
            let realm = Test::Is("Realm".into(), id.to_string());
            find.insert(0, vec![of_type.clone(), realm]);
            Guard {
                when: vec![Test::IsNot("Realm".into(), id.to_string())],
                then: Then::Stop(Stop {
                    reason: format!(
                        "The Realm of the AuthServer {{Name}} is \"{{Realm}}\", not the tenant {id}: its metadata URL leads to another tenant. Check tenant.id in the config."
                    ),
                    failure: "aadsts90002".into(),
                }),
            }
        }
        None => {
            let reason = "Without tenant.id in the config it cannot be told whether the AuthServer {Name} belongs to this tenant. Put tenant.id into the config and generate again.";
            unless = Some((vec![of_type.clone()], stop(reason)));
            Guard {
                when: vec![Test::IsNot("Realm".into(), String::new())],
                then: Then::Note("The AuthServer {Name} belongs to the tenant {Realm}. Compare this with the tenant ID in the Entra admin center: the config has none to compare with.".into()),
            }
        }
    };
    let mut create = Create {
        name: name.into(),
        with: vec![("AuthMetadataUrl".into(), json!(url))],
        so: vec![("Type".into(), json!(kind))],
        unless,
    };
    if kind == "AzureAD" {
        create.with.insert(0, create.so.remove(0));
    }
    Wanted {
        what: what.into(),
        kind: "AuthServer".into(),
        key: format!("{kind} {}", tenant.tenant_segment()),
        find,
        absent: Absent::Create(create),
        several: Some(Stop {
            reason: format!(
                "There are {{count}} AuthServer objects of type {kind} for this tenant: {{names}}. Keep the one in use (Get-AuthServer shows them), remove the others with Remove-AuthServer."
            ),
            failure: "duplicate-realm".into(),
        }),
        given: None,
        guards: vec![guard],
        ensure: vec![
            Ensure {
                property: "AuthMetadataUrl".into(),
                to: json!(url),
                policy: Policy::UnlessTenantUrl(forms.into()),
            },
            Ensure {
                property: "Enabled".into(),
                to: Value::Bool(true),
                policy: Policy::Exact,
            },
        ],
        keep: vec![Keep {
            when: vec![Test::True("IsDefaultAuthorizationEndpoint".into())],
            because: "People sign in with it by now.".into(),
        }],
    }
}

/// Every metadata URL by which an evoSTS object of the tenant may be known: of its names and SMTP domains.
pub(super) fn known_evosts_urls(tenant: &Tenant) -> Vec<String> {
    let smtp = tenant.smtp_domains.iter().map(|domain| domain.as_str());
    let names: Vec<&str> = tenant.metadata_names().into_iter().chain(smtp).collect();
    let forms = tenant.metadata_forms(EVOSTS_FORMS);
    let of = |name: &&str| -> Vec<String> {
        forms.iter().map(|form| form.replace("{0}", name)).collect()
    };
    names.iter().flat_map(of).collect()
}
