//! The words of the subject: what is taken, what it becomes, and that the schema takes it too.

use crate::cases::shown::{compact, snapshot};
use std::sync::LazyLock;

use hybrid_oauth::domain::exchange_product::{Capability, Verdict, judge};
use hybrid_oauth::domain::{
    Cloud, DomainName, ExchangeBuild, HostName, Invalid, MailboxAddress, TenantId,
    certificate_file, folder_name, microsoft, object_name, plain_text, proxy_url, server_name,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn build(text: &str) -> ExchangeBuild {
    text.parse().expect("a build")
}

#[test]
fn builds_order_by_age_and_forget_leading_zeros() {
    assert_eq!(build("15.02.1544.025").to_string(), "15.2.1544.25");
    assert!(
        build("15.2.1544.4") < build("15.2.1544.25") && build("15.1.2507.59") < build("15.2.1.1")
    );
    for text in [
        "15.2.1544",
        "15.2.1544.25.1",
        "15.2.1544.+5",
        "15.2.1544.",
        "15.2.1544.70000",
        " 15.2.1544.25",
        "",
    ] {
        assert!(text.parse::<ExchangeBuild>().is_err(), "{text}");
    }
}

/// The table of learn.microsoft.com `exchange/hybrid-deployment/deploy-dedicated-hybrid-app`, typed again.
#[test]
fn servers_are_judged_by_the_documented_builds() {
    let able = [
        ("15.1.2507.55", Capability::DedicatedApp),
        ("15.1.2507.59", Capability::CloudArchive),
        ("15.2.1544.25", Capability::DedicatedApp),
        ("15.2.1544.34", Capability::CloudArchive),
        ("15.2.1748.24", Capability::DedicatedApp),
        ("15.2.1748.37", Capability::CloudArchive),
        ("15.2.2562.17", Capability::DedicatedApp),
        ("15.2.2562.27", Capability::CloudArchive),
        ("15.2.2562.41", Capability::GraphFlow),
    ];
    for (minimum, capability) in able {
        let minimum = build(minimum);
        assert_eq!(judge(minimum, capability), Verdict::Able, "{minimum}");
        let [major, minor, number, revision] = minimum.parts();
        let before = ExchangeBuild::new(major, minor, number, revision - 1);
        let verdict = judge(before, capability);
        assert!(
            matches!(verdict, Verdict::TooOld { minimum: needed, .. } if needed == minimum),
            "{before}: {verdict:?}"
        );
    }
    for never in ["14.3.513.0", "15.0.1497.48", "15.1.2375.7", "15.2.1258.12"] {
        assert!(
            matches!(
                judge(build(never), Capability::DedicatedApp),
                Verdict::Never { .. }
            ),
            "{never}"
        );
    }
    assert!(matches!(
        judge(build("15.2.1748.99"), Capability::GraphFlow),
        Verdict::Never { .. }
    ));
    assert_eq!(
        judge(build("15.2.3000.1"), Capability::GraphFlow),
        Verdict::Able
    );
    for unknown in ["15.3.1.1", "16.0.1.1", "15.2.1600.1", "8.3.83.6", "0.0.0.0"] {
        assert_eq!(
            judge(build(unknown), Capability::DedicatedApp),
            Verdict::Unknown,
            "{unknown}"
        );
    }
}

#[test]
fn names_are_kept_in_lower_case_and_compared_whole() {
    let domain: DomainName = "Contoso.COM".parse().expect("a domain");
    assert_eq!(domain.to_string(), "contoso.com");
    assert!(
        domain.contains("Mail.Contoso.com")
            && domain.contains("contoso.com")
            && !domain.contains("notcontoso.com")
    );
    let mailbox: MailboxAddress = "AdeleV@Contoso.COM".parse().expect("an address");
    assert_eq!(
        (mailbox.as_str(), mailbox.domain()),
        ("AdeleV@contoso.com", "contoso.com")
    );
    assert!(
        microsoft::is_service("outlook.office365.com") && !microsoft::is_service("notoutlook.com")
    );
    assert!(
        microsoft::is_tenant_name("contoso.mail.onmicrosoft.com")
            && !microsoft::is_tenant_name("outlook.com")
    );
}

#[test]
fn routing_domains_follow_from_initial_domains() {
    let cases = [
        (
            Cloud::Global,
            "contoso.onmicrosoft.com",
            Some("contoso.mail.onmicrosoft.com"),
        ),
        (
            Cloud::GccHigh,
            "contoso.onmicrosoft.us",
            Some("contoso.mail.onmicrosoft.us"),
        ),
        (
            Cloud::GccHigh,
            "contoso.onmicrosoft.com",
            Some("contoso.mail.onmicrosoft.com"),
        ),
        (
            Cloud::Dod,
            "contoso.onmicrosoft.us",
            Some("contoso.mail.onmicrosoft.us"),
        ),
        (
            Cloud::China,
            "contoso.partner.onmschina.cn",
            Some("contoso.partner.mail.onmschina.cn"),
        ),
        (Cloud::Global, "contoso.com", None),
        (Cloud::Global, "contoso.mail.onmicrosoft.com", None),
        (Cloud::Global, "contoso.onmicrosoft.us", None),
        (Cloud::Dod, "contoso.onmicrosoft.com", None),
    ];
    for (cloud, initial, routing) in cases {
        let initial: DomainName = initial.parse().expect("a domain");
        let found = cloud.endpoints().routing_domain(&initial);
        assert_eq!(
            found.as_ref().map(DomainName::as_str),
            routing,
            "{cloud} {initial}"
        );
    }
}

#[test]
fn endpoints_of_every_cloud() {
    let rows: Vec<_> = Cloud::ALL
        .into_iter()
        .map(|cloud| {
            let of = cloud.endpoints();
            let urls = [
                of.acs_metadata_url("TENANT"),
                of.evosts_metadata_url("TENANT"),
                of.ews_url(),
                of.discovery_endpoint(),
                of.documented_discovery_endpoint(),
                of.graph_base_url(),
            ];
            json!({ "cloud": cloud, "mg": of.mg_environment, "exo": of.exo_environment, "login": of.login_host, "urls": urls })
        })
        .collect();
    snapshot!("", "clouds", compact(&Value::Array(rows)));
}

#[test]
fn windows_folder_names() {
    for name in [
        "contoso.com",
        "Contoso, Seoul",
        "콘토소",
        "com10",
        "console",
        "nul-1",
        ".hidden",
        "a b",
    ] {
        assert!(folder_name::check(name).is_ok(), "{name}");
    }
    let refused = [
        "",
        ".",
        "..",
        "a.",
        "a ",
        " a",
        "a/b",
        "a\\b",
        "a:b",
        "a*",
        "a?",
        "\"a\"",
        "<a>",
        "a|b",
        "con",
        "Nul.txt",
        "COM1",
        "lpt9.contoso.com",
        "COM\u{b9}",
        "conin$",
        "a\tb",
        "a\u{202e}b",
        "aux .x",
    ];
    for name in refused {
        assert!(folder_name::check(name).is_err(), "{name}");
    }
}

#[test]
fn certificate_paths() {
    for path in [
        r"C:\OAuthConfig\OAuthCert.cer",
        r"d:\a.CER",
        r"\\fs01\share\인증서\it's $x.cer",
    ] {
        assert!(certificate_file::check(path).is_ok(), "{path}");
    }
    let refused = [
        "OAuthCert.cer",
        r"\a.cer",
        r"C:a.cer",
        r"C:\a.pfx",
        r"C:\.cer",
        r"C:\a\\b.cer",
        r"C:\a\..\b.cer",
        r"C:\a\nul\b.cer",
        r"\\fs01\a.cer",
        "/etc/a.cer",
        r"C:\a?.cer",
        r"C:\a.cer\",
        r"\\?\C:\a.cer",
        "C:\\a\n.cer",
    ];
    for path in refused {
        assert!(certificate_file::check(path).is_err(), "{path}");
    }
}

/// One property for each kind of text, with the pattern that the config's schema gives it.
static PATTERNS: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let patterns = [
        ("host", HostName::PATTERN),
        ("domain", DomainName::PATTERN),
        ("server", server_name::PATTERN),
        ("mailbox", MailboxAddress::PATTERN),
        ("build", ExchangeBuild::PATTERN),
        ("tenant", TenantId::PATTERN),
        ("folder", folder_name::PATTERN),
        ("object", object_name::PATTERN),
        ("text", plain_text::PATTERN),
        ("certificate", certificate_file::PATTERN),
        ("proxy", proxy_url::PATTERN),
    ];
    let properties: serde_json::Map<String, Value> = patterns
        .into_iter()
        .map(|(kind, pattern)| (kind.into(), json!({ "pattern": pattern })))
        .collect();
    let schema = json!({ "properties": properties, "additionalProperties": false });
    jsonschema::draft202012::new(&schema).expect("a schema")
});

