//! Starter configs: from the few facts that have to be given to a config that passes `check`.

#[cfg(feature = "cli")]
pub mod ask;
pub mod from_state;
#[cfg(feature = "cli")]
pub mod terminal;

mod from_state_cloud;
mod from_state_routing;

use serde_json::{Map, Value, json};

use crate::domain::{Cloud, Method};
use crate::finding::Finding;
use crate::load::load;
use crate::tenant::Tenant;

/// What a starter config is made of.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// SMTP domain of the on-premises mailboxes.
    pub domain: String,
    /// Initial domain of the tenant.
    pub tenant: String,
    /// The cloud.
    pub cloud: Cloud,
    /// The procedure.
    pub method: Method,
    /// What few leave out.
    pub facts: InitFacts,
}

/// What was given beforehand; only the rest is asked for.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// `--domain`
    pub domain: Option<String>,
    /// `--tenant`
    pub tenant: Option<String>,
    /// `--cloud`
    pub cloud: Option<Cloud>,
    /// `--method`
    pub method: Option<Method>,
    /// What few leave out.
    pub facts: InitFacts,
}

/// The file beside a config to which its `$schema` leads.
pub const SCHEMA_FILE: &str = "hybrid-oauth.schema.json";

/// The host that most organisations use.
#[must_use]
pub fn usual_host(name: &str, domain: &str) -> String {
    let domain = domain.trim().trim_end_matches('.').to_lowercase();
    format!("{name}.{domain}")
}

/// What `init` writes where it is given; hosts are guessed otherwise, the rest left out.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    feature = "cli",
    derive(clap::Args),
    group(id = "facts", multiple = true)
)]
pub struct InitFacts {
    /// Directory (tenant) id
    #[cfg_attr(feature = "cli", arg(long, value_name = "GUID"))]
    pub tenant_id: Option<String>,
    /// Host of Outlook on the web and EWS as it is reached from outside
    #[cfg_attr(feature = "cli", arg(long, value_name = "HOST"))]
    pub mail_host: Option<String>,
    /// Host of Autodiscover as it is reached from outside
    #[cfg_attr(feature = "cli", arg(long, value_name = "HOST"))]
    pub autodiscover_host: Option<String>,
    /// Mailbox on-premises for the tests; without both mailboxes there are none
    #[cfg_attr(
        feature = "cli",
        arg(long, value_name = "ADDRESS", requires = "online_mailbox")
    )]
    pub on_premises_mailbox: Option<String>,
    /// Mailbox in Exchange Online for the tests
    #[cfg_attr(
        feature = "cli",
        arg(long, value_name = "ADDRESS", requires = "on_premises_mailbox")
    )]
    pub online_mailbox: Option<String>,
    /// Exchange server and its build, EX01=15.2.1748.37; as often as there are servers
    #[cfg_attr(feature = "cli", arg(long, value_name = "NAME=BUILD", value_parser = server))]
    pub server: Vec<(String, String)>,
    /// Name of the organisation, in any script
    #[cfg_attr(feature = "cli", arg(long, value_name = "NAME"))]
    pub organization: Option<String>,
    /// Number of the change
    #[cfg_attr(feature = "cli", arg(long, value_name = "ID"))]
    pub change: Option<String>,
}

/// A server and its build.
#[cfg(feature = "cli")]
pub(crate) fn server(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, build)) => Ok((name.trim().to_owned(), build.trim().to_owned())),
        None => Err("write the name, `=` and the build, EX01=15.2.1748.37".to_owned()),
    }
}

/// A config with what there is to say about it.
#[derive(Debug, Clone)]
pub struct Starter {
    /// The file's text, with a line break at its end.
    pub text: String,
    /// What it means; none when any finding is an error.
    pub tenant: Option<Tenant>,
    /// What `check` says.
    pub findings: Vec<Finding>,
}

