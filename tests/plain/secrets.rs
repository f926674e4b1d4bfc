//! Nothing that opens a door is shown; what helps to find a fault is.

use crate::cases::shown::snapshot;
use std::fs;

use crate::cli::run_with_input;
use crate::common::cases;
use crate::customers::folder;
use hybrid_oauth::diagnose::output::{Styles, text as drawn};
use hybrid_oauth::diagnose::{Known, diagnose};
use hybrid_oauth::secrets::{MASK, mask};
use proptest::prelude::*;
use serde_json::json;

/// What is never shown.
const SECRET: &str = "S3cr3t";

/// Lines with secrets, each of which holds `S3cr3t`.
const LINES: &[&str] = &[
    "Authorization: Basic dXNlcjpTM2NyM3Q=S3cr3t",
    "Authorization : Bearer S3cr3tOpaque.abc-_~+/==",
    "Proxy-Authorization: Negotiate TlRMTVNTUAADS3cr3t",
    "[Authorization, Basic S3cr3tUGFzcw==]",
    "Authorization: Digest username=\"u\", response=\"S3cr3t\"",
    "\"Authorization\": \"Bearer S3cr3t\"",
    "{\\\"Authorization\\\":\\\"Basic S3cr3t\\\"}",
    "-Headers @{ Authorization = 'Bearer S3cr3t' }",
    "curl -H 'Authorization: Bearer S3cr3t' https://mail.hbna.co.kr",
    "sent: Bearer abcdefghijklmnop0123S3cr3t",
    "client_secret=S3cr3t&scope=https%3A%2F%2Fgraph.microsoft.com",
    "POST body: grant_type=password&username=a%40b.example&password=S3cr3t",
    "\"secretText\": \"S3cr3t~with.more\"",
    "\"clientSecret\":\"S3cr\\\"S3cr3t\"",
    "{\"body\":\"{\\\"client_secret\\\":\\\"a\\\\\\\"S3cr3t\\\"}\"}",
    "SecretText          : S3cr3t",
    "\"messages\": [\"ClientSecret = \\u0027a S3cr3t\\u0027\"]",
    "\"body\": \"\\u003cPassword\\u003eS3cr3t b S3cr3t\\u003c/Password\\u003e\"",
    "{\"body\":\"{\\\\u0022client_secret\\\\u0022:\\\\u0022a S3cr3t\\\\u0022}\"}",
    "ClientSecret = 'it''S3cr3t'",
    "[\"password\"] = \"S3cr3t\"",
    "Cookie: FedAuth=S3cr3t; rtFa=\"S3cr3t\"; more=S3cr3t",
    "Set-Cookie: ESTSAUTH=S3cr3t; path=/; HttpOnly",
    "\"Cookie: a=S3cr3t; b=S3cr3t\"",
    "\"Set-Cookie\": [\"a=S3cr3t; path=/\", \"b=S3cr3t\"]",
    "\"headers\":\"Cookie: a=S3cr3t; b=S3cr3t\\r\\nHost: x\"",
    "\"refresh_token\":\"0.AXoA-S3cr3t\"",
    "refresh_token=S3cr3t9",
    "RefreshToken : S3cr3t9",
    "https://hbna.blob.core.windows.net/x?sv=2024&sig=S3cr3t%2Babc%3D&se=2026",
    "DefaultEndpointsProtocol=https;AccountKey=S3cr3t/+==;EndpointSuffix=core.windows.net",
    "Server=db;Uid=sa;Pwd=S3cr3t;",
    "password=S3cr3t",
    "pwd: S3cr3t",
    "암호: S3cr3t",
    "\"adminPassword\" : \"a b S3cr3t\"",
    "Connect-Thing -Password S3cr3t -Force",
    "Connect-Thing -Password 'S3c S3cr3t' -Force",
    "Connect-Thing -AdminPassword:S3cr3t",
    "tool --password S3cr3t",
    "tool /pwd S3cr3t",
    "\"clientSecret\": [\"a S3cr3t\", \"S3cr3t\"]",
    "\"password\": {\"value\": \"S3cr3t\"}",
    "Connect-Thing -AccessToken S3cr3t",
    "curl -u admin:S3cr3t https://mail.hbna.co.kr/ews",
    "curl --user 'admin:S3cr3t' https://mail.hbna.co.kr/ews",
    "returnUrl=x%3Fclient_secret%3DS3cr3t",
    "Kennwort: S3cr3t",
    "パスワード : S3cr3t",
    "X-OWA-CANARY: S3cr3t",
    "cookies: {\"a\": \"S3cr3t\", \"b\": \"S3cr3t\"}",
    "ConvertTo-SecureString 'S3cr3t' -AsPlainText -Force",
    "ConvertTo-SecureString -AsPlainText -Force -String \"S3cr3t\"",
    "<wsse:Password Type=\"text\">S3cr3t</wsse:Password>",
    "<add key=\"ClientSecret\" value=\"S3cr3t\" />",
    "{\"name\": \"password\", \"value\": \"S3cr3t\"}",
    "https://svc:S3cr3t@mail.hbna.co.kr/ews",
    "x-functions-key: S3cr3t",
    "client_assertion=S3cr3t",
    "secret abc8Q~S3cr3tS3cr3tS3cr3tS3cr3tS3cr3t1 was used",
    "-----BEGIN RSA PRIVATE KEY-----S3cr3t-----END RSA PRIVATE KEY-----",
    "\"key\": \"-----BEGIN PRIVATE KEY-----\\nS3cr3t\\n-----END PRIVATE KEY-----\\n\"",
];

