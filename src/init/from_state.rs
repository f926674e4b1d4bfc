//! The config that collected state implies. What a person must decide is left out and said.

use serde_json::{Map, Value, json};

use crate::domain::{DomainName, ExchangeBuild, Method};
use crate::plan::State;
use crate::plan::facts::{contains, host, text, truth};
use crate::plan::preflight_servers::number;
use crate::step::Context;
use crate::visible;

use super::SCHEMA_FILE;
use super::from_state_cloud::{cloud, endpoints_seen};
use super::from_state_routing::{routing_domain, suffixes};

const SHELL: Context = Context::ExchangeShell;
const ONLINE: Context = Context::ExchangeOnline;

/// A value that the state does not tell, or that was chosen and wants a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Its place in the config, `on_premises.hosts.autodiscover`.
    pub path: &'static str,
    /// Why, and what to do.
    pub why: String,
}

/// What state implies.
#[derive(Debug, Clone)]
pub struct Implied {
    /// The text of a config, with a line break at its end; incomplete where a required value is not known.
    pub text: String,
    /// What is not in it, or wants a look.
    pub unknowns: Vec<Unknown>,
}

pub(super) struct Notes(Vec<Unknown>);

impl Notes {
    pub(super) fn say(&mut self, path: &'static str, why: impl Into<String>) {
        let why = why.into();
        self.0.push(Unknown { path, why });
    }
}

impl Implied {
    /// The name that the file gets when none is asked for.
    #[must_use]
    pub fn name(&self) -> String {
        let config: Value = serde_json::from_str(&self.text).unwrap_or_default();
        config["name"].as_str().unwrap_or("config").to_owned()
    }
}

/// The config that the state implies.
///
/// # Errors
///
/// When the files are of two tenants; the text says which.
pub fn from_state(state: &State) -> Result<Implied, String> {
    let mut notes = Notes(Vec::new());
    let mut tenant = Map::new();
    let initial = initial_domain(state, &mut notes);
    if let Some(initial) = &initial {
        tenant.insert("initial_domain".into(), json!(initial));
    }
    if let Some(id) = tenant_id(state, &mut notes)? {
        tenant.insert("id".into(), json!(id.to_lowercase()));
    }
    let cloud = initial
        .as_ref()
        .and_then(|initial| cloud(initial, &endpoints_seen(state)));
    if cloud.is_none() {
        notes.say("cloud", "neither the initial domain nor an endpoint says which cloud it is; without it, global is meant.");
    }
    let domains = smtp_domains(state, &mut notes);
    let (hosts, more) = hosts(state, &domains, &mut notes);
    let servers = servers(state, &mut notes);
    let mut config = Map::new();
    config.insert("$schema".into(), json!(SCHEMA_FILE));
    if let Some(first) = domains.first() {
        config.insert("name".into(), json!(first));
    }
    if let Some(cloud) = cloud {
        config.insert("cloud".into(), json!(cloud));
    }
    config.insert("method".into(), json!(Method::default()));
    config.insert("tenant".into(), Value::Object(tenant));
    if let Some(domain) = routing_domain(state, initial.as_ref(), cloud, &mut notes) {
        config.insert("routing_domain".into(), json!(domain));
    }
    let mut on_premises = Map::new();
    if !domains.is_empty() {
        on_premises.insert("smtp_domains".into(), json!(domains));
    }
    on_premises.insert("hosts".into(), Value::Object(hosts));
    if !more.is_empty() {
        on_premises.insert("additional_hosts".into(), json!(more));
    }
    if !servers.is_empty() {
        on_premises.insert("servers".into(), json!(servers));
    }
    config.insert("on_premises".into(), Value::Object(on_premises));
    notes.say(
        "method",
        "the default, the dedicated application, which works today; a person decides.",
    );
    notes.say(
        "verification",
        "left out: a person chooses the two mailboxes of the tests.",
    );
    Ok(Implied {
        text: visible::json(&config),
        unknowns: notes.0,
    })
}

