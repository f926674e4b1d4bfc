//! One of the two things compared: a bundle on disk, or the bundle that a config would become.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::bundle::{self, Bundle};
use crate::digest::sha256;
use crate::lang::Lang;
use crate::layout::{APPROVALS, FORMAT_VERSION, MANIFEST, SUMS, WRITTEN_BY_SCRIPTS};
use crate::origin::said;
use crate::output::unpack;
use crate::overlay::{self, source};
use crate::own::Own;
use crate::tenant::Tenant;
use crate::{files, visible};

const APPROVED: &str = "approval";

/// `manifest.json`, as far as it is compared; older bundles have no settings and no resources.
#[derive(Debug, Clone, Deserialize)]
pub struct Manifest {
    format_version: u32,
    /// The program that wrote it.
    pub tool: Tool,
    /// Name of the bundle's folder.
    pub name: String,
    /// The method's id.
    pub method: String,
    /// The cloud's id.
    pub cloud: String,
    /// The overlay that it was made with.
    pub overlay: Option<Overlay>,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// What the config said, by the names of [`crate::settings`].
    pub settings: Option<Map<String, Value>>,
    /// The objects that the bundle wants.
    pub resources: Option<Vec<Object>>,
    files: Vec<Listed>,
}

/// The program that wrote a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The commit it was built from; empty where an older one did not say.
    #[serde(default)]
    pub commit: String,
}

impl std::fmt::Display for Tool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&said(&self.name, &self.version, &self.commit))
    }
}

/// The overlay of a bundle, as its manifest names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Overlay {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The digest over its files.
    pub sha256: String,
}

impl std::fmt::Display for Overlay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} (sha256 {})", self.name, self.version, self.sha256)
    }
}

/// A step of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Step {
    /// Place in the order; 0 for `collect`.
    pub number: usize,
    /// Id of the step.
    pub id: String,
    /// Folder of its shell.
    pub context: String,
    /// Path of its script.
    pub file: String,
}

/// An object as a bundle wants it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Object {
    /// The step that makes sure of it.
    pub step: String,
    /// Its kind.
    pub kind: String,
    /// What it is found by.
    pub key: String,
    /// Its properties.
    pub properties: Vec<Property>,
}

impl Object {
    /// The value of a property.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        let mut found = self.properties.iter().filter(|one| one.name == name);
        found.next().map(|property| &property.value)
    }
}

/// A property with its value.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Property {
    /// Its documented name.
    pub name: String,
    /// The wanted value.
    pub value: Value,
}

#[derive(Debug, Clone, Deserialize)]
struct Listed {
    path: String,
    sha256: String,
}

/// One of the two things compared.
#[derive(Debug, Clone)]
pub struct Side {
    /// As it was named on the command line.
    pub path: String,
    /// `config`, `bundle` or `approval`.
    pub kind: &'static str,
    /// What it says of itself.
    pub manifest: Manifest,
    /// What the organisation changes about the steps, where that is known.
    pub own: Arc<Own>,
    /// Every file but what came later, by path; of an approval the manifest alone.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Side {
    /// What a config would become, with runbooks in these languages besides English.
    ///
    /// # Errors
    /// Never for a bundle that this program makes.
    pub fn from_tenant(
        path: &str,
        tenant: &Tenant,
        config: &[u8],
        langs: &[Lang],
    ) -> Result<Self, String> {
        let side = Self::from_bundle(path, bundle::build_in(tenant, config, langs))?;
        Ok(Self {
            own: Arc::clone(&tenant.own_steps),
            ..side
        })
    }

    /// A bundle that was made of a config.
    ///
    /// # Errors
    /// Never for a bundle that this program makes.
    pub fn from_bundle(path: &str, bundle: Bundle) -> Result<Self, String> {
        let files: BTreeMap<_, _> = bundle
            .files
            .into_iter()
            .map(|file| (file.path, file.bytes.into_owned()))
            .collect();
        Self::from_files(path, "config", files)
    }

    /// A bundle on disk.
    ///
    /// # Errors
    /// When the folder is no bundle or cannot be read: what is wrong and what to do.
    pub fn from_folder(folder: &Path) -> Result<Self, String> {
        let shown = folder.to_string_lossy().into_owned();
        if !folder.join(MANIFEST).is_file() {
            return Err(format!(
                "{} is no bundle: it has no {MANIFEST}\n  help: {}",
                visible::path(folder),
                near(folder)
            ));
        }
        Self::from_files(&shown, "bundle", read_all(folder)?)
    }

    /// The bundle that was approved, of which there is the manifest alone.
    ///
    /// # Errors
    /// When the manifest is none.
    pub fn from_manifest(path: &str, manifest: Vec<u8>) -> Result<Self, String> {
        Self::from_files(path, APPROVED, [(MANIFEST.to_owned(), manifest)].into())
    }

    /// The digest by which an approval names it.
    #[must_use]
    pub fn manifest_sha256(&self) -> String {
        sha256(self.files.get(MANIFEST).map_or(&[], Vec::as_slice))
    }

    /// Whether only digests of its files are known.
    pub(super) fn is_manifest_alone(&self) -> bool {
        self.kind == APPROVED
    }

    /// The digest of a file as its manifest states it.
    pub(super) fn listed(&self, path: &str) -> Option<&str> {
        let mut files = self.manifest.files.iter();
        files
            .find(|file| file.path == path)
            .map(|file| file.sha256.as_str())
    }

    /// Every path of the bundle, those of its lists apart.
    pub(super) fn paths(&self) -> BTreeSet<&str> {
        let listed = self.manifest.files.iter().map(|file| file.path.as_str());
        let there = self.files.keys().map(String::as_str);
        let all: Box<dyn Iterator<Item = &str>> = match self.is_manifest_alone() {
            true => Box::new(listed),
            false => Box::new(there),
        };
        all.filter(|path| ![MANIFEST, SUMS].contains(path))
            .collect()
    }

