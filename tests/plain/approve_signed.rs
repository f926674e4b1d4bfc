//! Signatures of approvals: whose count.

use crate::approver::{Place, has, public};
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
