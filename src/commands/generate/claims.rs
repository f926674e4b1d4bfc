//! Which folder each config would write, known before any is written.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::inputs::Inputs;
use crate::layout;
use crate::output::fold;

/// The names of the bundles. Only these are kept: the configs are read again when their turn comes.
#[derive(Debug, Default)]
pub(super) struct Claims {
    /// Of each config; None of one with errors, which writes nothing. Empty when there is but one
    /// config, which clashes with nobody.
    names: Vec<Option<String>>,
    /// What two configs both would write.
    pub(super) clashes: Vec<Clash>,
}

#[derive(Debug)]
pub(super) struct Clash {
    name: String,
    configs: Vec<PathBuf>,
}

impl Claims {
    pub(super) fn of(all: &Inputs, zip: bool) -> Self {
        let inputs = &all.configs;
        if inputs.len() < 2 {
            return Self::default();
        }
        let names: Vec<Option<String>> = inputs
            .par_iter()
            .map(|input| all.load(input).tenant.map(|tenant| tenant.name))
            .collect();
        let mut claimed: HashMap<String, (String, Vec<usize>)> = HashMap::new();
        for (index, name) in names.iter().enumerate() {
            let Some(name) = name else { continue };
            let archive = zip.then(|| layout::archive(name));
            for name in [Some(name.clone()), archive].into_iter().flatten() {
                let claim = claimed.entry(fold(&name)).or_insert((name, Vec::new()));
                claim.1.push(index);
            }
        }
        let mut clashes: Vec<_> = claimed
            .into_values()
            .filter(|(_, claims)| claims.len() > 1)
            .collect();
        clashes.sort_by(|one, other| one.1.cmp(&other.1));
        Self {
            clashes: clashes
                .into_iter()
                .map(|(name, claims)| Clash {
                    name,
                    configs: claims.iter().map(|at| inputs[*at].path.clone()).collect(),
                })
                .collect(),
            names,
        }
    }

    /// The name of each config, None where it is not known; without end.
    pub(super) fn names(&self) -> impl Iterator<Item = Option<&str>> {
        self.names
            .iter()
            .map(Option::as_deref)
            .chain(std::iter::repeat(None))
    }

    pub(super) fn tell(&self, err: &mut dyn Write) -> io::Result<()> {
        for Clash { name, configs } in &self.clashes {
            writeln!(
                err,
                "error: {} configs would write `{name}` (Windows ignores case)",
                configs.len()
            )?;
            for config in configs {
                writeln!(err, "  {}", shown(config))?;
            }
        }
        writeln!(
            err,
            "  help: give each config a `name` of its own; nothing was written"
        )
    }
}

fn shown(path: &Path) -> String {
    crate::visible::path(path)
}
