//! From a tenant to the files of its bundle: pure, no clock, no disk, the same bytes every time.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::digest::sha256;
use crate::domain::{Cloud, Method};
use crate::lang::Lang;
use crate::layout::{self, CONFIG, FORMAT_VERSION, File, MANIFEST, SUMS};
use crate::origin;
use crate::runbook;
use crate::scripts;
use crate::settings;
use crate::step::{Numbered, Text};
use crate::steps;
use crate::tenant::Tenant;

impl Bundle {
    /// The SHA-256 of `SHA256SUMS`, which stands for the whole bundle; to be compared on the other side.
    #[must_use]
    pub fn sums_sha256(&self) -> String {
        let sums = self.files.iter().find(|file| file.path == SUMS);
        sums.map(|file| sha256(&file.bytes)).unwrap_or_default()
    }
}

/// A bundle in memory: its folder's name and its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Name of the folder.
    pub name: String,
    /// The files, in the order of their paths.
    pub files: Vec<File>,
}

#[derive(Serialize)]
struct Manifest<'a> {
    format_version: u32,
    tool: Tool,
    name: &'a str,
    method: Method,
    cloud: Cloud,
    config_sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    overlay: Option<Value>,
    steps: Vec<ManifestStep<'a>>,
    settings: Map<String, Value>,
    resources: Vec<ManifestResource<'a>>,
    files: Vec<ManifestFile<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
    commit: &'static str,
}

#[derive(Serialize)]
struct ManifestStep<'a> {
    number: usize,
    id: &'a str,
    context: &'static str,
    file: String,
}

/// A desired object, so that a bundle can be compared in meaning without its config.
#[derive(Serialize)]
struct ManifestResource<'a> {
    step: &'a str,
    kind: &'static str,
    key: String,
    properties: Vec<ManifestProperty>,
}

#[derive(Serialize)]
struct ManifestProperty {
    name: Text,
    value: Value,
}

#[derive(Serialize)]
struct ManifestFile<'a> {
    path: &'a str,
    sha256: &'a str,
    size: usize,
}

/// The config that a tenant was read from.
#[derive(Debug, Clone, Copy)]
pub enum Given<'a> {
    /// Its bytes, which go into the bundle as they are.
    File(&'a [u8]),
    /// Its digest, where there is no file: the bundle holds no copy then.
    Digest(&'a str),
}

impl<'a> From<&'a [u8]> for Given<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::File(bytes)
    }
}

impl<'a> From<&'a str> for Given<'a> {
    fn from(digest: &'a str) -> Self {
        Self::Digest(digest)
    }
}

impl<'a> From<&'a String> for Given<'a> {
    fn from(digest: &'a String) -> Self {
        Self::Digest(digest)
    }
}

/// Makes the bundle of a tenant.
#[must_use]
pub fn build<'a>(tenant: &Tenant, config: impl Into<Given<'a>>) -> Bundle {
    build_in(tenant, config, &[])
}

/// The same with documents in further languages; English is always there.
#[must_use]
pub fn build_in<'a>(tenant: &Tenant, config: impl Into<Given<'a>>, langs: &[Lang]) -> Bundle {
    let steps = steps::of(tenant);
    let mut files: Vec<File> = scripts::fixed().collect();
    let config_sha256 = &match config.into() {
        Given::Digest(digest) => digest.to_owned(),
        Given::File(bytes) => {
            files.push(File {
                path: CONFIG.to_owned(),
                bytes: bytes.to_vec().into(),
            });
            sha256(bytes)
        }
    };
    files.extend(scripts::files(tenant, &steps));
    let runbooks = runbook::files(tenant, &steps, &files, config_sha256, langs);
    files.extend(runbooks);
    if let Some(overlay) = &tenant.overlay {
        files.extend(overlay.files.iter().map(|(path, bytes)| File {
            path: format!("{}/{path}", layout::OVERLAY),
            bytes: bytes.clone().into(),
        }));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut digests: BTreeMap<String, String> = files
        .iter()
        .map(|file| (file.path.clone(), digest(file)))
        .collect();
    let manifest = manifest(tenant, config_sha256, &steps, &files, &digests);
    digests.insert(manifest.path.clone(), digest(&manifest));
    files.push(manifest);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.insert(0, sums(&digests));
    Bundle {
        name: tenant.name.clone(),
        files,
    }
}

fn digest(file: &File) -> String {
    scripts::digest(&file.path).map_or_else(|| sha256(&file.bytes), str::to_owned)
}

fn manifest(
    tenant: &Tenant,
    config_sha256: &str,
    steps: &[Numbered],
    files: &[File],
    digests: &BTreeMap<String, String>,
) -> File {
    let manifest = Manifest {
        format_version: FORMAT_VERSION,
        tool: Tool {
            name: origin::NAME,
            version: origin::VERSION,
            commit: origin::COMMIT,
        },
        name: &tenant.name,
        method: tenant.method,
        cloud: tenant.cloud,
        config_sha256,
        overlay: tenant.overlay.as_ref().map(|own| own.in_manifest()),
        steps: steps
            .iter()
            .map(|numbered| ManifestStep {
                number: numbered.number,
                id: &numbered.step.id,
                context: numbered.step.context.as_str(),
                file: numbered.path(),
            })
            .collect(),
        settings: settings::ALL
            .iter()
            .map(|setting| (setting.path.to_owned(), (setting.value)(tenant)))
            .collect(),
        resources: steps
            .iter()
            .flat_map(|numbered| resources(tenant, numbered))
            .collect(),
        files: files
            .iter()
            .map(|file| ManifestFile {
                path: &file.path,
                sha256: &digests[&file.path],
                size: file.bytes.len(),
            })
            .collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
    bytes.push(b'\n');
    File {
        path: MANIFEST.to_owned(),
        bytes: bytes.into(),
    }
}

fn resources<'a>(tenant: &Tenant, numbered: &Numbered<'a>) -> Vec<ManifestResource<'a>> {
    let properties = |(name, value)| ManifestProperty { name, value };
    steps::objects(tenant, numbered.step)
        .into_iter()
        .map(|resource| ManifestResource {
            step: &numbered.step.id,
            kind: resource.kind,
            key: resource.key,
            properties: resource.properties.into_iter().map(properties).collect(),
        })
        .collect()
}

/// In the form of `sha256sum`: digest, two spaces, path.
fn sums(digests: &BTreeMap<String, String>) -> File {
    let lines: String = digests
        .iter()
        .map(|(path, digest)| format!("{digest}  {path}\n"))
        .collect();
    File {
        path: SUMS.to_owned(),
        bytes: lines.into_bytes().into(),
    }
}