/// The config of these answers. Hosts are the usual ones of the domain: an assumption.
#[must_use]
pub fn starter(answers: &Answers) -> Starter {
    let domain = answers.domain.trim().trim_end_matches('.').to_lowercase();
    let mut tenant = Map::new();
    let initial = answers.tenant.trim().to_lowercase();
    tenant.insert("initial_domain".into(), json!(initial));
    let facts = &answers.facts;
    if let Some(id) = &facts.tenant_id {
        tenant.insert("id".into(), json!(id.trim().to_lowercase()));
    }
    let host = |given: &Option<String>, usual: &str| match given {
        Some(given) => given.trim().to_lowercase(),
        None => usual_host(usual, &domain),
    };
    let mut config = json!({
        "$schema": SCHEMA_FILE,
        "name": domain,
        "cloud": answers.cloud,
        "method": answers.method,
        "tenant": tenant,
        "on_premises": {
            "smtp_domains": [domain],
            "hosts": {
                "mail": host(&facts.mail_host, "mail"),
                "autodiscover": host(&facts.autodiscover_host, "autodiscover"),
            },
        },
    });
    if !facts.server.is_empty() {
        let one = |(name, build): &(String, String)| json!({ "name": name, "build": build });
        let servers: Vec<Value> = facts.server.iter().map(one).collect();
        config["on_premises"]["servers"] = json!(servers);
    }
    if let (Some(here), Some(there)) = (&facts.on_premises_mailbox, &facts.online_mailbox) {
        config["verification"] = json!({ "on_premises_mailbox": here, "online_mailbox": there });
    }
    if let Some(organization) = &facts.organization {
        config["organization"] = json!(organization);
    }
    if let Some(id) = &facts.change {
        config["change"] = json!({ "id": id });
    }
    let text = format!("{config:#}\n");
    let loaded = load("config", text.as_bytes());
    Starter {
        text,
        tenant: loaded.tenant,
        findings: loaded.findings,
    }
}

/// The option that gives the value at a place of the config.
#[must_use]
pub fn option_of(path: &str) -> &'static str {
    match path {
        "tenant.initial_domain" => "--tenant",
        "tenant.id" => "--tenant-id",
        "organization" => "--organization",
        "cloud" => "--cloud",
        "method" => "--method",
        "on_premises.hosts.mail" => "--mail-host",
        "on_premises.hosts.autodiscover" => "--autodiscover-host",
        "verification.on_premises_mailbox" => "--on-premises-mailbox",
        "verification.online_mailbox" => "--online-mailbox",
        "change.id" => "--change",
        place if place.starts_with("on_premises.servers") => "--server",
        _ => "--domain",
    }
}

/// The first error that an answer causes at its option, as a message with its help.
#[must_use]
pub fn fault(answers: &Answers, option: &str) -> Option<String> {
    let starter = starter(answers);
    let error = starter
        .findings
        .iter()
        .find(|finding| finding.is_error() && option_of(&finding.path) == option)?;
    Some(format!("{}. {}", error.message, error.help))
}

/// The answers and assumptions of a config, one a line: what stands there and why.
#[must_use]
pub fn explanation(tenant: &Tenant, facts: &InitFacts) -> Vec<(&'static str, Value, &'static str)> {
    let mut lines = vec![
        (
            "tenant.initial_domain",
            json!(tenant.initial_domain),
            "the scripts prove by it that they are in the right tenant",
        ),
        (
            "cloud",
            json!(tenant.cloud),
            "decides every address of Microsoft",
        ),
        (
            "method",
            json!(tenant.method),
            match tenant.method {
                Method::DedicatedApp => {
                    "the dedicated Exchange hybrid application, which works today"
                }
                Method::SharedPrincipal => {
                    "the documented procedure of 2013 to 2025; Exchange Online refuses its calls since 31 October 2025"
                }
            },
        ),
        (
            "routing_domain",
            json!(tenant.routing_domain),
            "not written: made from the initial domain; must be an accepted domain on-premises",
        ),
        (
            "on_premises.smtp_domains",
            json!(tenant.smtp_domains),
            "add the others with mailboxes on both sides",
        ),
        (
            "on_premises.hosts.mail",
            json!(tenant.mail_host),
            match facts.mail_host {
                Some(_) => "the host of Outlook on the web and EWS as it is reached from outside",
                None => {
                    "ASSUMED: the host of Outlook on the web and EWS as it is reached from outside; correct it"
                }
            },
        ),
        (
            "on_premises.hosts.autodiscover",
            json!(tenant.autodiscover_host),
            match facts.autodiscover_host {
                Some(_) => "the host of Autodiscover",
                None => "ASSUMED: the host of Autodiscover; correct it",
            },
        ),
    ];
    if tenant.verification.is_none() {
        let why = "left out, so the bundle has no tests: nothing proves that calls work";
        lines.push(("verification", Value::Null, why));
    }
    lines
}

/// Whether a host is only the usual one, which nobody said.
#[must_use]
pub fn assumes(facts: &InitFacts) -> bool {
    facts.mail_host.is_none() || facts.autodiscover_host.is_none()
}