/// What must be read to find a fault.
const SHOWN: &[&str] = &[
    "appId 00000002-0000-0ff1-ce00-000000000000",
    "Bearer 00000002-0000-0ff1-ce00-000000000000",
    "Thumbprint : 5DF0A1C6A0B9C6F3A7E1D2B4C8E9F0A1B2C3D4E5",
    "KeyId: 11111111-2222-3333-4444-555555555555",
    "00000002-0000-0ff1-ce00-000000000000/mail.hbna.co.kr@hbna.onmicrosoft.com",
    "https://mail.hbna.co.kr:443/ews/exchange.asmx",
    "x-ms-diagnostics: 2000003;reason=\"The hostname component of the audience claim value 'https://mail.hbna.co.kr' is invalid\";error_category=\"invalid_resource\"",
    "x-ms-diagnostics: 4000000;reason=\"Flighting is not enabled for domain\";error_category=\"oauth_not_available\"",
    "WWW-Authenticate: Bearer client_id=\"00000002-0000-0ff1-ce00-000000000000\", trusted_issuers=\"00000001-0000-0000-c000-000000000000@*\", token_types=\"app_asserted_user_v1 service_asserted_app_v1\", error=\"invalid_token\"",
    "WWW-Authenticate: Basic realm=\"mail.hbna.co.kr\"",
    "Basic authentication is disabled; Bearer authentication is not",
    "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent is the client secret value, not the client secret ID",
    "AADSTS50126: Error validating credentials due to invalid username or password.",
    "Authorization_RequestDenied: Insufficient privileges",
    "\"passwordCredentials\": []",
    "\"secretText\": null",
    "PasswordNeverExpires : True",
    "Connect-Thing -Password $secure -Force",
    "A parameter cannot be found that matches parameter name 'Password'.",
    "Password : System.Security.SecureString",
    "Cannot acquire an access token: expired",
    "\"error\":\"invalid_token\"",
    "PublicKeyToken=31bf3856ad364e35",
    "-----BEGIN CERTIFICATE----- MIID -----END CERTIFICATE-----",
    "design=2",
    "tool -u https://mail.hbna.co.kr/ews",
    "\"token_type\":\"Bearer\",\"expires_in\":3599",
    "client-request-id: 11111111-2222-3333-4444-555555555555",
    "FailedAuthentication: InvalidSecurityToken: the token has expired",
    "ApplicationIdentifier : 00000002-0000-0ff1-ce00-000000000000",
    "TokenIssuingEndpoint : https://accounts.accesscontrol.windows.net/11111111-2222-3333-4444-555555555555/tokens/OAuth/2",
    "servicePrincipalNames: https://mail.hbna.co.kr/, https://autodiscover.hbna.co.kr/",
    "AuthMetadataUrl : https://login.windows.net/hbna.onmicrosoft.com/federationmetadata/2007-06/federationmetadata.xml",
    "SigningCertificate SHA1 5DF0A1C6A0B9C6F3A7E1D2B4C8E9F0A1B2C3D4E5",
    "Bearer+client_id=\"00000002-0000-0ff1-ce00-000000000000\"",
    "$credential = Get-Credential -Message 'Password please'",
];

#[test]
fn a_secret_is_masked_and_the_rest_of_its_line_is_not() {
    let shown: Vec<String> = LINES.iter().map(|line| mask(line).into_owned()).collect();
    for (line, masked) in LINES.iter().zip(&shown) {
        assert!(!masked.contains(SECRET), "{line}\n{masked}");
        assert!(masked.contains(MASK), "{line}\n{masked}");
        assert_eq!(mask(masked), *masked, "masked twice");
        for behind in [" (403) Forbidden", "\nThe remote server returned (403)"] {
            let text = format!("{line}{behind}");
            assert!(!mask(&text).contains(SECRET), "{text}");
        }
    }
    snapshot!("cli", "masked", shown.join("\n"));
}

