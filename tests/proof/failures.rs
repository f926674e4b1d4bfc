//! The failures of the table that a state can have, and the script that meets each.

use crate::proof::points::plain;
use crate::proof::scenarios::Scenario;

/// A failure, and the step that must name it; none where the judgement says which test meets it.
pub const IN_A_STATE: [(&str, &str); 26] = [
    ("failure:forbidden-403", "test-to-online"),
    ("failure:unauthorized-401", "test-to-on-premises"),
    ("failure:aadsts700027", "test-to-online"),
    ("failure:aadsts50012", "test-to-online"),
    ("failure:aadsts500011", "test-to-online"),
    ("failure:aadsts700016", "test-to-online"),
    ("failure:aadsts90002", "test-to-online"),
    ("failure:aadsts65001", "test-to-online"),
    ("failure:aadsts500014", "test-to-online"),
    ("failure:missing-signing-certificate", "test-to-online"),
    ("failure:invalid-signature-2000000", "test-to-on-premises"),
    ("failure:audience-hostname-2000003", "test-to-on-premises"),
    ("failure:invalid-user-2000005", "test-to-online"),
    ("failure:missing-linked-account", "test-to-on-premises"),
    ("failure:no-trusted-issuer", "test-to-online"),
    ("failure:duplicate-realm", "test-to-online"),
    ("failure:metadata-unavailable", "auth-servers"),
    ("failure:http-404", "test-to-on-premises"),
    ("failure:http-405", "test-to-on-premises"),
    ("failure:wssecurity-500", "test-to-on-premises"),
    ("failure:iis-503", "test-to-on-premises"),
    ("failure:http-504", "test-to-on-premises"),
    ("failure:object-moved", "test-to-on-premises"),
    ("failure:wrong-cloud", "test-to-online"),
    ("failure:ews-disabled", "ews-allow-list"),
    (
        "failure:service-principal-name-conflict",
        "service-principal-names",
    ),
];

const NAMES: &str = "service-principal-names";

/// Failures of the service at a write: the fault, the failure id, the step that meets it.
pub const AT_A_WRITE: [(&str, &str, &str); 4] = [
    ("503", "directory-concurrency-violation", NAMES),
    ("429", "too-many-requests", NAMES),
    ("denied", "authorization-request-denied", NAMES),
    ("key-policy", "key-policy", "service-principal-certificate"),
];

/// Those that exist only with one of the methods.
pub fn applies(organisation: &str, failure: &str) -> bool {
    match failure {
        "failure:aadsts700027"
        | "failure:aadsts65001"
        | "failure:aadsts700016"
        | "failure:aadsts90002"
        | "failure:ews-disabled" => organisation == "contoso",
        "failure:aadsts50012" => organisation == "hbna",
        _ => true,
    }
}

/// The states that are needed for an organisation.
pub fn scenarios(organisation: &'static str) -> Vec<Scenario> {
    IN_A_STATE
        .into_iter()
        .filter(|(failure, _)| applies(organisation, failure))
        .map(|(failure, _)| plain(organisation, failure))
        .collect()
}

/// The failure ids that are produced in an organisation.
pub fn ids(organisation: &str) -> Vec<String> {
    IN_A_STATE
        .into_iter()
        .filter(|(failure, _)| applies(organisation, failure))
        .map(|(failure, _)| failure.trim_start_matches("failure:"))
        .chain(AT_A_WRITE.into_iter().map(|(_, failure, _)| failure))
        .map(str::to_owned)
        .collect()
}
