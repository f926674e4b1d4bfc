//! From a draft without errors to a tenant.

use crate::config::{ChangeSection, NamesSection};
use crate::domain::Lang;
use crate::domain::{
    AvailabilityAddressSpace, Change, HybridApi, Method, Names, Server, TenantId, Verification,
};
use crate::draft::Draft;
use crate::tenant::Tenant;

/// The tenant; none when a required part is not there, which a finding has then told.
#[must_use]
pub fn tenant(draft: Draft) -> Option<Tenant> {
    let cloud = draft.cloud?;
    let initial_domain = draft.initial_domain?;
    let routing_domain = match draft.routing_domain {
        Some(written) => written,
        None => cloud.endpoints().routing_domain(&initial_domain)?,
    };
    let smtp_domains: Vec<_> = draft
        .smtp_domains
        .into_iter()
        .map(|domain| domain.value)
        .collect();
    let mail_host = draft.mail_host?;
    let config = draft.config;
    let method = draft.method?;
    let names = names(&config.names, method, draft.tenant_id.as_ref());
    let availability_address_space =
        config
            .availability_address_space
            .map(|section| AvailabilityAddressSpace {
                forest_name: draft.forest_name.unwrap_or_else(|| routing_domain.clone()),
                proxy_url: section
                    .proxy_url
                    .unwrap_or_else(|| format!("https://{mail_host}/EWS/Exchange.asmx")),
            });
    let servers = config.on_premises.servers.into_iter().zip(draft.builds);
    let verification = draft.on_premises_mailbox.zip(draft.online_mailbox);
    Some(Tenant {
        name: match config.name {
            Some(name) => name,
            None => format!("{}{}", smtp_domains.first()?, config.procedure.suffix()),
        },
        organization: config.organization,
        cloud,
        procedure: config.procedure,
        method,
        hybrid_api: draft.hybrid_api.unwrap_or(HybridApi::Ews),
        ews_allowed_app_ids: draft
            .ews_allowed_app_ids
            .into_iter()
            .map(|id| id.value)
            .collect(),
        initial_domain,
        tenant_id: draft.tenant_id,
        routing_domain,
        smtp_domains,
        mail_host,
        autodiscover_host: draft.autodiscover_host?,
        additional_hosts: draft
            .additional_hosts
            .into_iter()
            .map(|host| host.value)
            .collect(),
        client_hosts: draft
            .client_hosts
            .into_iter()
            .map(|host| host.value)
            .collect(),
        servers: servers
            .map(|(server, build)| Server {
                name: server.name,
                build: build.value,
            })
            .collect(),
        names,
        availability_address_space,
        certificate_file: config.certificate_file,
        verification: verification.map(|(on_premises_mailbox, online_mailbox)| Verification {
            on_premises_mailbox,
            online_mailbox,
        }),
        languages: match config.languages.is_empty() {
            true => vec![Lang::En],
            false => config.languages,
        },
        change: config.change.map(change),
        require_approval: config.require_approval,
        overlay: None,
        own_steps: Default::default(),
    })
}

/// What is empty is not said yet.
fn change(written: ChangeSection) -> Change {
    let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    Change {
        id: written.id,
        reason: written.reason,
        requester: said(written.requester),
        approver: said(written.approver),
        window: said(written.window),
        reference: said(written.reference),
    }
}

/// The names as written, else the defaults of the method.
#[must_use]
pub fn names(written: &NamesSection, method: Method, tenant_id: Option<&TenantId>) -> Names {
    let or = |text: &Option<String>, default: String| text.clone().unwrap_or(default);
    let default = Names::defaults(method, tenant_id);
    Names {
        acs_auth_server: or(&written.acs_auth_server, default.acs_auth_server),
        evosts_auth_server: or(&written.evosts_auth_server, default.evosts_auth_server),
        connector_to_online: or(&written.connector_to_online, default.connector_to_online),
        connector_to_on_premises: or(
            &written.connector_to_on_premises,
            default.connector_to_on_premises,
        ),
        setting_override: or(&written.setting_override, default.setting_override),
        graph_setting_override: or(
            &written.graph_setting_override,
            default.graph_setting_override,
        ),
    }
}
