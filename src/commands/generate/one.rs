//! One config: read, rendered, written or compared.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::approval::judge;
use crate::approval::signature::Signers;
use crate::bundle::{self, Bundle};
use crate::change::Side;
use crate::cli::Generate;
use crate::domain::Procedure;
use crate::finding::Finding;
use crate::inputs::{Input, Inputs};
use crate::lang::Lang;
use crate::output::{Archive, Difference, Output, Refused, Written, compare, languages};
use crate::report::{self, Style};
use crate::rotation;
use crate::tenant::Tenant;
use crate::visible;

use super::tally::Outcome;

const CHECK_THE_DISK: &str =
    "check the path, its permissions and the free space; run again, nothing was lost";

/// Files that are named of one bundle. More help nobody.
pub(super) const MOST: usize = 10;

/// What there is to say about a config, kept until its turn to be printed comes.
#[derive(Debug)]
pub(super) struct Done {
    /// For standard output.
    pub(super) results: String,
    /// For standard error.
    pub(super) messages: String,
    pub(super) outcome: Outcome,
    /// The names of the config's bundles, with the one of a rotation; none where it has errors.
    pub(super) names: Vec<String>,
}

/// What is the same for every config.
#[derive(Debug)]
pub(super) struct Job<'a> {
    args: &'a Generate,
    style: Style,
    /// None with `--check`.
    pub(super) output: Option<Output>,
    /// Whose signatures count, with `--approved`.
    signers: Option<Signers>,
    inputs: &'a Inputs,
    full: AtomicBool,
}

impl<'a> Job<'a> {
    pub(super) fn new(
        args: &'a Generate,
        style: Style,
        output: Option<Output>,
        signers: Option<Signers>,
        inputs: &'a Inputs,
    ) -> Self {
        Self {
            args,
            style,
            output,
            signers,
            inputs,
            full: AtomicBool::new(false),
        }
    }

    /// Does all of it for one config; `name` is what the bundle was called when names were
    /// compared, None where that was not needed or not possible.
    pub(super) fn one(&self, input: &Input, name: Option<&str>) -> Done {
        let mut done = Done {
            results: String::new(),
            messages: String::new(),
            outcome: Outcome::Skipped,
            names: Vec::new(),
        };
        if self.full.load(Ordering::Relaxed) {
            return done;
        }
        let mut loaded = self.inputs.load(input);
        let errors = loaded.findings.iter().filter(|one| one.is_error()).count();
        if self.args.quiet {
            loaded.findings.retain(Finding::is_error);
        }
        done.messages = report::draw_all(&loaded, self.style);
        let Some(tenant) = loaded.tenant else {
            done.outcome = Outcome::Failed(match errors {
                1 => "1 error".to_owned(),
                _ => format!("{errors} errors"),
            });
            return done;
        };
        if self.inputs.configs.len() > 1 && name != Some(tenant.name.as_str()) {
            let why = "it changed while the configs were being read; run again";
            let _ = writeln!(
                done.messages,
                "error: {}: {why}",
                visible::path(&input.path)
            );
            done.outcome = Outcome::Failed(why.to_owned());
            return done;
        }
        done.names = vec![tenant.name.clone(), rotation::of(&tenant).name];
        let tenant = match self.args.rotation && tenant.procedure != Procedure::ROTATION {
            true => rotation::of(&tenant),
            false => tenant,
        };
        let langs = self.langs(&tenant);
        let bundle = bundle::build_in(&tenant, loaded.bytes.as_slice(), &langs);
        let answer = match &self.output {
            Some(output) => self.write(output, &bundle, &mut done.results),
            None => self.check(&bundle, &mut done.results),
        };
        let answer = answer.map(|outcome| match self.args.approved {
            true => self.approved(input, bundle, outcome, &mut done.results),
            false => outcome,
        });
        done.outcome = answer.unwrap_or_else(|refused| {
            if refused.is_final() {
                self.full.store(true, Ordering::Relaxed);
            }
            done.messages.push_str(&explain(&refused));
            Outcome::Failed(refused.to_string())
        });
        done
    }

    /// The languages of this run, and those that another run wrote into the same bundle.
    fn langs(&self, tenant: &Tenant) -> Vec<Lang> {
        let wanted = match self.args.lang.is_empty() {
            true => &tenant.languages,
            false => &self.args.lang,
        };
        let there = languages(&self.args.output.join(&tenant.name));
        [wanted.as_slice(), &there].concat()
    }

