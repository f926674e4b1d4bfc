//! The files that are the same for every organisation: made once, however many bundles there are.

use std::sync::LazyLock;

use serde_json::json;

use super::{failures, finished};
use crate::digest::sha256;
use crate::layout::{
    APPROVALS, BUNDLE_STATUS, COMMON, FAILURES, FORMAT_VERSION, File, LICENSE, MANIFEST, SUMS,
    TEST_BUNDLE, WRITTEN_BY_SCRIPTS,
};
use crate::templates::{prepare, render};

/// Their templates.
const TABLE: &str = "failures.ps1.tera";
const TEST: &str = "test-bundle.ps1.tera";
const STATUS: &str = "get-bundle-status.ps1.tera";

struct Fixed {
    path: &'static str,
    bytes: Vec<u8>,
    digest: String,
}

static FIXED: LazyLock<[Fixed; 5]> = LazyLock::new(|| {
    prepare(&[TABLE, TEST, STATUS]);
    let failures = render(TABLE, &failures::Table::of_bundles());
    let license = include_str!("../../LICENSE").as_bytes().to_vec();
    [
        (COMMON, finished(&joined())),
        (FAILURES, finished(&failures)),
        (LICENSE, license),
        (TEST_BUNDLE, finished(&test_bundle())),
        (BUNDLE_STATUS, finished(&bundle_status())),
    ]
    .map(|(path, bytes)| {
        let digest = sha256(&bytes);
        Fixed {
            path,
            bytes,
            digest,
        }
    })
});

fn find(path: &str) -> Option<&'static Fixed> {
    FIXED.iter().find(|file| file.path == path)
}

pub(crate) fn files() -> impl Iterator<Item = File> {
    FIXED.iter().map(|file| File {
        path: file.path.to_owned(),
        bytes: file.bytes.as_slice().into(),
    })
}

/// Those of them that are scripts, with their digests.
pub(crate) fn digests() -> impl Iterator<Item = (&'static str, &'static str)> {
    let scripts = FIXED.iter().filter(|file| file.path.ends_with(".ps1"));
    scripts.map(|file| (file.path, file.digest.as_str()))
}

/// The digest of a file by its path, where it is one of these.
pub(crate) fn digest(path: &str) -> Option<&'static str> {
    find(path).map(|file| file.digest.as_str())
}

/// The bytes of one of these.
pub(crate) fn bytes(path: &str) -> &'static [u8] {
    &find(path).expect("it is one of these").bytes
}

/// Its parts in their order.
fn joined() -> String {
    [
        include_str!("../../templates/common/head.ps1"),
        include_str!("../../templates/common/values.ps1"),
        include_str!("../../templates/common/messages.ps1"),
        include_str!("../../templates/common/evidence.ps1"),
        include_str!("../../templates/common/record.ps1"),
        include_str!("../../templates/common/proven.ps1"),
        include_str!("../../templates/common/retry.ps1"),
        include_str!("../../templates/common/context.ps1"),
        include_str!("../../templates/common/approval.ps1"),
        include_str!("../../templates/common/changes.ps1"),
        include_str!("../../templates/common/certificate.ps1"),
        include_str!("../../templates/common/handoff.ps1"),
        include_str!("../../templates/common/diagnosis.ps1"),
        include_str!("../../templates/common/resources.ps1"),
        include_str!("../../templates/common/reading.ps1"),
        include_str!("../../templates/common/servers.ps1"),
        include_str!("../../templates/common/collect.ps1"),
        include_str!("../../templates/common/graph.ps1"),
        include_str!("../../templates/common/keys.ps1"),
        include_str!("../../templates/common/tests.ps1"),
        include_str!("../../templates/common/step.ps1"),
    ]
    .join("\n")
}

fn test_bundle() -> String {
    render(
        TEST,
        &json!({
            "format_version": FORMAT_VERSION,
            "manifest": MANIFEST,
            "sums": SUMS,
            "tool": env!("CARGO_PKG_NAME"),
            "written_by_scripts": WRITTEN_BY_SCRIPTS,
            "beside": ([&[MANIFEST, SUMS], &APPROVALS[..]].concat()),
        }),
    )
}

fn bundle_status() -> String {
    render(STATUS, &json!({ "manifest": MANIFEST }))
}