    /// A bundle in an archive.
    ///
    /// # Errors
    /// When the archive holds no bundle or cannot be read: what is wrong and what to do.
    pub fn from_archive(path: &Path) -> Result<Self, String> {
        let shown = path.to_string_lossy().into_owned();
        let mut files = unpack(path).map_err(|error| {
            format!("{shown} cannot be read: {error}\n  help: get the archive anew, or name the folder of the bundle")
        })?;
        if !files.contains_key(MANIFEST) {
            return Err(format!(
                "{shown} is no bundle: it has no {MANIFEST}\n  help: name an archive that `hybrid-oauth generate --zip` wrote"
            ));
        }
        files.retain(|path, _| {
            let (top, _) = path.split_once('/').unwrap_or_default();
            !WRITTEN_BY_SCRIPTS.contains(&top) && !APPROVALS.contains(&path.as_str())
        });
        Self::from_files(&shown, "bundle", files)
    }

    fn from_files(
        path: &str,
        kind: &'static str,
        files: BTreeMap<String, Vec<u8>>,
    ) -> Result<Self, String> {
        let bytes = files.get(MANIFEST).map(Vec::as_slice).unwrap_or_default();
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| {
            format!(
                "{}/{MANIFEST} cannot be used: {}\n  help: write the bundle anew with `hybrid-oauth generate`",
                visible::visible(path), visible::visible(&error.to_string())
            )
        })?;
        if manifest.format_version != FORMAT_VERSION {
            return Err(format!(
                "{}/{MANIFEST} has the format {}, this program knows {FORMAT_VERSION}\n  help: use the version that wrote it ({}) or a later one",
                visible::visible(path),
                manifest.format_version,
                visible::visible(&manifest.tool.version)
            ));
        }
        Ok(Self {
            // A bundle carries its overlay, and so the texts of its own steps.
            own: match &manifest.overlay {
                Some(_) => overlay::read("", source::of_bundle(&files))
                    .overlay
                    .map(|one| one.own)
                    .unwrap_or_default(),
                None => Arc::default(),
            },
            path: path.to_owned(),
            kind,
            manifest,
            files,
        })
    }

    /// The languages of its runbooks.
    #[must_use]
    pub fn langs(&self) -> Vec<Lang> {
        let has = |lang: &Lang| {
            self.files
                .contains_key(&format!("RUNBOOK{}.md", lang.infix()))
        };
        Lang::ALL.into_iter().filter(has).collect()
    }

    /// The step of that id; `collect` is one a shell, so the first of these.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.manifest.steps.iter().find(|step| step.id == id)
    }

    /// A setting; null where it is not set or not known.
    #[must_use]
    pub fn setting(&self, path: &str) -> &Value {
        let settings = self.manifest.settings.as_ref();
        settings
            .and_then(|settings| settings.get(path))
            .unwrap_or(&Value::Null)
    }

    /// Files that are not as the bundle's own lists say, in the order of their paths.
    #[must_use]
    pub fn altered(&self) -> Vec<&str> {
        if self.is_manifest_alone() {
            return Vec::new();
        }
        let listed: BTreeMap<&str, &str> = self
            .manifest
            .files
            .iter()
            .map(|file| (file.path.as_str(), file.sha256.as_str()))
            .collect();
        let sums = String::from_utf8_lossy(self.files.get(SUMS).map_or(&[], Vec::as_slice));
        let manifest = sums
            .lines()
            .find_map(|line| line.strip_suffix(&format!("  {MANIFEST}")));
        let mut found: Vec<&str> = self
            .files
            .iter()
            .filter(|(path, bytes)| match path.as_str() {
                SUMS => false,
                MANIFEST => manifest != Some(sha256(bytes).as_str()),
                path => listed.get(path) != Some(&sha256(bytes).as_str()),
            })
            .map(|(path, _)| path.as_str())
            .collect();
        found.extend(
            listed
                .keys()
                .filter(|path| !self.files.contains_key(**path)),
        );
        found.sort_unstable();
        found
    }
}

/// Where a bundle may be, when it is not here.
fn near(folder: &Path) -> String {
    let mut inside: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join(MANIFEST).is_file())
        .collect();
    inside.sort();
    match inside.first() {
        Some(path) => format!("there is one in {}", visible::path(path)),
        None => "name a config, or a folder that `hybrid-oauth generate` wrote".into(),
    }
}

/// Every file below a folder, without what came to it later.
fn read_all(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let wrong = |path: &Path, error| {
        format!(
            "{} cannot be read: {error}\n  help: look at it and its permissions",
            visible::path(path)
        )
    };
    let mut files = BTreeMap::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| wrong(&folder, error))? {
            let entry = entry.map_err(|error| wrong(&folder, error))?;
            let (path, name) = (entry.path(), entry.file_name());
            let below = format!("{prefix}{}", name.to_string_lossy());
            let kind = entry.file_type().map_err(|error| wrong(&path, error))?;
            let later: &[&str] = match kind.is_dir() {
                true => &WRITTEN_BY_SCRIPTS,
                false => &APPROVALS,
            };
            if prefix.is_empty() && later.contains(&below.as_str()) {
                continue;
            }
            if kind.is_dir() {
                folders.push((path, below + "/"));
            } else {
                let bytes = files::read_no_link(&path, files::BUNDLE_LIMIT)
                    .map_err(|error| wrong(&path, error))?;
                files.insert(below, bytes);
            }
        }
    }
    Ok(files)
}
