//! Which configs a command line means: files, folders, a list.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use encoding_rs::UTF_8;
use walkdir::{DirEntry, WalkDir};

use crate::files;
use crate::given;
use crate::init::SCHEMA_FILE;
use crate::load::{load_path_with, load_with};
use crate::loaded::Loaded;
use crate::overlay::source::Source;
use crate::overlay::{HEAD, Overlay};
use crate::shown::shown;
use crate::source::LIMIT;
use crate::visible;

mod wildcard;

/// A config that is still to be read.
#[derive(Debug, Clone)]
pub struct Input {
    /// The file as it was named, or as it was found in a folder that was named.
    pub path: PathBuf,
    /// Its content where that can be had only once: standard input.
    bytes: Option<Vec<u8>>,
}

impl Input {
    /// Reads it, as often as wanted.
    fn load(&self, overlay: Option<&Arc<Overlay>>) -> Loaded {
        match (&self.bytes, overlay) {
            (None, _) => load_path_with(&self.path, overlay),
            (Some(bytes), overlay) => {
                let source = match overlay {
                    Some(overlay) => Source::Named(overlay.clone()),
                    None => Source::Beside(PathBuf::new()),
                };
                load_with(&shown(&self.path), bytes, &source)
            }
        }
    }
}

/// The configs of a command line, in its order, and what of it could not be followed.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The configs.
    pub configs: Vec<Input>,
    /// In words: a folder without a config, a list that cannot be read.
    pub problems: Vec<String>,
    /// An overlay that goes before those of the configs.
    pub overlay: Option<Arc<Overlay>>,
    /// Whether a folder or a list stands for all configs there are.
    pub is_a_set: bool,
    took_input: bool,
}

impl Inputs {
    /// Reads one of the configs, as often as wanted.
    #[must_use]
    pub fn load(&self, input: &Input) -> Loaded {
        input.load(self.overlay.as_ref())
    }

    /// Follows the arguments, then the list. A folder stands for every `*.json` below it in the
    /// order of their paths, but for what is hidden (`.git`), what is below `output`, overlays, and bundles,
    /// where manifests and evidence are JSON too. A bundle that is named, or a folder that holds
    /// nothing but bundles, stands for the configs that these were made from.
    #[must_use]
    pub fn collect(named: &[PathBuf], list: Option<&Path>, output: &Path) -> Self {
        let mut inputs = Self::default();
        let output = fs::canonicalize(output).ok();
        inputs.is_a_set = list.is_some();
        inputs.took_input = list.is_some_and(|list| list.as_os_str() == "-");
        for path in named {
            inputs.add(path, output.as_deref());
        }
        match list.map(|list| (list, read_list(list))) {
            None => {}
            Some((list, Err(error))) => inputs.problems.push(format!(
                "the list {} cannot be read: {error}",
                visible::path(list)
            )),
            Some((list, Ok(paths))) => {
                if paths.is_empty() {
                    inputs
                        .problems
                        .push(format!("the list {} names no config", visible::path(list)));
                }
                for path in &paths {
                    inputs.add(path, output.as_deref());
                }
            }
        }
        inputs
    }

    fn add(&mut self, path: &Path, output: Option<&Path>) {
        let is_input = path.as_os_str() == "-";
        if is_input && std::mem::replace(&mut self.took_input, true) {
            let problem = "standard input can be read only once; `-` was given twice";
            return self.problems.push(problem.to_owned());
        }
        if let Some(found) = wildcard::expand(path) {
            if found.is_empty() {
                let pattern = visible::path(path);
                self.problems.push(format!("nothing fits {pattern}"));
            }
            for path in &found {
                self.add(path, output);
            }
            return;
        }
        if !is_input && path.is_dir() {
            return self.add_folder(path, output);
        }
        self.configs.push(Input {
            path: path.to_owned(),
            // Where that fails, reading again says why.
            bytes: is_input.then(|| crate::error::read(path).ok()).flatten(),
        });
    }

    fn add_folder(&mut self, folder: &Path, output: Option<&Path>) {
        self.is_a_set = true;
        let before = self.configs.len();
        let mut bundles = Vec::new();
        let mut walk = WalkDir::new(folder)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_left_out(entry, output));
        while let Some(entry) = walk.next() {
            match entry {
                Ok(entry) if entry.file_type().is_dir() && given::is_bundle(entry.path()) => {
                    bundles.push(Input {
                        path: entry.into_path(),
                        bytes: None,
                    });
                    walk.skip_current_dir();
                }
                Ok(entry) if entry.file_type().is_dir() && entry.path().join(HEAD).is_file() => {
                    walk.skip_current_dir();
                }
                Ok(entry) if is_config(&entry) => self.configs.push(Input {
                    path: entry.into_path(),
                    bytes: None,
                }),
                Ok(_) => {}
                Err(error) => self.problems.push(visible::visible(&error.to_string())),
            }
        }
        if self.configs.len() == before {
            self.configs.append(&mut bundles);
        }
        if self.configs.len() == before {
            self.problems.push(format!(
                "the folder {} holds no *.json",
                visible::path(folder)
            ));
        }
    }
}

fn is_config(entry: &DirEntry) -> bool {
    !entry.file_type().is_dir()
        && entry
            .path()
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
        // `init` puts the schema of configs beside them.
        && entry.file_name() != SCHEMA_FILE
}

fn is_left_out(entry: &DirEntry, output: Option<&Path>) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
        || (entry.file_type().is_dir()
            && output.is_some()
            && fs::canonicalize(entry.path()).ok().as_deref() == output)
}

/// One path a line; empty lines and those that start with `#` do not count. Windows PowerShell
/// writes lists in UTF-16 with a byte order mark.
fn read_list(list: &Path) -> io::Result<Vec<PathBuf>> {
    // A list of a million long paths fits; an endless pipe does not.
    let most = 256 * LIMIT as u64;
    let bytes = if list.as_os_str() == "-" {
        files::up_to(io::stdin().lock(), most)?
    } else {
        files::read(list, most)?
    };
    let (text, _, broken) = UTF_8.decode(&bytes);
    if broken {
        let problem = "it is neither UTF-8 nor UTF-16 with a byte order mark";
        return Err(io::Error::new(io::ErrorKind::InvalidData, problem));
    }
    Ok(text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(PathBuf::from)
        .collect())
}
