//! The values of every script as data, for other engines: `contexts CONFIGS FOLDER` writes
//! `FOLDER/<name>.json`, `{"name", "scripts": [{"path", "template", "context"}]}`, and the templates of
//! the steps by their names in the engine below `FOLDER/templates`.

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
    for input in Inputs::collect(&[configs], None, Path::new("")).configs {
        let tenant = input
            .load()
            .tenant
            .expect("the configs are made without errors");
        let steps = steps::of(&tenant);
        for numbered in &steps {
            let name = numbered.step.template_name();
            write(&folder.join("templates").join(name), numbered.step.template);
        }
        let scripts: Vec<_> = bundle::scripts(&tenant, &steps).collect();
        let document = json!({ "name": tenant.name, "scripts": scripts });
        let text = serde_json::to_string(&document).expect("plain data");
        write(&folder.join(format!("{}.json", tenant.name)), &text);
    }
}

fn write(path: &Path, text: &str) {
    let parent = path.parent().expect("every path here has one");
    fs::create_dir_all(parent).expect("the folder can be made");
    fs::write(path, text).expect("the folder can be written");
}
