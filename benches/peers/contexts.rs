//! The values of every script as data, for other engines: `contexts CONFIGS FOLDER` writes
//! `FOLDER/<name>.json`, `{"name", "scripts": [{"path", "template", "context"}]}`.

use std::fs;
use std::path::{Path, PathBuf};

use hybrid_oauth::inputs::Inputs;
use hybrid_oauth::{bundle, steps};
use serde_json::json;

fn main() {
    // `cargo bench` adds --bench.
    let mut paths = std::env::args_os()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .map(PathBuf::from);
    let (Some(configs), Some(folder)) = (paths.next(), paths.next()) else {
        eprintln!("contexts CONFIGS FOLDER");
        std::process::exit(64);
    };
    fs::create_dir_all(&folder).expect("the folder can be made");
    for input in Inputs::collect(&[configs], None, Path::new("")).configs {
        let tenant = input
            .load()
            .tenant
            .expect("the configs are made without errors");
        let steps = steps::of(&tenant);
        let scripts: Vec<_> = bundle::scripts(&tenant, &steps).collect();
        let document = json!({ "name": tenant.name, "scripts": scripts });
        fs::write(
            folder.join(format!("{}.json", tenant.name)),
            serde_json::to_vec(&document).expect("plain data"),
        )
        .expect("the folder can be written");
    }
}
