//! From a tenant to the files of its bundle: pure, no clock, no disk, the same bytes every time.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::domain::{Cloud, Method};
use crate::lang::Lang;
use crate::origin::{self, ORIGIN};
use crate::overlay;
use crate::powershell;
use crate::runbook;
use crate::settings;
use crate::source::config_sha256;
use crate::step::{Numbered, Text};
use crate::steps;
use crate::templates;
use crate::tenant::Tenant;

mod failures;
mod fixed;
mod own_code;
mod shared;
mod values;

pub(crate) use fixed::{common_script, scripts as shared_scripts};
pub use values::Values;
pub(crate) use values::next;

/// Layout of `manifest.json`.
pub const FORMAT_VERSION: u32 = 1;

/// The script that all others load.
pub const COMMON: &str = "common.ps1";

/// The table of failures, which is loaded when something failed.
pub const FAILURES: &str = "failures.ps1";

/// The facts of the organisation and the table of steps.
pub const ORGANIZATION: &str = "organization.ps1";

/// The script that compares the bundle with its manifest where the program is not at hand.
pub const TEST_BUNDLE: &str = "Test-Bundle.ps1";

/// The script that says from the evidence what was done.
pub const BUNDLE_STATUS: &str = "Get-BundleStatus.ps1";

/// Folders that the scripts write; a regeneration leaves them alone.
pub const WRITTEN_BY_SCRIPTS: [&str; 3] = ["handoff", "evidence", "state"];

/// The approval of a bundle, beside its manifest and in no list of it.
pub const APPROVAL: &str = "approval.json";

/// The signature of the approval, as `ssh-keygen -Y sign` names it.
pub const APPROVAL_SIGNATURE: &str = "approval.json.sig";

/// Both.
pub const APPROVALS: [&str; 2] = [APPROVAL, APPROVAL_SIGNATURE];

/// The name of the manifest in a bundle.
pub const MANIFEST: &str = "manifest.json";

/// The copy of the config that the bundle was made from, byte for byte.
pub const CONFIG: &str = "config.json";

/// The licence of what the bundle holds.
pub const LICENSE: &str = "LICENSE";

/// The name of the list of digests in a bundle.
pub const SUMS: &str = "SHA256SUMS";

/// One file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the bundle's folder, with forward slashes.
    pub path: String,
    /// The content.
    pub bytes: Cow<'static, [u8]>,
}

impl Bundle {
    /// The SHA-256 of `SHA256SUMS`, which stands for the whole bundle; to be compared on the other side.
    #[must_use]
    pub fn sums_sha256(&self) -> String {
        let sums = self.files.iter().find(|file| file.path == "SHA256SUMS");
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

/// SHA-256 as 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// A script that is still to be rendered.
#[derive(Debug, Clone, Serialize)]
pub struct Script<'a> {
    /// Relative to the bundle's folder, with forward slashes.
    pub path: String,
    /// Name of the template in the engine.
    pub template: String,
    /// The values of the template.
    pub context: Values<'a>,
}

impl Script<'_> {
    /// Its text as the template gives it; lines end with a line feed only.
    #[must_use]
    pub fn render(&self) -> String {
        templates::render(&self.template, &self.context)
    }
}

/// The scripts of some steps, each with its template and values.
#[must_use]
pub fn scripts<'a>(tenant: &Tenant, steps: &[Numbered<'a>]) -> Vec<Script<'a>> {
    let scripts: Vec<Script<'a>> = steps
        .iter()
        .map(|numbered| Script {
            path: numbered.path(),
            template: numbered.step.template_name(),
            context: Values::of(tenant, numbered),
        })
        .collect();
    let names: Vec<&str> = scripts.iter().map(|one| one.template.as_str()).collect();
    templates::prepare(&names);
    scripts
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
    let mut files: Vec<File> = fixed::files().collect();
    let config_sha256 = &match config.into() {
        Given::Digest(digest) => digest.to_owned(),
        Given::File(bytes) => {
            files.push(File {
                path: CONFIG.to_owned(),
                bytes: bytes.to_vec().into(),
            });
            config_sha256(bytes)
        }
    };
    let rendered = scripts(tenant, &steps).into_iter().zip(&steps);
    let step_scripts: Vec<File> = rendered
        .map(|(one, numbered)| File {
            bytes: own_code::put(script(&one.render()), numbered.step.own_code()).into(),
            path: one.path,
        })
        .collect();
    files.push(File {
        path: ORGANIZATION.to_owned(),
        bytes: script(&organization(tenant, &steps, &step_scripts)).into(),
    });
    files.extend(step_scripts);
    let runbooks = runbook::files(tenant, &steps, &files, config_sha256, langs);
    files.extend(runbooks);
    if let Some(overlay) = &tenant.overlay {
        files.extend(overlay.files.iter().map(|(path, bytes)| File {
            path: format!("{}/{path}", overlay::FOLDER),
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

/// The facts of the organisation, the table of steps, and what only such bundles have.
fn organization(tenant: &Tenant, steps: &[Numbered], scripts: &[File]) -> String {
    let values = values::Organization::of(tenant, steps);
    let facts = templates::render("organization.ps1.tera", &values);
    let parts = shared::called_by(scripts);
    [&[facts.as_str()][..], &parts].concat().join("\n")
}

fn digest(file: &File) -> String {
    fixed::digest(&file.path).map_or_else(|| sha256(&file.bytes), str::to_owned)
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
    numbered
        .step
        .objects(tenant)
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

/// A script as Windows PowerShell 5.1 reads it on every system: CRLF, no two blank lines in a row. Its second line
/// says what wrote it.
fn script(text: &str) -> Vec<u8> {
    let (requires, text) = text.split_once('\n').unwrap_or((text, ""));
    let text = &format!("{requires}\n# Written by {}\n{text}", *ORIGIN);
    let mut out = String::with_capacity(text.len() + text.len() / 20);
    let mut blank = false;
    for line in powershell::wrap(text.trim_end()).lines() {
        let line = line.trim_end();
        if line.is_empty() && blank {
            continue;
        }
        blank = line.is_empty();
        out.push_str(line);
        out.push_str("\r\n");
    }
    out.into_bytes()
}
