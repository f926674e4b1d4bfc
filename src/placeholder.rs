//! What stands for the organisation's values in a step that is data: `{routing_domain}`.

use crate::condition::Fact;
use crate::domain::AvailabilityAddressSpace;
use crate::domain::microsoft::{
    ACCOUNT_NAMESPACE, EXCHANGE_ONLINE_APP_ID, EXCHANGE_ONLINE_DOMAINS,
};
use crate::tenant::{ACS_FORMS, EVOSTS_FORMS, Tenant};

/// A name that may stand between braces.
#[derive(Debug)]
pub struct Placeholder {
    /// `routing_domain`
    pub name: &'static str,
    /// What it stands for.
    pub meaning: &'static str,
    /// What the config must have for it to stand for anything; a `when` around it has to ask for that.
    pub needs: Option<Fact>,
    value: Value,
}

#[derive(Debug)]
enum Value {
    Text(fn(&Tenant) -> String),
    List(fn(&Tenant) -> Vec<String>),
}

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

/// In front of the id of a step: the script of that step, as it is typed on Windows.
pub const SCRIPT: &str = "script.";

/// The placeholder of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Placeholder> {
    PLACEHOLDERS.iter().find(|one| one.name == name)
}

impl Placeholder {
    /// Whether it stands for a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self.value, Value::List(_))
    }

    fn list(&self, tenant: &Tenant) -> Vec<String> {
        match self.value {
            Value::Text(value) => vec![value(tenant)],
            Value::List(value) => value(tenant),
        }
    }
}

/// The names between braces in a text, each with the bytes of the whole. What only looks like it, `{{ x }}` and
/// `{% x %}` among it, is data; so is a name in two braces.
pub fn names(text: &str) -> impl Iterator<Item = (&str, std::ops::Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text.get(at..)?.find('{')?;
            at = start + 1;
            let is_name = |one: char| one.is_ascii_alphanumeric() || "._-".contains(one);
            let rest = &text[at..];
            let end = at + rest.find(|one| !is_name(one)).unwrap_or(rest.len());
            let name = &text[at..end];
            let doubled = text[..start].ends_with('{') || text[end..].starts_with("}}");
            if name.starts_with(|first: char| first.is_ascii_alphabetic())
                && text[end..].starts_with('}')
                && !doubled
            {
                at = end + 1;
                return Some((name, start..at));
            }
        }
    })
}

/// What the values are taken from.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    /// The organisation.
    pub tenant: &'a Tenant,
    /// The path of the script of a step in its bundle, by the id of the step.
    pub script: fn(&Tenant, &str) -> String,
}

/// A text with the values of an organisation; lists have `between` between their items. Names of no placeholder stay.
#[must_use]
pub fn fill(text: &str, values: &Values<'_>, between: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (name, place) in names(text) {
        let value = match (find(name), name.strip_prefix(SCRIPT)) {
            (Some(placeholder), _) => placeholder.list(values.tenant).join(between),
            (None, Some(id)) => (values.script)(values.tenant, id),
            (None, None) => continue,
        };
        out.push_str(&text[at..place.start]);
        out.push_str(&value);
        at = place.end;
    }
    out.push_str(&text[at..]);
    out
}

/// The placeholder that a text is as a whole, where that stands for a list.
#[must_use]
pub fn whole_list(text: &str) -> Option<&'static Placeholder> {
    let name = text.strip_prefix('{')?.strip_suffix('}')?;
    find(name).filter(|placeholder| placeholder.is_list())
}

/// The items of a list in which a placeholder may stand for several.
#[must_use]
pub fn fill_list(items: &[String], values: &Values<'_>) -> Vec<String> {
    let one = |item: &String| match whole_list(item) {
        Some(placeholder) => placeholder.list(values.tenant),
        None => vec![fill(item, values, ", ")],
    };
    items.iter().flat_map(one).collect()
}

/// Texts with the values of an organisation, each once; one with a list in it stands for one text an item.
#[must_use]
pub fn each(texts: &[String], values: &Values<'_>) -> Vec<String> {
    let mut all = Vec::new();
    for text in texts {
        let list = names(text).find_map(|(name, place)| {
            let found = find(name).filter(|placeholder| placeholder.is_list())?;
            Some((found.list(values.tenant), place))
        });
        let forms = match list {
            Some((items, at)) => {
                let (before, after) = (&text[..at.start], &text[at.end..]);
                let form = |item: &String| format!("{before}{item}{after}");
                items.iter().map(form).collect()
            }
            None => vec![text.clone()],
        };
        for form in forms {
            let form = fill(&form, values, ", ");
            if !all.contains(&form) {
                all.push(form);
            }
        }
    }
    all
}