/// What the program takes, an editor with the schema must not underline.
fn fits(kind: &str, text: &str, taken: Result<(), Invalid>) -> Result<(), TestCaseError> {
    prop_assert!(
        taken.is_err() || PATTERNS.is_valid(&json!({ kind: text })),
        "{text:?} is not a {kind} to the schema"
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_schema_takes_what_the_program_takes(
        name in "([a-zA-Z0-9-]{0,5}[.]?){0,5}|([a-z0-9]{1,4}[.]){1,4}[a-z0-9]{1,4}",
        mailbox in "[a-zA-Z0-9.'+_ -]{0,6}@?([a-z-]{1,3}[.]){0,3}[a-z]{1,3}",
        numbers in "([0-9]{0,6}[.]?){0,5}|([0-9]{1,5}[.]){3}[0-9]{1,5}",
        hex in "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{11,13}",
        text in "\\PC{0,70}|[ a-z.$:\\\\/]{0,6}",
        path in "([A-Z]:|\\\\{1,2})(\\\\?[a-z.$ ]{0,4}){0,4}[.](cer|CER|pfx)",
        url in "(https|HTTPS|http)://[a-z.]{1,8}(:[0-9]{0,6})?/?[a-zA-Z/.]{0,8}",
    ) {
        fits("host", &name, name.parse::<HostName>().map(drop))?;
        fits("domain", &name, name.parse::<DomainName>().map(drop))?;
        fits("server", &name, server_name::check(&name))?;
        fits("mailbox", &mailbox, mailbox.parse::<MailboxAddress>().map(drop))?;
        fits("build", &numbers, numbers.parse::<ExchangeBuild>().map(drop))?;
        fits("tenant", &hex, hex.parse::<TenantId>().map(drop))?;
        fits("folder", &text, folder_name::check(&text))?;
        fits("object", &text, object_name::check(&text))?;
        fits("text", &text, plain_text::check(&text))?;
        fits("certificate", &path, certificate_file::check(&path))?;
        fits("proxy", &url, proxy_url::host(&url).map(drop))?;
    }
}
