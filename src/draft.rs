//! Texts to values: a config whose parts are each valid or absent, before they meet each other.

use std::str::FromStr;

use crate::config::{AddressSpaceSection, ChangeSection, Config};
use crate::domain::{
    AppId, Cloud, DomainName, ExchangeBuild, HostName, HybridApi, Invalid, MailboxAddress, Method,
    Procedure, TenantId,
};
use crate::domain::{
    certificate_file, folder_name, object_name, overlay_folder, plain_text, proxy_url, server_name,
};
use crate::finding::Finding;
use crate::lint::Lint;
use crate::places::Places;
use crate::procedure::MethodIs;
use crate::steps;

/// A value with the path at which it stands.
#[derive(Debug, Clone)]
pub struct At<T> {
    /// Path in the config.
    pub path: String,
    /// What stands there.
    pub value: T,
}

/// What could be read of each key; none where it is absent, was refused, or nothing can be said.
#[derive(Debug)]
pub struct Draft {
    /// The config as written.
    pub config: Config,
    /// None when something unknown is written.
    pub cloud: Option<Cloud>,
    /// None when something unknown is written.
    pub procedure: Option<Procedure>,
    /// None when something unknown is written.
    pub method: Option<Method>,
    /// With its default; none when something unknown is written.
    pub hybrid_api: Option<HybridApi>,
    /// `ews_allowed_app_ids`
    pub ews_allowed_app_ids: Vec<At<AppId>>,
    /// `tenant.initial_domain`
    pub initial_domain: Option<DomainName>,
    /// `tenant.id`
    pub tenant_id: Option<TenantId>,
    /// `routing_domain`, only as written
    pub routing_domain: Option<DomainName>,
    /// `on_premises.smtp_domains`, those that are domains
    pub smtp_domains: Vec<At<DomainName>>,
    /// `on_premises.hosts.mail`
    pub mail_host: Option<HostName>,
    /// `on_premises.hosts.autodiscover`
    pub autodiscover_host: Option<HostName>,
    /// `on_premises.additional_hosts`
    pub additional_hosts: Vec<At<HostName>>,
    /// `on_premises.client_hosts`
    pub client_hosts: Vec<At<HostName>>,
    /// Builds of `on_premises.servers`, at the path of the build
    pub builds: Vec<At<ExchangeBuild>>,
    /// `availability_address_space.forest_name`, only as written
    pub forest_name: Option<DomainName>,
    /// Host of `availability_address_space.proxy_url`, only as written
    pub proxy_host: Option<HostName>,
    /// `verification.on_premises_mailbox`
    pub on_premises_mailbox: Option<MailboxAddress>,
    /// `verification.online_mailbox`
    pub online_mailbox: Option<MailboxAddress>,
}

impl Draft {
    /// The method, where the procedure sets it up or keeps it up.
    #[must_use]
    pub fn method_set_up(&self) -> Option<Method> {
        let of = steps::description(self.procedure?).method;
        self.method.filter(|_| of == MethodIs::SetUp)
    }
}