#[test]
fn what_looks_like_a_secret_and_is_none_stays() {
    for line in SHOWN {
        assert_eq!(mask(line), *line);
    }
    let texts = walkdir::WalkDir::new(cases::top("tests/failures"));
    for file in texts
        .into_iter()
        .flatten()
        .filter(|file| file.file_type().is_file())
    {
        let text = String::from_utf8_lossy(&fs::read(file.path()).unwrap()).into_owned();
        assert!(!mask(&text).contains(MASK), "{}", file.path().display());
    }
}

#[test]
fn a_secret_that_a_console_broke_over_lines_is_masked_to_its_end() {
    let wide = "The request to https://mail.hbna.co.kr/ews/exchange.asmx was sent with ";
    for (before, secret) in [
        (
            "Authorization: Basic ",
            "dXNlcjpTM2NyM3RwYXNzd29yZDEyMzQ1Njc4OTA=",
        ),
        ("client_secret=", "q8~Abc1Def2Ghi3Jkl4Mno5Pqr6Stu7Vwx8Yz90"),
        (
            "\"client_secret\":\"",
            "q8~Abc1Def2Ghi3Jkl4Mno5Pqr6Stu7Vwx8Yz90",
        ),
    ] {
        for cut in 1..secret.len() {
            for gap in ["\n", "\r\n", "\r\n       "] {
                let quote = if before.ends_with('"') { "\"" } else { "" };
                let (one, two) = secret.split_at(cut);
                let text = format!("{wide}{before}{one}{gap}{two}{quote} (403) Forbidden");
                let wanted = format!("{wide}{before}{MASK}{quote} (403) Forbidden");
                assert_eq!(mask(&text), wanted, "cut at {cut}");
            }
        }
    }
    let name = "client_secret";
    for cut in 1..name.len() {
        let text = format!("{}\r\n   {}={SECRET} (403)", &name[..cut], &name[cut..]);
        assert!(!mask(&text).contains(SECRET), "{text}");
    }
    assert_eq!(
        mask("  Password = S3cr3t horse\nUser"),
        format!("  Password = {MASK}\nUser")
    );
    let stored = format!(
        "01000000d08c9ddf0115d1118c7a00c04fc297eb{}",
        "0a".repeat(200)
    );
    assert_eq!(mask(&format!("{stored} x")), format!("{MASK} x"));
    let key =
        "-----BEGIN PRIVATE KEY-----\r\nS3cr3t\r\nS3cr3t+/=\r\n-----END PRIVATE KEY-----\r\nmore";
    assert_eq!(mask(key), format!("{MASK}\r\nmore"));
    let cut_off = "-----BEGIN EC PRIVATE KEY-----\nS3cr3t\nS3cr3t\nThe remote server";
    assert_eq!(mask(cut_off), format!("{MASK}\nThe remote server"));
    let list = "Set-Cookie : {a=S3cr3t; path=/,\r\n             b=S3cr3t; secure}\r\nStatus : 403";
    assert_eq!(mask(list), format!("Set-Cookie : {MASK}\r\nStatus : 403"));
}

#[test]
fn diagnose_shows_none_of_them_and_recognises_the_same() {
    let failure = "The remote server returned an error: (403) Forbidden.";
    let report = |text: &str| diagnose(text.as_bytes(), &Known::nothing()).expect("text");
    let ids = |text: &str| -> Vec<String> {
        let found = report(text).matches.into_iter();
        found.map(|one| one.id).collect()
    };
    let wanted = ids(failure);
    assert!(!wanted.is_empty());
    for line in LINES {
        let evidence = json!({ "messages": [format!("{line} {failure}")] });
        for text in [
            format!("{line} {failure}"),
            format!("{failure} {line}"),
            format!("{line}\r\n{failure}"),
            evidence.to_string(),
            serde_json::to_string_pretty(&json!({ "messages": [evidence.to_string()] })).unwrap(),
        ] {
            assert_eq!(ids(&text), wanted, "{text}");
            let report = report(&text);
            let told = drawn(&report, &Styles::default());
            assert!(!told.contains(SECRET), "{text}\n{told}");
            let told = serde_json::to_string(&report).expect("JSON");
            assert!(!told.contains(SECRET), "{text}\n{told}");
        }
    }
    let text = format!("{} {failure}", LINES.join("\n"));
    for format in ["text", "json"] {
        let answer = run_with_input(folder().path(), &["diagnose", "--format", format], &text);
        assert_eq!(answer.code, Some(0));
        assert!(!answer.out.contains(SECRET), "{}", answer.out);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn any_text_is_masked_once(
        before in "\\PC{0,60}",
        line in 0..LINES.len(),
        after in "[ \\n;,'\"&}]{0,2}\\PC{0,60}",
    ) {
        let masked = mask(&format!("{before}{}{after}", LINES[line])).into_owned();
        let again = mask(&masked).into_owned();
        prop_assert!(again.len() <= masked.len() + MASK.len() * 4);
    }
}
