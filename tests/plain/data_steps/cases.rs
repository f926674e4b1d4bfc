//! A built-in step with one thing changed, and the lint that this is about.

use super::built_in;

/// What is changed in which step.
pub struct Case {
    pub what: &'static str,
    pub code: &'static str,
    pub step: &'static str,
    pub from: &'static str,
    pub to: &'static str,
}

impl Case {
    /// The text of the step with the change in its first place.
    pub fn text(&self) -> String {
        let text = built_in(self.step);
        assert!(
            text.contains(self.from),
            "{}: {} is not there",
            self.what,
            self.from
        );
        text.replacen(self.from, self.to, 1)
    }
}

const fn case(
    what: &'static str,
    code: &'static str,
    step: &'static str,
    from: &'static str,
    to: &'static str,
) -> Case {
    Case {
        what,
        code,
        step,
        from,
        to,
    }
}

const SERVERS: &str = "auth-servers";
const PARTNER: &str = "partner-application";
const SHARING: &str = "sharing-endpoint";
const SPACE: &str = "availability-address-space";
const ONLINE: &str = "connector-to-online";
const EXO: &str = "connector-to-on-premises";

/// Every mistake.
pub static CASES: &[Case] = &[
    case(
        "not JSON",
        "json-syntax",
        SHARING,
        "\"kind\":",
        "\"kind\" =",
    ),
    case(
        "a key that is not known",
        "unknown-key",
        SHARING,
        "\"kind\"",
        "\"knid\"",
    ),
    case(
        "a key that asks for a secret",
        "secret-key",
        SHARING,
        "\"kind\"",
        "\"password\": \"x\", \"kind\"",
    ),
    case(
        "a key twice",
        "duplicate-key",
        SHARING,
        "\"wanted\": [",
        "\"id\": \"sharing-endpoint\",\n  \"wanted\": [",
    ),
    case(
        "no title in Korean",
        "missing-key",
        ONLINE,
        "\"ko\": \"온-프레미스에서",
        "\"korean\": \"온-프레미스에서",
    ),
    case(
        "no title at all",
        "missing-key",
        SHARING,
        "\"title\"",
        "\"heading\"",
    ),
    case("no risk", "missing-key", SHARING, "\"risk\"", "\"danger\""),
    case(
        "no direction",
        "missing-key",
        SHARING,
        "\"direction\": \"to-online\",\n",
        "\n",
    ),
    case(
        "an object where a text is wanted",
        "wrong-type",
        SHARING,
        "\"context\": \"exchange-shell\"",
        "\"context\": {}",
    ),
    case(
        "a shell that is not there",
        "unknown-value",
        SHARING,
        "\"exchange-shell\"",
        "\"exchange-shel\"",
    ),
    case(
        "an id that names no script",
        "step-id",
        SHARING,
        "\"id\": \"sharing-endpoint\"",
        "\"id\": \"../Sharing\"",
    ),
    case(
        "an id that is not the file's",
        "step-id",
        SHARING,
        "\"id\": \"sharing-endpoint\"",
        "\"id\": \"sharing\"",
    ),
    case(
        "a level that is not there",
        "unknown-value",
        SHARING,
        "\"low\"",
        "\"lowest\"",
    ),
    case(
        "help that ends the comment of a script",
        "script-text",
        SHARING,
        "\"Within minutes.\"",
        "\"Within #> minutes.\"",
    ),
    case(
        "help that is not ASCII",
        "script-text",
        SHARING,
        "\"Within minutes.\"",
        "\"Dans quelques minutes, d\u{e9}j\u{e0}.\"",
    ),
    case(
        "a text of two lines",
        "control-character",
        SHARING,
        "\"Within minutes.\"",
        "\"Within\\nminutes.\"",
    ),
    case(
        "a page without an address",
        "script-text",
        SHARING,
        "\"https://learn.microsoft.com/exchange/hybrid",
        "\"learn.microsoft.com/exchange/hybrid",
    ),
    case(
        "nothing wanted",
        "missing-key",
        SHARING,
        "\"wanted\"",
        "\"objects\"",
    ),
    case(
        "a method that is not there",
        "unknown-value",
        SPACE,
        "\"has\": \"availability_address_space\"",
        "\"has\": \"availability_address_space\", \"method\": \"dedicated_app\"",
    ),
    case(
        "an unknown kind",
        "unknown-kind",
        SHARING,
        "\"OrganizationRelationship\"",
        "\"OrganizationRelation\"",
    ),
    case(
        "a kind that the shell does not have",
        "unknown-kind",
        PARTNER,
        "\"exchange-shell\"",
        "\"mggraph\"",
    ),
    case(
        "a cmdlet that the shell does not have",
        "unknown-kind",
        PARTNER,
        "\"exchange-shell\"",
        "\"exo\"",
    ),
    case(
        "a property that the cmdlet does not set",
        "unknown-property",
        SHARING,
        "\"property\": \"TargetSharingEpr\"",
        "\"property\": \"TargetSharingEndpoint\"",
    ),
    case(
        "a property that is not known of the kind",
        "unknown-property",
        SHARING,
        "\"TargetAutodiscoverEpr\"",
        "\"TargetAutodiscover\"",
    ),
    case(
        "a parameter that the cmdlet does not take",
        "unknown-property",
        ONLINE,
        "\"Enabled\": true",
        "\"Enable\": true",
    ),
    case(
        "a parameter of the other shell",
        "unknown-property",
        ONLINE,
        "\"Enabled\": true",
        "\"Enabled\": true, \"TargetSharingEpr\": \"{ews_url}\"",
    ),
    case(
        "a parameter that is asked for",
        "parameter-set",
        ONLINE,
        "\"DiscoveryEndpoint\": \"{discovery_endpoint}\",",
        "",
    ),
    case(
        "parameters of two sets",
        "parameter-set",
        SERVERS,
        "\"with\": { \"AuthMetadataUrl\": \"{acs_metadata_url}\" }",
        "\"with\": { \"AuthMetadataUrl\": \"{acs_metadata_url}\", \"ApplicationIdentifier\": \"x\" }",
    ),
    case(
        "a value that the page does not list",
        "unknown-value",
        SPACE,
        "\"AccessMethod\": \"InternalProxy\"",
        "\"AccessMethod\": \"InternalProxies\"",
    ),
    case(
        "a text where the parameter takes a flag",
        "wrong-type",
        SPACE,
        "\"UseServiceAccount\": true",
        "\"UseServiceAccount\": \"true\"",
    ),
    case(
        "a text where the parameter takes a list",
        "wrong-type",
        EXO,
        "\"TargetAddressDomains\": \"{smtp_domains}\"",
        "\"TargetAddressDomains\": \"{routing_domain}\"",
    ),
    case(
        "an unknown placeholder",
        "unknown-placeholder",
        SHARING,
        "\"{ews_url}\"",
        "\"{ews_uri}\"",
    ),
    case(
        "a property of the object where there is none",
        "unknown-placeholder",
        SHARING,
        "there is no sharing endpoint to set.",
        "{Name} has no sharing endpoint.",
    ),
    case(
        "a placeholder that may be empty",
        "placeholder-may-be-empty",
        SERVERS,
        "\"has\": \"tenant.id\"",
        "\"lacks\": \"tenant.id\"",
    ),
    case(
        "a step that is not there",
        "unknown-step",
        SHARING,
        "no sharing endpoint to set.",
        "no sharing endpoint to set: run {script.auth-server}.",
    ),
    case(
        "a step to replace that is not there",
        "unknown-step",
        SHARING,
        "\"wanted\": [",
        "\"replaces\": \"sharing\",\n  \"wanted\": [",
    ),
    case(
        "a failure that is not there",
        "unknown-value",
        SERVERS,
        "\"duplicate-realm\"",
        "\"duplicate-realms\"",
    ),
    case(
        "a policy for lists on a text",
        "step-policy",
        SHARING,
        "\"if_empty\"",
        "\"union\"",
    ),
    case(
        "a list that would be overwritten",
        "step-policy",
        EXO,
        "\"policy\": \"union\"",
        "\"policy\": \"exact\"",
    ),
    case(
        "a form of URL that a script cannot fill",
        "unknown-value",
        EXO,
        "https://{own_host}/",
        "https://{own_host}/{1}/",
    ),
    case(
        "a property of a new object that is not as wanted",
        "step-not-done",
        ONLINE,
        "\"Enabled\": true",
        "\"Enabled\": false",
    ),
    case(
        "what a guard leaves alone and nothing sets",
        "step-policy",
        PARTNER,
        "\"warn\"",
        "\"leave\": \"LinkedAccount\", \"warn\"",
    ),
    case(
        "a guard without its words for the plan",
        "missing-key",
        PARTNER,
        "\"plan\"",
        "\"told\"",
    ),
    case(
        "two orders for one property",
        "duplicate-item",
        SHARING,
        "\"ensure\": [{ \"property\"",
        "\"ensure\": [{ \"property\": \"TargetSharingEpr\", \"to\": \"{ews_url}\" }, { \"property\"",
    ),
    case(
        "two tests of one property",
        "duplicate-item",
        SHARING,
        "{ \"property\": \"Enabled\", \"is\": true }",
        "{ \"property\": \"DomainNames\", \"is\": \"x\" }",
    ),
    case(
        "a test that asks nothing",
        "missing-key",
        SHARING,
        "\"is\": true",
        "\"if\": true",
    ),
    case(
        "an empty list",
        "empty-list",
        SHARING,
        "\"roles\": [\"Organization Management\"]",
        "\"roles\": []",
    ),
    case(
        "an object that no cmdlet makes",
        "unknown-property",
        PARTNER,
        "\"absent\": {",
        "\"absent\": {\n        \"create\": { \"name\": \"x\", \"with\": {} }\n      },\n      \"key\": {",
    ),
    case(
        "an object that nothing finds without another host",
        "missing-key",
        SHARING,
        "\"all\": [",
        "\"when\": { \"has\": \"additional_hosts\" },\n          \"all\": [",
    ),
];
