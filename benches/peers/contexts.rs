//! The step templates and their values, for other engines and for ours.
//!
//! `contexts values CONFIGS FOLDER` writes `FOLDER/<name>.json`,
//! `{"name", "documents": [{"path", "template", "context"}]}`, and the templates of the steps by
//! their names in the engine below `FOLDER/templates`.
//!
//! `contexts render CONFIGS FOLDER` renders those scripts and nothing else, as the peers do.

use std::fs;
use std::path::{Path, PathBuf};

use hybrid_oauth::inputs::{Input, Inputs};
use hybrid_oauth::step::Does;
use hybrid_oauth::tenant::Tenant;
use hybrid_oauth::{scripts, steps};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde_json::json;

// The program's own.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    // `cargo bench` adds --bench.
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let (work, configs, folder): (fn(&Tenant, &Path), _, _) = match &words[..] {
        [what, configs, folder] if what == "values" => (values, configs, folder),
        [what, configs, folder] if what == "render" => (render, configs, folder),
        _ => {
            eprintln!("contexts values|render CONFIGS FOLDER");
            std::process::exit(64);
        }
    };
    let inputs = Inputs::collect(&[PathBuf::from(configs)], None, Path::new(""));
    let folder = Path::new(folder);
    inputs.configs.par_iter().for_each(|input: &Input| {
        let tenant = inputs.load(input).tenant;
        work(
            &tenant.expect("the configs are made without errors"),
            folder,
        );
    });
}

fn values(tenant: &Tenant, folder: &Path) {
    let steps = steps::of(tenant);
    for numbered in &steps {
        let path = folder
            .join("templates")
            .join(steps::template_name(numbered.step));
        if !path.exists() {
            let own = match &numbered.step.does {
                Does::Code => steps::code_of(numbered.step).template,
                Does::Data(_) | Does::Own(_) => "",
            };
            write(&path, own);
        }
    }
    let scripts = scripts::of(tenant, &steps);
    let document = json!({ "name": tenant.name, "documents": scripts });
    let text = serde_json::to_string(&document).expect("plain data");
    write(&folder.join(format!("{}.json", tenant.name)), &text);
}

fn render(tenant: &Tenant, folder: &Path) {
    let steps = steps::of(tenant);
    for script in scripts::of(tenant, &steps) {
        let text = script.render().replace('\n', "\r\n");
        write(&folder.join(&tenant.name).join(&script.path), &text);
    }
}

fn write(path: &Path, text: &str) {
    let parent = path.parent().expect("every path here has one");
    fs::create_dir_all(parent).expect("the folder can be made");
    fs::write(path, text).expect("the folder can be written");
}
