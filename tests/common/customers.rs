//! Customers of a provider: small configs, and their bundles on disk.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder for one test.
pub fn folder() -> TempDir {
    TempDir::new().expect("a temporary folder")
}

/// A config without mistakes and without warnings but that of the tests left out.
pub fn config(name: &str) -> Value {
    let domain = format!("{}.example", name.to_lowercase());
    json!({
        "name": name,
        "tenant": {
            "initial_domain": format!("{}.onmicrosoft.com", name.to_lowercase().replace('.', "")),
            "id": "11111111-2222-3333-4444-555555555555",
        },
        "on_premises": {
            "smtp_domains": [domain],
            "hosts": {
                "mail": format!("mail.{domain}"),
                "autodiscover": format!("autodiscover.{domain}"),
            },
        },
        "verification": {
            "on_premises_mailbox": format!("User1@{domain}"),
            "online_mailbox": format!("AdeleV@{domain}"),
        },
    })
}

/// Writes a file and the folders it needs.
pub fn write(path: &Path, content: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, content).expect("a file");
}

/// Writes a config.
pub fn write_config(path: &Path, config: &Value) {
    write(path, serde_json::to_vec_pretty(config).expect("plain data"));
}

/// Writes `configs/NAME.json` for each name.
pub fn write_configs(folder: &Path, names: &[&str]) {
    for name in names {
        write_config(
            &folder.join("configs").join(format!("{name}.json")),
            &config(name),
        );
    }
}

/// Everything below a folder and the folder itself, with times; files with their bytes.
pub fn everything(folder: &Path) -> BTreeMap<PathBuf, (SystemTime, Vec<u8>)> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| {
            let entry = entry.expect("readable");
            let bytes = match entry.file_type().is_file() {
                true => fs::read(entry.path()).expect("readable"),
                false => Vec::new(),
            };
            let changed = entry.metadata().expect("there").modified().expect("known");
            (entry.into_path(), (changed, bytes))
        })
        .collect()
}

/// The names in a folder, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("readable")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}