fn initial_domain(state: &State, notes: &mut Notes) -> Option<DomainName> {
    let accepted = state.objects(ONLINE, "AcceptedDomain");
    let found = accepted
        .as_deref()
        .unwrap_or_default()
        .iter()
        .find(|one| truth(one, "InitialDomain") == Some(true))
        .and_then(|one| text(one, "DomainName").parse().ok());
    if found.is_none() {
        if let Some((routing, initial)) = behind_routing_domain(state) {
            let why = format!(
                "made from the routing domain {routing}, since Exchange Online was not asked; compare."
            );
            notes.say("tenant.initial_domain", why);
            return Some(initial);
        }
        let why = accepted.err().unwrap_or_else(|| {
            "no accepted domain of Exchange Online is marked as initial.".to_owned()
        });
        notes.say("tenant.initial_domain", why);
    }
    found
}

/// The one routing domain that is accepted on-premises, and the initial domain it belongs to.
fn behind_routing_domain(state: &State) -> Option<(String, DomainName)> {
    // What Exchange Online says counts, also where it marks nothing.
    if state.objects(ONLINE, "AcceptedDomain").is_ok() {
        return None;
    }
    let accepted = state.objects(SHELL, "AcceptedDomain").ok()?;
    let pair = |one: &Value| {
        let name = text(one, "DomainName").to_lowercase();
        let made = suffixes().find_map(|suffix| {
            let tenant = name.strip_suffix(suffix.routing)?;
            format!("{tenant}{}", suffix.initial).parse().ok()
        })?;
        Some((name, made))
    };
    let mut found: Vec<_> = accepted.iter().filter_map(pair).collect();
    match found.len() {
        1 => found.pop(),
        _ => None,
    }
}

fn tenant_id(state: &State, notes: &mut Notes) -> Result<Option<String>, String> {
    let online = state.tenant_id(ONLINE);
    let graph = state.tenant_id(Context::MgGraph);
    if let (Some(online), Some(graph)) = (online, graph)
        && !online.eq_ignore_ascii_case(graph)
    {
        return Err(format!(
            "exo.json is of the tenant {online}, mggraph.json of {graph}\n  help: name the state of one organisation"
        ));
    }
    let id = online.or(graph).map(str::to_owned);
    if id.is_none() {
        notes.say(
            "tenant.id",
            "neither exo.json nor mggraph.json is there to tell it.",
        );
    }
    Ok(id)
}

/// The domains that both sides accept, the default one first.
fn smtp_domains(state: &State, notes: &mut Notes) -> Vec<DomainName> {
    const PATH: &str = "on_premises.smtp_domains";
    let accepted = match state.objects(SHELL, "AcceptedDomain") {
        Ok(accepted) => accepted,
        Err(why) => {
            notes.say(PATH, why);
            return Vec::new();
        }
    };
    let online: Option<Vec<String>> = state
        .objects(ONLINE, "AcceptedDomain")
        .ok()
        .map(|all| all.iter().map(|one| text(one, "DomainName")).collect());
    let mut ordered: Vec<&Value> = accepted.iter().collect();
    ordered.sort_by_key(|one| truth(one, "Default") != Some(true));
    let mut domains = Vec::new();
    for one in ordered {
        let name = text(one, "DomainName");
        if is_of_microsoft(&name) {
            continue;
        }
        let Ok(domain) = name.parse::<DomainName>() else {
            notes.say(
                PATH,
                format!("{name} is left out: it is no domain name that scripts can use."),
            );
            continue;
        };
        let relayed = text(one, "DomainType").eq_ignore_ascii_case("ExternalRelay");
        if relayed {
            notes.say(
                PATH,
                format!("{name} is left out: an external relay domain has no mailboxes here."),
            );
        } else if online
            .as_ref()
            .is_some_and(|online| !contains(online, &name))
        {
            notes.say(
                PATH,
                format!("{name} is left out: the tenant does not accept it."),
            );
        } else {
            domains.push(domain);
        }
    }
    if domains.is_empty() {
        notes.say(
            PATH,
            match online {
                Some(_) => "no domain of people is accepted on both sides.",
                None => "no domain of people is accepted on-premises.",
            },
        );
    } else if online.is_none() {
        notes.say(
            PATH,
            "whether the tenant accepts these domains too was not collected.",
        );
    }
    domains
}

/// Initial and routing domains, which are no domains of people.
fn is_of_microsoft(domain: &str) -> bool {
    let name = domain.to_lowercase();
    suffixes().any(|suffix| name.ends_with(suffix.initial) || name.ends_with(suffix.routing))
}

