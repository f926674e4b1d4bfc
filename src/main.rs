//! temporary
use hybrid_oauth::{bundle, domain::*, tenant::Tenant};
fn main() {
    let t = Tenant {
        name: "hbna.co.kr".into(),
        organization: None,
        cloud: Cloud::Global,
        method: Method::SharedPrincipal,
        hybrid_api: HybridApi::Ews,
        initial_domain: "hbna.onmicrosoft.com".parse().unwrap(),
        tenant_id: Some("11111111-2222-3333-4444-555555555555".parse().unwrap()),
        routing_domain: "hbna.mail.onmicrosoft.com".parse().unwrap(),
        smtp_domains: vec!["hbna.co.kr".parse().unwrap()],
        mail_host: "mail.hbna.co.kr".parse().unwrap(),
        autodiscover_host: "autodiscover.hbna.co.kr".parse().unwrap(),
        additional_hosts: vec![],
        servers: vec![],
        names: Names::default(),
        availability_address_space: None,
        certificate_file: None,
        verification: Some(Verification {
            on_premises_mailbox: "User1@hbna.co.kr".parse().unwrap(),
            online_mailbox: "AdeleV@hbna.co.kr".parse().unwrap(),
        }),
        change: None,
    };
    let b = bundle::build(&t, "00");
    for f in &b.files {
        let p = std::path::Path::new("/tmp/dump")
            .join(&b.name)
            .join(&f.path);
        std::fs::create_dir_all(p.parent().unwrap()).unwrap();
        std::fs::write(p, &f.bytes).unwrap();
    }
}
