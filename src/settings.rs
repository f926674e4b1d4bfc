//! What a config says, value by value with defaults applied, under the names the config file has:
//! the manifest carries it, change requests compare it.

use serde_json::{Value, json};

use crate::domain::{Change, Names};
use crate::tenant::Tenant;

/// Where a setting acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acts {
    /// In objects that the scripts want; a change of it shows there.
    Objects,
    /// In this step, in no property of an object.
    Step(&'static str),
    /// In documents and names of folders.
    Documents,
    /// In every script, in no property of an object.
    Scripts,
}

/// One value of a config.
#[derive(Debug)]
pub struct Setting {
    /// Its place in the config, `on_premises.hosts.mail`.
    pub path: &'static str,
    /// Where it acts.
    pub acts: Acts,
    /// The value that holds for a tenant; null where it is not set.
    pub value: fn(&Tenant) -> Value,
}

const fn setting(path: &'static str, acts: Acts, value: fn(&Tenant) -> Value) -> Setting {
    Setting { path, acts, value }
}

/// Every setting, in the order of the schema.
pub static ALL: &[Setting] = &[
    setting("name", Acts::Documents, |t| json!(t.name)),
    setting("organization", Acts::Documents, |t| json!(t.organization)),
    setting("cloud", Acts::Objects, |t| json!(t.cloud)),
    setting("procedure", Acts::Objects, |t| json!(t.procedure)),
    setting("method", Acts::Objects, |t| json!(t.method)),
    setting("hybrid_api", Acts::Objects, |t| json!(t.hybrid_api)),
    setting("ews_allowed_app_ids", Acts::Objects, |t| {
        json!(t.ews_allowed_app_ids)
    }),
    setting("tenant.initial_domain", Acts::Objects, |t| {
        json!(t.initial_domain)
    }),
    setting("tenant.id", Acts::Objects, |t| json!(t.tenant_id)),
    setting("routing_domain", Acts::Objects, |t| json!(t.routing_domain)),
    setting("on_premises.smtp_domains", Acts::Objects, |t| {
        json!(t.smtp_domains)
    }),
    setting("on_premises.hosts.mail", Acts::Objects, |t| {
        json!(t.mail_host)
    }),
    setting("on_premises.hosts.autodiscover", Acts::Objects, |t| {
        json!(t.autodiscover_host)
    }),
    setting("on_premises.additional_hosts", Acts::Objects, |t| {
        json!(t.additional_hosts)
    }),
    setting("on_premises.client_hosts", Acts::Objects, |t| {
        json!(t.client_hosts)
    }),
    setting("on_premises.servers", Acts::Step("preflight"), |t| {
        json!(t.servers)
    }),
    setting("names.acs_auth_server", Acts::Step("auth-servers"), |t| {
        json!(own_name(t, |names| &names.acs_auth_server))
    }),
    setting(
        "names.evosts_auth_server",
        Acts::Step("auth-servers"),
        |t| json!(own_name(t, |names| &names.evosts_auth_server)),
    ),
    setting(
        "names.connector_to_online",
        Acts::Step("connector-to-online"),
        |t| json!(t.names.connector_to_online),
    ),
    setting(
        "names.connector_to_on_premises",
        Acts::Step("connector-to-on-premises"),
        |t| json!(t.names.connector_to_on_premises),
    ),
    setting(
        "names.setting_override",
        Acts::Step("setting-override"),
        |t| json!(t.names.setting_override),
    ),
    setting(
        "names.graph_setting_override",
        Acts::Step("setting-override"),
        |t| json!(t.names.graph_setting_override),
    ),
    setting(
        "availability_address_space.forest_name",
        Acts::Objects,
        |t| {
            let space = t.availability_address_space.as_ref();
            json!(space.map(|space| &space.forest_name))
        },
    ),
    setting("availability_address_space.proxy_url", Acts::Objects, |t| {
        let space = t.availability_address_space.as_ref();
        json!(space.map(|space| &space.proxy_url))
    }),
    setting("certificate_file", Acts::Step("export-certificate"), |t| {
        json!(t.certificate_file)
    }),
    setting(
        "verification.on_premises_mailbox",
        Acts::Step("test-to-online"),
        |t| json!(t.verification.as_ref().map(|v| &v.on_premises_mailbox)),
    ),
    setting(
        "verification.online_mailbox",
        Acts::Step("test-to-on-premises"),
        |t| json!(t.verification.as_ref().map(|v| &v.online_mailbox)),
    ),
    setting("languages", Acts::Documents, |t| json!(t.languages)),
    setting("change.id", Acts::Documents, |t| said(t, |c| &c.id)),
    setting("change.reason", Acts::Documents, |t| said(t, |c| &c.reason)),
    setting("change.requester", Acts::Documents, |t| {
        said(t, |c| &c.requester)
    }),
    setting("change.approver", Acts::Documents, |t| {
        said(t, |c| &c.approver)
    }),
    setting("change.window", Acts::Documents, |t| said(t, |c| &c.window)),
    setting("change.reference", Acts::Documents, |t| {
        said(t, |c| &c.reference)
    }),
    setting("require_approval", Acts::Scripts, |t| {
        json!(t.require_approval)
    }),
    // Its steps show in the table of steps and in objects.
    setting("overlay", Acts::Objects, |t| {
        t.overlay.as_ref().map_or(Value::Null, |own| own.identity())
    }),
];

/// The setting of that name.
#[must_use]
pub fn find(path: &str) -> Option<&'static Setting> {
    ALL.iter().find(|setting| setting.path == path)
}

/// What the change record says.
fn said(tenant: &Tenant, what: fn(&Change) -> &Option<String>) -> Value {
    json!(tenant.change.as_ref().map(what))
}

/// A name that the config gives; none where it is the default, which follows from method and tenant.
fn own_name(tenant: &Tenant, name: fn(&Names) -> &String) -> Option<&String> {
    let defaults = Names::defaults(tenant.method, tenant.tenant_id.as_ref());
    let own = name(&tenant.names);
    (own != name(&defaults)).then_some(own)
}
