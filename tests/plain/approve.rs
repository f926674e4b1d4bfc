//! `approve`, and what `verify` and `generate --check` say about an approval.

use std::fs;

use hybrid_oauth::digest::sha256;
use serde_json::Value;

use crate::approver::{Place, has};
use crate::customers::write;

#[test]
fn an_approval_names_the_manifest_who_when_and_why() {
    let place = Place::new();
    has(&place.verify(&[], 2), &["not approved", "no approval.json"]);
    has(
        &place.approve(&[], 0),
        &["approved: out", "contoso (CHG0030412, by 김민수, 2"],
    );
    let approval = place.approval();
    let manifest = fs::read(place.path("out/contoso/manifest.json")).expect("it is there");
    assert_eq!(approval["manifest_sha256"], sha256(&manifest));
    assert_eq!(approval["by"], "김민수");
    assert_eq!(approval["reference"], "CHG0030412");
    assert_eq!(approval["name"], "contoso");
    let given = approval["given"].as_str().expect("a text");
    assert!(given.len() == 20 && given.ends_with('Z') && given.as_bytes()[10] == b'T');
    has(&place.verify(&[], 0), &["approved: ", "not signed"]);
    has(&place.check(0), &["same: contoso", "approved: "]);
}

#[test]
fn an_approval_is_no_part_of_the_bundle() {
    let place = Place::new();
    place.approve(&["--sign", "key"], 0);
    place.say(&["verify", "out/contoso"], 0);
    place.say(&["diff", "configs/contoso.json", "out/contoso"], 0);
    place.say(&["generate", "configs", "-o", "out"], 0);
    place.edit(
        "configs/contoso.json",
        "mail.contoso.example",
        "post.contoso.example",
    );
    has(
        &place.say(&["generate", "configs", "-o", "out"], 0),
        &["replaced: "],
    );
    assert!(place.path("out/contoso/approval.json").is_file());
    assert!(place.path("out/contoso/approval.json.sig").is_file());
}

#[test]
fn another_bundle_is_not_approved_and_what_differs_is_said() {
    let place = Place::new();
    place.approve(&[], 0);
    place.edit(
        "configs/contoso.json",
        "mail.contoso.example",
        "post.contoso.example",
    );
    place.say(&["generate", "configs", "-o", "out", "-q"], 0);
    let meaning = [
        "not approved: ",
        "manifest.json is not the one that was approved",
        "on_premises.hosts.mail: mail.contoso.example -> post.contoso.example",
        "~ ServicePrincipal 00000002-0000-0ff1-ce00-000000000000 (change)",
        "the script adds, where it is missing: https://post.contoso.example/",
    ];
    has(&place.verify(&[], 2), &meaning);
    has(&place.check(2), &meaning);
    let json: Value = serde_json::from_str(&place.verify(&["--format", "json"], 2)).expect("JSON");
    assert_eq!(json["same"], true);
    assert_eq!(json["approval"]["approved"], false);
    let settings = &json["approval"]["difference"]["settings"];
    assert_eq!(settings[0]["name"], "on_premises.hosts.mail");
    // What was delivered is not what was approved, but the config still is: lines are compared.
    place.edit(
        "configs/contoso.json",
        "post.contoso.example",
        "mail.contoso.example",
    );
    has(
        &place.check(2),
        &["-    Hosts = @('mail.contoso.example'", "+    Hosts = "],
    );
}

#[test]
fn altered_files_are_not_approved() {
    let place = Place::new();
    place.approve(&[], 0);
    let script = "out/contoso/organization.ps1";
    place.edit(script, "mail.contoso.example", "evil.contoso.example");
    has(
        &place.verify(&[], 2),
        &[
            "files are not those of the approved manifest.json",
            "changed: organization.ps1",
            "-    Hosts ",
            "evil.contoso.example",
        ],
    );
    has(&place.check(2), &["-    Hosts ", "evil.contoso.example"]);
    has(
        &place.approve(&["--force"], 1),
        &["is not as it was written"],
    );
}

#[test]
fn an_altered_approval_does_not_count() {
    let place = Place::new();
    place.approve(&["--sign", "key"], 0);
    let whole = place.text("out/contoso/approval.json");
    let signers = ["--allowed-signers", "key.pub"];
    place.verify(&signers, 0);
    for (from, to, why) in [
        ("CHG0030412", "CHG0030413", "its signature does not fit it"),
        (
            "mail.contoso.example",
            "evil.contoso.example",
            "is not whole",
        ),
        ("\"given\"", "\"taken\"", "is no approval"),
        (
            "\"format_version\": 1",
            "\"format_version\": 2",
            "has format version 2",
        ),
        ("김민수", "\\u202e", "which cannot be printed"),
    ] {
        write(&place.path("out/contoso/approval.json"), &whole);
        place.edit("out/contoso/approval.json", from, to);
        has(&place.verify(&signers, 2), &["not approved", why]);
    }
}

#[test]
fn no_approval_is_lost_by_accident() {
    let place = Place::new();
    place.approve(&["--sign", "key"], 0);
    has(
        &place.approve(&[], 1),
        &["it was approved before (CHG0030412, by 김민수", "--force"],
    );
    place.approve(&["--force"], 0);
    // The signature of the first must not stand beside the second.
    assert!(!place.path("out/contoso/approval.json.sig").exists());
}

#[test]
fn what_cannot_be_approved_is_refused() {
    let place = Place::new();
    has(
        &place.approve(&["--sign", "none"], 1),
        &["the key none cannot be read"],
    );
    has(
        &place.approve(&["--sign", "key.pub"], 1),
        &["cannot be used", "ssh-keygen -Y sign -n hybrid-oauth"],
    );
    assert!(!place.path("out/contoso/approval.json").exists());
    for by in ["", "a\u{7}", "\u{202e}a"] {
        let arguments = ["approve", "out/contoso", "--by", by, "--reference", "C"];
        place.say(&arguments, 64);
    }
    has(
        &place.say(&["approve", "configs", "--by", "a", "--reference", "b"], 1),
        &["is no bundle", "RUNBOOK.md"],
    );
    place.say(&["generate", "configs", "-o", "out", "--approved"], 64);
}
