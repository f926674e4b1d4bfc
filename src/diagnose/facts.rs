//! Facts from collected objects, by their documented property names.
//!
//! A kind that was not collected says nothing: unknown is not empty.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::known::{ConfigFacts, Known};
use super::object::{field, is_base64_of, same, strings, text, truth};

/// Application ID of Office 365 Exchange Online
/// (learn.microsoft.com, Configure OAuth authentication between Exchange and Exchange Online).
const EXCHANGE_ONLINE: &str = "00000002-0000-0ff1-ce00-000000000000";
/// `IssuerIdentifier` of Azure ACS, same page.
const ACS: &str = "00000001-0000-0000-c000-000000000000";
/// `full_access_as_app` of Office 365 Exchange Online (same page as the override).
const FULL_ACCESS_AS_APP: &str = "dc890d15-9560-4a4c-9b7f-a736ec74ec40";
/// Section of the override that switches the dedicated application on
/// (learn.microsoft.com, exchange/hybrid-deployment/deploy-dedicated-hybrid-app).
const OVERRIDE_SECTION: &str = "ExchangeOnpremAsThirdPartyAppId";

type Objects = BTreeMap<String, Vec<Value>>;

/// Adds every fact that the objects tell.
pub fn add_all(known: &mut Known, config: &ConfigFacts, objects: &Objects) {
    if let Some(list) = objects.get("PartnerApplication") {
        partner_application(known, list);
    }
    if let Some(list) = objects.get("ServicePrincipal") {
        service_principal(known, config, list);
        certificate(known, config, objects, list);
    }
    if let Some(list) = objects.get("AuthServer") {
        auth_servers(known, config, list);
        application_identifier(known, objects, list);
    }
    if let Some(list) = objects.get("SettingOverride") {
        setting_override(known, list);
    }
    if let Some(list) = objects.get("AppRoleAssignment") {
        consent(known, list);
    }
    if let Some(list) = objects.get("OrganizationConfig") {
        allow_list(known, objects, list);
    }
    virtual_directories(known, objects);
}

fn partner_application(known: &mut Known, list: &[Value]) {
    let ours = |app: &&Value| {
        same(app, "ApplicationIdentifier", EXCHANGE_ONLINE) && text(app, "Realm").is_empty()
    };
    let Some(app) = list.iter().find(ours) else {
        return;
    };
    let of = "the collected PartnerApplication of Exchange Online";
    match truth(app, "Enabled") {
        Some(true) => known.add("partner-application-enabled", &format!("{of} is enabled")),
        Some(false) => known.add("partner-application-disabled", &format!("{of} is disabled")),
        None => {}
    }
    if app.get("LinkedAccount").is_some() {
        if text(app, "LinkedAccount").is_empty() {
            known.add(
                "linked-account-missing",
                &format!("{of} has no LinkedAccount"),
            );
        } else {
            known.add("linked-account-set", &format!("{of} has a LinkedAccount"));
        }
    }
}

fn service_principal(known: &mut Known, config: &ConfigFacts, list: &[Value]) {
    let Some(principal) = list.iter().find(|p| same(p, "appId", EXCHANGE_ONLINE)) else {
        return;
    };
    let of = "the collected service principal of Exchange Online";
    match truth(principal, "accountEnabled") {
        Some(true) => known.add("service-principal-enabled", &format!("{of} is enabled")),
        Some(false) => known.add("service-principal-disabled", &format!("{of} is disabled")),
        None => {}
    }
    let names = strings(principal, "servicePrincipalNames");
    let (Some(names), false) = (names, config.hosts.is_empty()) else {
        return;
    };
    let has = |host: &&String| {
        let wanted = format!("https://{host}");
        names
            .iter()
            .any(|name| name.trim_end_matches('/').eq_ignore_ascii_case(&wanted))
    };
    let missing: Vec<&str> = config
        .hosts
        .iter()
        .filter(|host| !has(host))
        .map(String::as_str)
        .collect();
    if missing.is_empty() {
        known.add(
            "service-principal-names-present",
            &format!("{of} holds the names of all hosts"),
        );
    } else {
        let missing = missing.join(", ");
        known.add(
            "service-principal-names-missing",
            &format!("{of} lacks https:// names for {missing}"),
        );
    }
}

/// The key that signs must be among those of the object that the method uses.
fn certificate(known: &mut Known, config: &ConfigFacts, objects: &Objects, principals: &[Value]) {
    let current = objects.get("AuthConfig").and_then(|list| list.first());
    let thumbprint = current
        .map(|auth| text(auth, "CurrentCertificateThumbprint"))
        .unwrap_or_default();
    let holders = match config.method.as_deref() {
        Some("dedicated-app") => objects.get("Application").map(|list| list.iter().collect()),
        Some("shared-principal") => Some(
            principals
                .iter()
                .filter(|p| same(p, "appId", EXCHANGE_ONLINE))
                .collect::<Vec<_>>(),
        ),
        _ => None,
    };
    let Some(holders) = holders.filter(|holders| !holders.is_empty() && !thumbprint.is_empty())
    else {
        return;
    };
    let keys = holders
        .iter()
        .filter_map(|holder| holder["keyCredentials"].as_array())
        .flatten();
    let ids: Vec<String> = keys.map(|key| text(key, "customKeyIdentifier")).collect();
    if ids
        .iter()
        .any(|id| id.eq_ignore_ascii_case(&thumbprint) || is_base64_of(id, &thumbprint))
    {
        known.add(
            "certificate-uploaded",
            "the collected keys hold the current auth certificate",
        );
    } else if ids.is_empty() || ids.iter().all(|id| !id.is_empty()) {
        known.add(
            "certificate-not-uploaded",
            "the collected keys do not hold the current auth certificate",
        );
    }
}

