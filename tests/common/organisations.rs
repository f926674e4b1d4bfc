//! The organisations, as values.

use hybrid_oauth::domain::{
    AvailabilityAddressSpace, Change, Cloud, HybridApi, Method, Names, Server, Verification,
};
use hybrid_oauth::tenant::Tenant;

/// All of them, with the names of their snapshot folders.
pub fn all() -> Vec<(&'static str, Tenant)> {
    vec![
        ("hbna", hbna()),
        ("contoso", contoso()),
        ("everything", everything()),
        ("gcc-high", in_cloud(Cloud::GccHigh, "onmicrosoft.us")),
        ("dod", in_cloud(Cloud::Dod, "onmicrosoft.us")),
        ("china", in_cloud(Cloud::China, "partner.onmschina.cn")),
        ("graph", graph()),
    ]
}

fn value<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("a valid value")
}

fn values<T: std::str::FromStr>(texts: &[&str]) -> Vec<T>
where
    T::Err: std::fmt::Debug,
{
    texts.iter().map(|text| value(text)).collect()
}

/// The documented procedure with the least that a config says: no tenant id, one domain.
fn hbna() -> Tenant {
    Tenant {
        name: "hbna.co.kr".into(),
        organization: None,
        cloud: Cloud::Global,
        method: Method::SharedPrincipal,
        hybrid_api: HybridApi::Ews,
        initial_domain: value("hbna.onmicrosoft.com"),
        tenant_id: None,
        routing_domain: value("hbna.mail.onmicrosoft.com"),
        smtp_domains: values(&["hbna.co.kr"]),
        mail_host: value("mail.hbna.co.kr"),
        autodiscover_host: value("autodiscover.hbna.co.kr"),
        additional_hosts: vec![],
        servers: vec![],
        names: Names::default(),
        availability_address_space: None,
        certificate_file: None,
        verification: Some(Verification {
            on_premises_mailbox: value("User1@hbna.co.kr"),
            online_mailbox: value("AdeleV@hbna.co.kr"),
        }),
        change: None,
    }
}

/// The dedicated application: two servers, two domains, an additional host.
fn contoso() -> Tenant {
    Tenant {
        name: "contoso.com".into(),
        method: Method::DedicatedApp,
        initial_domain: value("contoso.onmicrosoft.com"),
        tenant_id: Some(value("0f3a7c52-9d41-4b8e-a6c7-2e5b1d904f38")),
        routing_domain: value("contoso.mail.onmicrosoft.com"),
        smtp_domains: values(&["contoso.com", "emea.contoso.com"]),
        mail_host: value("mail.contoso.com"),
        autodiscover_host: value("autodiscover.contoso.com"),
        additional_hosts: values(&["mail.emea.contoso.com"]),
        servers: servers(&["EX01", "EX02"]),
        verification: Some(Verification {
            on_premises_mailbox: value("User1@contoso.com"),
            online_mailbox: value("AdeleV@contoso.com"),
        }),
        ..hbna()
    }
}

/// The documented procedure with every optional value set to something of its own.
pub fn everything() -> Tenant {
    Tenant {
        name: "fabrikam.com".into(),
        organization: Some("Fabrikam \u{D55C}\u{AD6D} (Seoul)".into()),
        method: Method::SharedPrincipal,
        initial_domain: value("fabrikam.onmicrosoft.com"),
        tenant_id: Some(value("7b1e40d6-35c8-4f02-9a17-c86d2f5b0e93")),
        routing_domain: value("fabrikam.mail.onmicrosoft.com"),
        smtp_domains: values(&["fabrikam.com", "fabrikam.co.kr", "xn--9i1bp5yjnh.kr"]),
        mail_host: value("owa.fabrikam.com"),
        autodiscover_host: value("autodiscover.fabrikam.com"),
        additional_hosts: values(&["mail.fabrikam.co.kr", "owa2.fabrikam.com"]),
        servers: servers(&["SEO-EX1", "seo-ex2.corp.fabrikam.com"]),
        names: Names {
            acs_auth_server: "Fabrikam ACS".into(),
            evosts_auth_server: "Fabrikam's evoSTS".into(),
            connector_to_online: "\u{C628}\u{D504}\u{B808}\u{BBF8}\u{C2A4}".into(),
            connector_to_on_premises: "Online \u{2019} On-premises".into(),
            setting_override: "Fabrikam override".into(),
            graph_setting_override: "Fabrikam Graph override".into(),
        },
        availability_address_space: Some(AvailabilityAddressSpace {
            forest_name: value("fabrikam.mail.onmicrosoft.com"),
            proxy_url: "https://owa.fabrikam.com/EWS/Exchange.asmx".into(),
        }),
        certificate_file: Some(r"C:\Hybrid\auth's.cer".into()),
        verification: Some(Verification {
            on_premises_mailbox: value("User.One@fabrikam.co.kr"),
            online_mailbox: value("o'AdeleV@fabrikam.com"),
        }),
        change: Some(Change {
            id: Some("CHG-2041".into()),
            reason: Some("Free/Busy \u{2013} \u{C77C}\u{C815} \u{ACF5}\u{C720}".into()),
        }),
        ..hbna()
    }
}

/// The dedicated application through Microsoft Graph alone.
fn graph() -> Tenant {
    Tenant {
        name: "graph.contoso.com".into(),
        hybrid_api: HybridApi::Graph,
        ..contoso()
    }
}

fn in_cloud(cloud: Cloud, suffix: &str) -> Tenant {
    Tenant {
        name: format!("{cloud}.contoso.com"),
        cloud,
        initial_domain: value(&format!("contoso.{suffix}")),
        routing_domain: cloud
            .endpoints()
            .routing_domain(&value(&format!("contoso.{suffix}")))
            .expect("the suffix is one of the cloud"),
        method: Method::SharedPrincipal,
        ..contoso()
    }
}

/// Servers with the hotfix of April 2025, which brought the dedicated application.
fn servers(names: &[&str]) -> Vec<Server> {
    names
        .iter()
        .map(|name| Server {
            name: (*name).into(),
            build: value("15.2.1748.24"),
        })
        .collect()
}