    fn write(
        &self,
        output: &Output,
        bundle: &Bundle,
        results: &mut String,
    ) -> Result<Outcome, Refused> {
        let written = output.write(bundle, self.args.force)?;
        let folder = self.args.output.join(&bundle.name);
        self.say(results, || {
            let (folder, files) = (visible::path(&folder), bundle.files.len());
            let sums = bundle.sums_sha256();
            format!(
                "{}: {folder} ({files} files, sha256 of SHA256SUMS {sums})",
                word(written)
            )
        });
        if self.inputs.configs.len() == 1 && !self.args.zip {
            let runbook = folder.join("RUNBOOK.md");
            self.say(results, || {
                format!("next: read {}", visible::path(&runbook))
            });
        }
        if self.has_archive(&bundle.name) {
            let archive = Archive::of(bundle)?;
            let archived = output.write_archive(&archive)?;
            self.say(results, || {
                let path = self.args.output.join(&archive.name);
                let sha256 = archive.sha256();
                format!(
                    "{}: {} (sha256 {sha256})",
                    word(archived),
                    visible::path(&path)
                )
            });
        }
        Ok(Outcome::Written(written))
    }

    /// An archive that lies there is kept up to date: a stale one would be handed over.
    fn has_archive(&self, bundle: &str) -> bool {
        self.args.zip || Archive::is_left(bundle, &self.args.output)
    }

    fn check(&self, bundle: &Bundle, results: &mut String) -> Result<Outcome, Refused> {
        let differences = compare(bundle, &self.args.output)?;
        let archived = match self.has_archive(&bundle.name) {
            true => Some(Archive::of(bundle)?),
            false => None,
        };
        let archive = match &archived {
            Some(archive) if !archive.is_at(&self.args.output)? => Some(&archive.name),
            _ => None,
        };
        let missing = |difference: &Difference| matches!(difference, Difference::Missing(_));
        let name = &bundle.name;
        if differences.len() >= bundle.files.len() && differences.iter().all(missing) {
            self.say(results, || format!("missing: {name}"));
        } else {
            for difference in differences.iter().take(MOST) {
                let (word, path) = (difference.word(), visible::visible(difference.path()));
                self.say(results, || format!("{word}: {name}/{path}"));
            }
            if differences.len() > MOST {
                let more = differences.len() - MOST;
                self.say(results, || format!("and {more} more files of {name}"));
            }
        }
        if let Some(archive) = archive {
            let there = self.args.output.join(archive).exists();
            let word = if there { "changed" } else { "missing" };
            self.say(results, || format!("{word}: {archive}"));
        }
        if !differences.is_empty() || archive.is_some() {
            return Ok(Outcome::Differs);
        }
        // Among many only the others are of interest.
        if self.inputs.configs.len() == 1 {
            self.say(results, || format!("same: {name}"));
        }
        Ok(Outcome::Same)
    }

    /// Whether what is there is the approved bundle.
    fn approved(
        &self,
        input: &Input,
        bundle: Bundle,
        outcome: Outcome,
        results: &mut String,
    ) -> Outcome {
        let folder = self.args.output.join(&bundle.name);
        let fresh = Side::from_bundle(&input.path.to_string_lossy(), bundle).ok();
        let judgement = judge(&folder, fresh, self.signers.as_ref());
        let approved = judgement.is_approved();
        // Among many only the others are of interest.
        if !approved || self.inputs.configs.len() == 1 {
            let name = visible::path(&folder);
            self.say(results, || {
                judgement.text(&name, Style::Plain).trim_end().to_owned()
            });
        }
        match approved {
            true => outcome,
            false => Outcome::Differs,
        }
    }

    fn say(&self, results: &mut String, line: impl FnOnce() -> String) {
        if !self.args.quiet {
            results.push_str(&line());
            results.push('\n');
        }
    }
}

fn word(written: Written) -> &'static str {
    match written {
        Written::Created => "written",
        Written::Replaced => "replaced",
        Written::Unchanged => "unchanged",
    }
}

pub(super) fn explain(refused: &Refused) -> String {
    let mut text = format!("error: {refused}\n");
    let help = match refused {
        Refused::Foreign { files, .. } => {
            for file in files.iter().take(MOST) {
                let _ = writeln!(text, "  {}", visible::visible(file));
            }
            if files.len() > MOST {
                let _ = writeln!(text, "  and {} more", files.len() - MOST);
            }
            "choose another folder, move them away, or use --force, which keeps them"
        }
        Refused::NotAFolder(_) => "move it away, or choose another folder",
        Refused::NotOurs(_) => "move it away, or choose another folder",
        Refused::Left(_) => {
            "move what is missing in the bundle back into it, then remove the folder"
        }
        Refused::Mount(_) => "unmount it, or choose another folder",
        Refused::Reserved(_) => "give the config another `name`",
        Refused::InUse { .. } => {
            "leave it (cd ..) and close what shows it, then run again; what was there is there still"
        }
        Refused::Io { .. } => CHECK_THE_DISK,
    };
    let _ = writeln!(text, "  help: {help}");
    text
}