/// Where findings are put.
#[derive(Debug)]
pub struct Notes {
    /// Where values stand.
    pub places: Places,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Notes {
    /// Puts a finding at the value of a path.
    pub fn report(
        &mut self,
        lint: &'static Lint,
        path: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings.push(Finding::new(
            lint,
            self.places.span(path),
            path,
            message.into(),
            help.into(),
        ));
    }

    /// Whether something was found at the value of a path or below it: what follows from that is not said.
    #[must_use]
    pub fn has_finding(&self, path: &str) -> bool {
        let below = |found: &str| {
            let rest = found.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.findings.iter().any(|finding| below(&finding.path))
    }

    /// The value of a text, or its refusal as a finding.
    fn parse<T: FromStr<Err = Invalid>>(&mut self, path: &str, text: &str) -> Option<T> {
        self.keep(path, || text.parse())
    }

    fn keep<T>(&mut self, path: &str, read: impl FnOnce() -> Result<T, Invalid>) -> Option<T> {
        if self.places.is_unusable(path) {
            return None;
        }
        read()
            .map_err(|refusal| {
                self.findings
                    .push(Finding::invalid(refusal, self.places.span(path), path))
            })
            .ok()
    }

    fn parse_all<T: FromStr<Err = Invalid>>(&mut self, path: &str, texts: &[String]) -> Vec<At<T>> {
        let paths = (0..).map(|index| format!("{path}[{index}]"));
        paths
            .zip(texts)
            .filter_map(|(path, text)| self.parse(&path, text).map(|value| At { path, value }))
            .collect()
    }
}

/// Reads every value by itself.
pub fn read(config: Config, notes: &mut Notes) -> Draft {
    check_texts(&config, notes);
    let known = |path: &str, notes: &Notes| !notes.places.is_unusable(path);
    let on_premises = &config.on_premises;
    let hosts = &on_premises.hosts;
    let space = config
        .availability_address_space
        .clone()
        .unwrap_or_default();
    let verification = config.verification.as_ref();
    let optional = |text: &Option<String>| text.clone();
    let AddressSpaceSection {
        forest_name,
        proxy_url,
    } = space;
    Draft {
        cloud: known("cloud", notes).then_some(config.cloud),
        procedure: known("procedure", notes).then_some(config.procedure),
        method: known("method", notes).then_some(config.method),
        hybrid_api: known("hybrid_api", notes).then(|| config.hybrid_api.unwrap_or_default()),
        ews_allowed_app_ids: notes.parse_all("ews_allowed_app_ids", &config.ews_allowed_app_ids),
        initial_domain: notes.parse("tenant.initial_domain", &config.tenant.initial_domain),
        tenant_id: optional(&config.tenant.id).and_then(|text| notes.parse("tenant.id", &text)),
        routing_domain: optional(&config.routing_domain)
            .and_then(|text| notes.parse("routing_domain", &text)),
        smtp_domains: notes.parse_all("on_premises.smtp_domains", &on_premises.smtp_domains),
        mail_host: notes.parse("on_premises.hosts.mail", &hosts.mail),
        autodiscover_host: notes.parse("on_premises.hosts.autodiscover", &hosts.autodiscover),
        additional_hosts: notes.parse_all(
            "on_premises.additional_hosts",
            &on_premises.additional_hosts,
        ),
        client_hosts: notes.parse_all("on_premises.client_hosts", &on_premises.client_hosts),
        builds: builds(&config, notes),
        forest_name: forest_name
            .and_then(|text| notes.parse("availability_address_space.forest_name", &text)),
        proxy_host: proxy_url.and_then(|url| {
            notes.keep("availability_address_space.proxy_url", || {
                proxy_url::host(&url)
            })
        }),
        on_premises_mailbox: verification.and_then(|section| {
            notes.parse(
                "verification.on_premises_mailbox",
                &section.on_premises_mailbox,
            )
        }),
        online_mailbox: verification.and_then(|section| {
            notes.parse("verification.online_mailbox", &section.online_mailbox)
        }),
        config,
    }
}

fn builds(config: &Config, notes: &mut Notes) -> Vec<At<ExchangeBuild>> {
    let mut builds = Vec::new();
    for (index, server) in config.on_premises.servers.iter().enumerate() {
        let name = format!("on_premises.servers[{index}].name");
        notes.keep(&name, || server_name::check(&server.name));
        let path = format!("on_premises.servers[{index}].build");
        if let Some(value) = notes.parse(&path, &server.build) {
            builds.push(At { path, value });
        }
    }
    builds
}

/// The texts that stay texts.
fn check_texts(config: &Config, notes: &mut Notes) {
    type Check = fn(&str) -> Result<(), Invalid>;
    let texts: [(&str, Option<&str>, Check); 4] = [
        ("name", config.name.as_deref(), folder_name::check),
        (
            "organization",
            config.organization.as_deref(),
            plain_text::check,
        ),
        (
            "certificate_file",
            config.certificate_file.as_deref(),
            certificate_file::check,
        ),
        ("overlay", config.overlay.as_deref(), overlay_folder::check),
    ];
    for (path, text, check) in texts {
        text.map(|text| notes.keep(path, || check(text)));
    }
    for (key, text, may_be_empty) in config.change.iter().flat_map(ChangeSection::entries) {
        let text = text.filter(|text| !(may_be_empty && text.is_empty()));
        text.map(|text| notes.keep(&format!("change.{key}"), || plain_text::check(text)));
    }
    for (key, text) in config.names.entries() {
        text.map(|text| notes.keep(&format!("names.{key}"), || object_name::check(text)));
    }
}