fn auth_servers(known: &mut Known, config: &ConfigFacts, list: &[Value]) {
    let enabled = |server: &&Value| truth(server, "Enabled") != Some(false);
    if list
        .iter()
        .filter(enabled)
        .any(|server| same(server, "IssuerIdentifier", ACS))
    {
        known.add(
            "auth-server-acs-present",
            "an enabled AuthServer of ACS was collected",
        );
    } else {
        known.add(
            "auth-server-acs-missing",
            "no enabled AuthServer of ACS was collected",
        );
    }
    let mut seen = BTreeSet::new();
    let key = |server: &Value| {
        (
            text(server, "Type").to_lowercase(),
            text(server, "Realm").to_lowercase(),
        )
    };
    let repeated = list
        .iter()
        .any(|server| !text(server, "Realm").is_empty() && !seen.insert(key(server)));
    if repeated {
        known.add(
            "auth-server-realm-repeated",
            "two collected AuthServer objects have one Type and Realm",
        );
    } else {
        known.add(
            "auth-server-realm-unique",
            "no two collected AuthServer objects have one Type and Realm",
        );
    }
    let Some(tenant) = config.tenant_id.as_deref() else {
        return;
    };
    if list.iter().any(|server| same(server, "Realm", tenant)) {
        known.add(
            "auth-server-realm-right",
            "a collected AuthServer has the tenant ID as its Realm",
        );
    } else {
        known.add(
            "auth-server-realm-wrong",
            "no collected AuthServer has the tenant ID as its Realm",
        );
    }
}

/// The evoSTS object must name the application that was collected with it.
fn application_identifier(known: &mut Known, objects: &Objects, servers: &[Value]) {
    let Some(ids) = application_ids(objects) else {
        return;
    };
    let named: Vec<String> = servers
        .iter()
        .map(|server| text(server, "ApplicationIdentifier"))
        .collect();
    if named
        .iter()
        .any(|name| ids.iter().any(|id| id.eq_ignore_ascii_case(name)))
    {
        known.add(
            "application-identifier-right",
            "a collected AuthServer names the collected application",
        );
    } else {
        known.add(
            "application-identifier-wrong",
            "no collected AuthServer names the collected application",
        );
    }
}

fn consent(known: &mut Known, list: &[Value]) {
    if list
        .iter()
        .any(|given| same(given, "appRoleId", FULL_ACCESS_AS_APP))
    {
        known.add(
            "application-consented",
            "full_access_as_app is among the collected role assignments",
        );
    } else {
        known.add(
            "application-not-consented",
            "full_access_as_app is not among the collected role assignments",
        );
    }
}

fn allow_list(known: &mut Known, objects: &Objects, list: &[Value]) {
    let organization = list
        .iter()
        .find(|item| field(item, "EwsAllowedAppIDs").is_some());
    let (Some(organization), Some(ids)) = (organization, application_ids(objects)) else {
        return;
    };
    let allowed = text(organization, "EwsAllowedAppIDs").to_lowercase();
    let complete = ids.iter().all(|id| allowed.contains(&id.to_lowercase()));
    if truth(organization, "EwsEnabled") == Some(false) || !complete {
        known.add(
            "ews-allow-list-incomplete",
            "the collected EwsAllowedAppIDs lacks the application, or EwsEnabled is false",
        );
    } else {
        known.add(
            "ews-allow-list-complete",
            "the collected EwsAllowedAppIDs holds the application",
        );
    }
}

fn virtual_directories(known: &mut Known, objects: &Objects) {
    let kinds = [
        "WebServicesVirtualDirectory",
        "AutodiscoverVirtualDirectory",
    ];
    let lists: Vec<&Vec<Value>> = kinds.iter().filter_map(|kind| objects.get(*kind)).collect();
    let states: Vec<Option<bool>> = lists
        .iter()
        .flat_map(|list| list.iter())
        .map(|item| truth(item, "OAuthAuthentication"))
        .collect();
    if states.contains(&Some(false)) {
        known.add(
            "virtual-directories-no-oauth",
            "a collected virtual directory has OAuthAuthentication off",
        );
    } else if lists.len() == kinds.len() && !states.is_empty() && states.iter().all(Option::is_some)
    {
        known.add(
            "virtual-directories-oauth",
            "all collected virtual directories have OAuthAuthentication on",
        );
    }
}

/// Application IDs of the collected hybrid application; `None` when none was collected.
fn application_ids(objects: &Objects) -> Option<Vec<String>> {
    let ids: Vec<String> = objects
        .get("Application")?
        .iter()
        .map(|app| text(app, "appId"))
        .collect();
    let ids: Vec<String> = ids.into_iter().filter(|id| !id.is_empty()).collect();
    (!ids.is_empty()).then_some(ids)
}

fn setting_override(known: &mut Known, list: &[Value]) {
    let is_on = |item: &&Value| {
        let parameters = strings(item, "Parameters").unwrap_or_default();
        let section = ["SectionName", "Section"]
            .iter()
            .any(|name| same(item, name, OVERRIDE_SECTION));
        section
            && parameters
                .iter()
                .any(|p| p.trim().eq_ignore_ascii_case("Enabled=true"))
    };
    if list.iter().any(|item| is_on(&item)) {
        known.add(
            "setting-override-present",
            "the collected override switches the application on",
        );
    } else {
        known.add(
            "setting-override-missing",
            "no collected override switches the application on",
        );
    }
}
