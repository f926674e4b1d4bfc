//! What valid configs come to mean.

use crate::cases;
use crate::cases::shown::{added, compact, snapshot};
use serde_json::json;
use std::fs;

use cases::{stem, top, valid_configs};
use hybrid_oauth::digest::sha256;
use hybrid_oauth::domain::{Cloud, HybridApi, Method};
use hybrid_oauth::load::load;
use hybrid_oauth::tenant::Tenant;

fn tenant(path: &str) -> Tenant {
    load(path, &fs::read(top(path)).expect("readable"))
        .tenant
        .expect("valid")
}

#[test]
fn valid_configs_resolve() {
    let (mut all, mut first) = (String::new(), String::new());
    for path in valid_configs() {
        let loaded = load(&stem(&path), &fs::read(&path).expect("readable"));
        assert!(loaded.tenant.is_some(), "{:#?}", loaded.findings);
        let folder = path
            .parent()
            .and_then(|folder| folder.file_name())
            .expect("a folder")
            .to_string_lossy();
        let codes: Vec<&str> = loaded.findings.iter().map(|finding| finding.code).collect();
        let resolved = json!({ "findings": codes, "tenant": loaded.tenant });
        let resolved = compact(&resolved) + "\n";
        let shown = match first.is_empty() {
            true => resolved.clone(),
            false => added(&resolved, &first),
        };
        all += &format!("## {folder}/{}\n{shown}", stem(&path));
        if first.is_empty() {
            first = resolved;
        }
    }
    snapshot!("", "tenants", all);
}

#[test]
fn defaults_are_the_documented_ones() {
    let tenant = tenant("tests/configs/minimal.json");
    assert_eq!(tenant.name, "contoso.com");
    assert_eq!(
        (tenant.cloud, tenant.method, tenant.hybrid_api),
        (Cloud::Global, Method::DedicatedApp, HybridApi::Ews)
    );
    assert_eq!(
        tenant.routing_domain.as_str(),
        "contoso.mail.onmicrosoft.com"
    );
    assert_eq!(tenant.tenant_segment(), "contoso.onmicrosoft.com");
    assert!(tenant.verification.is_none() && tenant.availability_address_space.is_none());
}

#[test]
fn the_address_space_takes_its_defaults() {
    let space = tenant("tests/configs/address-space.json")
        .availability_address_space
        .expect("configured");
    assert_eq!(space.forest_name.as_str(), "hbna.mail.onmicrosoft.com");
    assert_eq!(space.proxy_url, "https://mail.hbna.co.kr/EWS/Exchange.asmx");
}

#[test]
fn case_is_folded_where_it_means_nothing() {
    let text = fs::read_to_string(top("tests/configs/everything.json")).expect("readable");
    let tenant = load(
        "x",
        text.replace("mail.contoso.com\"", "MAIL.Contoso.com\"")
            .as_bytes(),
    )
    .tenant
    .expect("valid");
    assert_eq!(tenant.mail_host.as_str(), "mail.contoso.com");
    assert_eq!(
        tenant.tenant_id.expect("stated").as_str(),
        "aaaabbbb-0000-cccc-1111-dddd2222eeee"
    );
}

#[test]
fn hosts_are_each_named_once() {
    let text = fs::read_to_string(top("examples/contoso.json")).expect("readable");
    let tenant = load(
        "x",
        text.replace("autodiscover.contoso.com", "mail.contoso.com")
            .as_bytes(),
    )
    .tenant;
    let tenant = tenant.expect("one host may be both");
    let hosts: Vec<&str> = tenant.hosts().map(|host| host.as_str()).collect();
    assert_eq!(hosts, ["mail.contoso.com", "hybrid.contoso.com"]);
}

#[test]
fn the_digest_is_that_of_the_bytes() {
    assert_eq!(
        sha256(b"abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}
