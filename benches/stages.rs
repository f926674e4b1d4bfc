//! The stages of `generate`, one organisation each: `cargo bench --bench stages`.

use divan::{Bencher, black_box};
use hybrid_oauth::bundle::{self, Bundle};
use hybrid_oauth::digest;
use hybrid_oauth::load::load;
use hybrid_oauth::loaded::Loaded;
use hybrid_oauth::output::{Archive, Output, compare};
use hybrid_oauth::tenant::Tenant;
use tempfile::TempDir;

const CONFIG: &[u8] = include_bytes!("../examples/contoso.json");

fn main() {
    divan::main();
}

fn loaded() -> Loaded {
    load("contoso.json", CONFIG)
}

fn tenant() -> Tenant {
    loaded().tenant.expect("the example has no errors")
}

fn bundle() -> Bundle {
    bundle::build(&tenant(), &loaded().sha256)
}

/// Bytes to tenant: syntax, structure, values, rules.
#[divan::bench]
fn read_and_resolve() -> Loaded {
    load("contoso.json", black_box(CONFIG))
}

/// Tenant to bundle: scripts, runbook, manifest with its digests.
#[divan::bench]
fn render(bencher: Bencher<'_, '_>) {
    let tenant = tenant();
    bencher.bench_local(|| bundle::build(black_box(&tenant), "0"));
}

/// SHA-256 of every file of a bundle, which `render` has in it.
#[divan::bench]
fn digest(bencher: Bencher<'_, '_>) {
    let bundle = bundle();
    bencher.bench_local(|| -> Vec<String> {
        let files = bundle.files.iter();
        files
            .map(|file| digest::sha256(black_box(&file.bytes)))
            .collect()
    });
}

/// A bundle to an empty folder.
#[divan::bench]
fn write(bencher: Bencher<'_, '_>) {
    let bundle = bundle();
    bencher
        .with_inputs(|| TempDir::new().expect("a folder"))
        .bench_local_values(|folder| {
            let output = Output::open(folder.path()).expect("a folder");
            output.write(&bundle, false).expect("room for it");
            // Dropping the folder is not part of the work.
            folder
        });
}

/// A bundle against the same bytes on disk: what a second run does.
#[divan::bench]
fn compare_unchanged(bencher: Bencher<'_, '_>) {
    let (bundle, folder) = (bundle(), TempDir::new().expect("a folder"));
    let output = Output::open(folder.path()).expect("a folder");
    output.write(&bundle, false).expect("room for it");
    bencher.bench_local(|| compare(black_box(&bundle), folder.path()).expect("readable"));
}

/// A bundle to an archive in memory.
#[divan::bench]
fn archive(bencher: Bencher<'_, '_>) {
    let bundle = bundle();
    bencher.bench_local(|| Archive::of(black_box(&bundle)).expect("it fits"));
}