/// The hosts of the config, and those that have no name there.
fn hosts(
    state: &State,
    domains: &[DomainName],
    notes: &mut Notes,
) -> (Map<String, Value>, Vec<String>) {
    let mut hosts = Map::new();
    let mut mail = external_hosts(state, "WebServicesVirtualDirectory");
    let mut autodiscover = external_hosts(state, "AutodiscoverVirtualDirectory");
    for found in endpoint_hosts(state, domains) {
        if !autodiscover.contains(&found) {
            autodiscover.push(found);
        }
    }
    let mut more = Vec::new();
    if mail.is_empty() {
        notes.say(
            "on_premises.hosts.mail",
            "no EWS virtual directory with an ExternalUrl was collected.",
        );
    } else {
        let first = mail.remove(0);
        if !mail.is_empty() {
            let others = mail.join(", ");
            notes.say("on_premises.hosts.mail", format!("{first} of several ExternalUrl hosts; {others} stand in additional_hosts. Compare."));
        }
        hosts.insert("mail".into(), json!(first));
        more.append(&mut mail);
    }
    match &autodiscover[..] {
        [one] => {
            hosts.insert("autodiscover".into(), json!(one));
        }
        [] => {
            let mut why = "no virtual directory that was collected names the host under which Autodiscover is reached from outside".to_owned();
            let kinds = ["IntraOrganizationConnector", "OrganizationRelationship"];
            why += match kinds.iter().all(|kind| state.objects(ONLINE, kind).is_ok()) {
                true => ", and no connector or relationship of Exchange Online leads to one.",
                false => "; what Exchange Online knows was not collected.",
            };
            notes.say("on_premises.hosts.autodiscover", why);
        }
        several => notes.say(
            "on_premises.hosts.autodiscover",
            format!("it is one of {}; a person knows which.", several.join(", ")),
        ),
    }
    more.retain(|name| !autodiscover.contains(name));
    (hosts, more)
}

fn external_hosts(state: &State, kind: &str) -> Vec<String> {
    let mut hosts = Vec::new();
    for directory in state.objects(SHELL, kind).unwrap_or_default() {
        let name = host(&text(directory, "ExternalUrl"));
        if !name.is_empty() && !hosts.contains(&name) {
            hosts.push(name);
        }
    }
    hosts
}

/// The on-premises hosts, an SMTP domain itself among them, to which objects of Exchange Online lead; hosts of Microsoft are mistakes or the hybrid agent.
fn endpoint_hosts(state: &State, domains: &[DomainName]) -> Vec<String> {
    let below = |name: &str| {
        domains
            .iter()
            .any(|domain| name == domain.as_str() || name.ends_with(&format!(".{domain}")))
    };
    let kinds = [
        ("IntraOrganizationConnector", "DiscoveryEndpoint"),
        ("OrganizationRelationship", "TargetAutodiscoverEpr"),
    ];
    let mut hosts = Vec::new();
    for (kind, property) in kinds {
        for one in state.objects(ONLINE, kind).unwrap_or_default() {
            let name = host(&text(one, property));
            if below(&name) && !hosts.contains(&name) {
                hosts.push(name);
            }
        }
    }
    hosts
}

fn servers(state: &State, notes: &mut Notes) -> Vec<Value> {
    const PATH: &str = "on_premises.servers";
    let all = match state.objects(SHELL, "ExchangeServer") {
        Ok(all) => all,
        Err(why) => {
            notes.say(PATH, why);
            return Vec::new();
        }
    };
    let mut servers = Vec::new();
    for server in all {
        let name = text(server, "Name");
        if text(server, "ServerRole").to_lowercase().contains("edge") {
            continue;
        }
        match number(&text(server, "ProductVersion")) {
            Some(build) => servers.push(json!({ "name": name, "build": build })),
            None => notes.say(
                PATH,
                without_build(&name, number(&text(server, "AdminDisplayVersion"))),
            ),
        }
    }
    servers
}

fn without_build(name: &str, shown: Option<ExchangeBuild>) -> String {
    let shown = shown.map_or_else(String::new, |shown| format!(" ({shown} or a fix of it)"));
    format!(
        "{name} is left out: its build{shown} can only be read on it: (Get-Command ExSetup.exe).FileVersionInfo.ProductVersion."
    )
}
