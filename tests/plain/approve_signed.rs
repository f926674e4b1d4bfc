//! Signatures of approvals: whose count, what OpenSSH makes of them, which keys are refused.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::approve::{Place, has, public};
use crate::customers::write;

#[test]
fn only_signatures_of_those_who_may_count() {
    let place = Place::new();
    let (public, other) = (public(7), public(8));
    place.approve(&[], 0);
    let check = |signers: &str, code| {
        write(&place.path("signers"), signers);
        place.verify(&["--allowed-signers", "signers"], code)
    };
    has(&check(&public, 2), &["it is not signed"]);
    place.approve(&["--sign", "key", "--force"], 0);
    let key = public.rsplit_once(' ').expect("with a comment").0;
    for signers in [
        format!("# who may\n\n{other}\nkim@contoso.com {key}"),
        format!("\"kim@contoso.com\" namespaces=\"git,hybrid-oauth\" {key}"),
        format!("kim@contoso.com valid-after=\"20200101Z\",valid-before=\"99991231\" {key} note"),
    ] {
        has(&check(&signers, 0), &["signed by kim@contoso.com"]);
    }
    for (signers, why) in [
        (other.clone(), "by a key that no signer has"),
        (
            format!("kim namespaces=\"git\" {key}"),
            "kim may not sign it: the namespace",
        ),
        (
            format!("kim valid-before=\"20200101\" {key}"),
            "not valid any more",
        ),
        (
            format!("kim valid-after=\"99991231\" {key}"),
            "not valid yet",
        ),
        (
            format!("kim cert-authority {key}\n{other}"),
            "by a key that no signer has",
        ),
    ] {
        has(&check(&signers, 2), &[why]);
    }
    for (signers, why) in [
        ("# none\n".to_owned(), "names no signer"),
        (
            format!("kim no-such=\"1\" {key}"),
            "line 1: it has the unknown option no-such",
        ),
        (
            "kim ssh-ed25519 AAAA".to_owned(),
            "line 1: its key cannot be read",
        ),
        (
            key.replace("ssh-ed25519", "kim"),
            "it has no principals, type and key",
        ),
    ] {
        has(&check(&signers, 1), &[why]);
    }
    let unsigned = place
        .text("out/contoso/approval.json.sig")
        .replace('A', "B");
    write(&place.path("out/contoso/approval.json.sig"), unsigned);
    has(&check(&public, 2), &["not approved", "its signature"]);
}

#[test]
fn openssh_makes_and_takes_the_same_signatures() {
    let ssh_keygen = |place: &Place, arguments: &str, stdin: Option<&str>| {
        let stdin = stdin.map(|file| fs::File::open(place.path(file)).expect("there"));
        Command::new("ssh-keygen")
            .current_dir(place.0.path())
            .args(arguments.split(' '))
            .stdin(stdin.map_or_else(Stdio::null, Stdio::from))
            .output()
    };
    let place = Place::new();
    place.approve(&["--sign", "key"], 0);
    write(
        &place.path("signers"),
        format!("kim@contoso.com {}", public(7)),
    );
    let verify =
        "-Y verify -f signers -I kim@contoso.com -n hybrid-oauth -s out/contoso/approval.json.sig";
    let Ok(taken) = ssh_keygen(&place, verify, Some("out/contoso/approval.json")) else {
        eprintln!("no ssh-keygen here");
        return;
    };
    assert!(taken.status.success(), "{taken:?}");
    fs::remove_file(place.path("out/contoso/approval.json.sig")).expect("removed");
    only_owner_reads(&place.path("key"));
    let made = ssh_keygen(
        &place,
        "-q -Y sign -n hybrid-oauth -f key out/contoso/approval.json",
        None,
    );
    assert!(made.is_ok_and(|made| made.status.success()));
    has(
        &place.verify(&["--allowed-signers", "signers"], 0),
        &["signed by kim@contoso.com"],
    );
    fs::remove_file(place.path("out/contoso/approval.json.sig")).expect("removed");
    let other = ssh_keygen(
        &place,
        "-q -Y sign -n git -f key out/contoso/approval.json",
        None,
    );
    assert!(other.is_ok_and(|made| made.status.success()));
    has(
        &place.verify(&["--allowed-signers", "signers"], 2),
        &["its signature does not fit it"],
    );
}

#[test]
fn keys_of_other_kinds_are_refused_in_plain_words() {
    let place = Place::new();
    let made = |arguments: &str| {
        Command::new("ssh-keygen")
            .current_dir(place.0.path())
            .args(arguments.split(' '))
            .output()
    };
    // Two blanks: without a passphrase.
    let Ok(done) = made("-q -t rsa -b 2048 -N  -C kim@contoso.com -f rsa") else {
        eprintln!("no ssh-keygen here");
        return;
    };
    assert!(done.status.success(), "{done:?}");
    let kinds = ["ssh-rsa", "ssh-ed25519 and ecdsa-sha2-nistp256 keys alone"];
    has(&place.approve(&["--sign", "rsa"], 1), &kinds);
    assert!(!place.path("out/contoso/approval.json").exists());
    place.approve(&[], 0);
    let done = made("-q -Y sign -n hybrid-oauth -f rsa out/contoso/approval.json");
    assert!(done.is_ok_and(|done| done.status.success()));
    let said = place.verify(&["--allowed-signers", "rsa.pub"], 2);
    has(
        &said,
        &["its signature is not checked", "ssh-keygen -Y verify"],
    );
    has(&said, &kinds[1..]);
}

#[cfg(unix)]
fn only_owner_reads(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("changed");
}

#[cfg(not(unix))]
fn only_owner_reads(_: &Path) {}
