//! Signatures of approvals: what OpenSSH makes of them, which of its keys are refused.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use libtest_mimic::Trial;

use crate::approver::{Place, has, public};
use crate::customers::write;
use crate::tools::{all_there, trial};

pub fn trials() -> Vec<Trial> {
    let there = all_there(&["ssh-keygen"]);
    vec![
        trial(
            "openssh::it_makes_and_takes_the_same_signatures",
            there,
            same_signatures,
        ),
        trial(
            "openssh::keys_of_other_kinds_are_refused_in_plain_words",
            there,
            other_kinds,
        ),
    ]
}

fn same_signatures() {
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
    let taken = ssh_keygen(&place, verify, Some("out/contoso/approval.json")).expect("it starts");
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

fn other_kinds() {
    let place = Place::new();
    let made = |arguments: &str| {
        Command::new("ssh-keygen")
            .current_dir(place.0.path())
            .args(arguments.split(' '))
            .output()
    };
    // Two blanks: without a passphrase.
    let done = made("-q -t rsa -b 2048 -N  -C kim@contoso.com -f rsa").expect("it starts");
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
