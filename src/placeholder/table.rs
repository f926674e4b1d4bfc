//! Every placeholder; `docs/data-steps.md` shows the same table.

use super::{Placeholder, Value};
use crate::condition::Fact;
use crate::domain::AvailabilityAddressSpace;
use crate::domain::microsoft::{
    ACCOUNT_NAMESPACE, EXCHANGE_ONLINE_APP_ID, EXCHANGE_ONLINE_DOMAINS,
};
use crate::tenant::{ACS_FORMS, EVOSTS_FORMS, Tenant};

const fn text(
    name: &'static str,
    meaning: &'static str,
    value: fn(&Tenant) -> String,
) -> Placeholder {
    Placeholder {
        name,
        meaning,
        needs: None,
        value: Value::Text(value),
    }
}

const fn list(
    name: &'static str,
    meaning: &'static str,
    value: fn(&Tenant) -> Vec<String>,
) -> Placeholder {
    Placeholder {
        name,
        meaning,
        needs: None,
        value: Value::List(value),
    }
}

const fn needing(needs: Fact, placeholder: Placeholder) -> Placeholder {
    Placeholder {
        needs: Some(needs),
        ..placeholder
    }
}

/// Every placeholder; `docs/data-steps.md` shows the same table.
pub static PLACEHOLDERS: &[Placeholder] = &[
    text(
        "tenant",
        "The tenant's id where the config has it, else its initial domain",
        |t| t.tenant_segment().to_owned(),
    ),
    needing(
        Fact::TenantId,
        text("tenant.id", "The tenant's id", |t| of(t.tenant_id.as_ref())),
    ),
    text(
        "tenant.initial_domain",
        "The tenant's initial domain",
        |t| t.initial_domain.to_string(),
    ),
    text("routing_domain", "The hybrid routing domain", |t| {
        t.routing_domain.to_string()
    }),
    list(
        "smtp_domains",
        "The SMTP domains of on-premises mailboxes",
        |t| all(&t.smtp_domains),
    ),
    text(
        "hosts.mail",
        "The host of EWS and Outlook on the web",
        |t| t.mail_host.to_string(),
    ),
    text("hosts.autodiscover", "The host of Autodiscover", |t| {
        t.autodiscover_host.to_string()
    }),
    list(
        "hosts.ews",
        "The hosts on which EWS answers from outside, without those of the hybrid agent",
        |t| all(t.ews_hosts()),
    ),
    list(
        "hosts.all",
        "Every host that is reachable from outside, without those of the hybrid agent",
        |t| all(t.hosts()),
    ),
    list(
        "hosts.inside",
        "The hosts that clients are told inside the network only",
        |t| all(t.inside_hosts()),
    ),
    list("hosts.additional", "The additional hosts", |t| {
        all(&t.additional_hosts)
    }),
    text(
        "names.acs_auth_server",
        "The name for ACS's AuthServer",
        |t| t.names.acs_auth_server.clone(),
    ),
    text(
        "names.evosts_auth_server",
        "The name for evoSTS's AuthServer",
        |t| t.names.evosts_auth_server.clone(),
    ),
    text(
        "names.connector_to_online",
        "The name for the on-premises connector",
        |t| t.names.connector_to_online.clone(),
    ),
    text(
        "names.connector_to_on_premises",
        "The name for Exchange Online's connector",
        |t| t.names.connector_to_on_premises.clone(),
    ),
    needing(
        Fact::AddressSpace,
        text(
            "address_space.forest_name",
            "The domain of the availability address space",
            |t| {
                t.availability_address_space
                    .as_ref()
                    .map(forest)
                    .unwrap_or_default()
            },
        ),
    ),
    needing(
        Fact::AddressSpace,
        text(
            "address_space.proxy_url",
            "The EWS URL of the availability address space",
            |t| {
                let space = t.availability_address_space.as_ref();
                space
                    .map(|space| space.proxy_url.clone())
                    .unwrap_or_default()
            },
        ),
    ),
    text(
        "acs_metadata_url",
        "The metadata URL of ACS for the tenant",
        |t| metadata(t, ACS_FORMS),
    ),
    text(
        "evosts_metadata_url",
        "The metadata URL of evoSTS for the tenant",
        |t| metadata(t, EVOSTS_FORMS),
    ),
    text(
        "cloud.login_host",
        "The host at which the cloud signs in",
        |t| t.cloud.endpoints().login_host.to_owned(),
    ),
    text("cloud.acs_host", "The host of the metadata of ACS", |t| {
        host(&t.cloud.endpoints().acs_metadata_url(t.tenant_segment()))
    }),
    text(
        "cloud.evosts_host",
        "The host of the metadata of evoSTS",
        |t| host(&t.cloud.endpoints().evosts_metadata_url(t.tenant_segment())),
    ),
    text(
        "cloud.exchange_online_host",
        "The host of EWS in Exchange Online",
        |t| t.cloud.endpoints().exchange_online_host.to_owned(),
    ),
    text(
        "cloud.autodiscover_host",
        "The host of Autodiscover in Exchange Online",
        |t| t.cloud.endpoints().autodiscover_service_host.to_owned(),
    ),
    text("cloud.graph_host", "The host of Microsoft Graph", |t| {
        t.cloud.endpoints().graph_host.to_owned()
    }),
    text("ews_url", "The EWS URL of Exchange Online", |t| {
        t.cloud.endpoints().ews_url()
    }),
    text(
        "discovery_endpoint",
        "The Autodiscover URL of Exchange Online for the connector",
        |t| t.cloud.endpoints().discovery_endpoint(),
    ),
    text(
        "documented_discovery_endpoint",
        "The same as the page of the procedure has it",
        |t| t.cloud.endpoints().documented_discovery_endpoint(),
    ),
    text(
        "federation_application",
        "The application that Exchange Online is for federated organisations",
        |t| {
            let federation = t.cloud.endpoints().federation;
            federation
                .map(|one| one.application_uri.to_owned())
                .unwrap_or_default()
        },
    ),
    text(
        "account_namespace",
        "The account namespace of the first SMTP domain",
        |t| format!("{ACCOUNT_NAMESPACE}.{}", t.smtp_domains[0]),
    ),
    text("graph_base_url", "The base URL of Microsoft Graph", |t| {
        t.cloud.endpoints().graph_base_url()
    }),
    list(
        "exchange_online_domains",
        "The domains of Exchange Online's own hosts",
        |_| {
            EXCHANGE_ONLINE_DOMAINS
                .iter()
                .map(ToString::to_string)
                .collect()
        },
    ),
    text(
        "exchange_online_app_id",
        "The application id of Exchange Online, in every tenant",
        |_| EXCHANGE_ONLINE_APP_ID.to_owned(),
    ),
];

fn of(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn all<'a, T: ToString + 'a>(values: impl IntoIterator<Item = &'a T>) -> Vec<String> {
    values.into_iter().map(ToString::to_string).collect()
}

fn forest(space: &AvailabilityAddressSpace) -> String {
    space.forest_name.to_string()
}

fn host(url: &str) -> String {
    url.split('/').nth(2).unwrap_or_default().to_owned()
}

fn metadata(tenant: &Tenant, forms: &str) -> String {
    tenant.metadata_forms(forms)[0].replace("{0}", tenant.tenant_segment())
}
