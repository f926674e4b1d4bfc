//! The way from a file to a tenant, all of it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::draft::{self, Notes};
use crate::finding::{Finding, locate};
use crate::lint::{OVERLAY_FOLDER, TOO_MANY_FINDINGS};
use crate::overlay::source::Source;
use crate::overlay::{self, Overlay, fit};
use crate::rules::RULES;
use crate::shown::shown;
use crate::tenant::{Loaded, Tenant};
use crate::{given, resolve, source, structure, syntax};

/// Findings shown of one file. More help nobody, and a file of a megabyte can hold a hundred thousand.
const MOST: usize = 100;

/// Reads a config from its bytes; `file` is the name that findings show.
#[must_use]
pub fn load(file: &str, bytes: &[u8]) -> Loaded {
    load_with(file, bytes, &Source::Nowhere)
}

/// The same with an overlay.
#[must_use]
pub fn load_with(file: &str, bytes: &[u8], source: &Source) -> Loaded {
    let (text, mut findings) = source::decode(bytes);
    let mut found = Found::default();
    if !findings.iter().any(Finding::is_error) {
        found = look(&text);
        findings.append(&mut found.findings);
    }
    let mut reading = overlay(source, found.overlay, &mut findings);
    let mut tenant = found
        .tenant
        .filter(|_| !findings.iter().any(Finding::is_error));
    if let Some(tenant) = &mut tenant {
        tenant.overlay = reading.overlay.take();
        if let Some(overlay) = &tenant.overlay {
            tenant.own_steps = overlay.own.clone();
        }
        reading.findings.extend(fit::check(tenant));
        if let Some(own) = &tenant.overlay {
            let (shown, text) = own.head_text();
            reading.sources.insert(shown, text);
        }
    }
    locate(&mut findings, file, &text);
    shorten(&mut findings);
    findings.append(&mut reading.findings);
    Loaded {
        tenant: tenant.filter(|_| !findings.iter().any(Finding::is_error)),
        findings,
        source: text.into_owned(),
        bytes: bytes.to_vec(),
        sha256: source::config_sha256(bytes),
        sources: reading.sources,
    }
}

/// Reads a config from a file, from standard input where `-` is named, or from a bundle. That it cannot be read
/// is a finding too.
#[must_use]
pub fn load_path(path: &Path) -> Loaded {
    load_path_with(path, None)
}

/// The same with an overlay that goes before the one that the config names.
#[must_use]
pub fn load_path_with(path: &Path, overlay: Option<&Arc<Overlay>>) -> Loaded {
    if let Some(loaded) = given::load_bundle(path, overlay) {
        return loaded;
    }
    let source = match overlay {
        Some(overlay) => Source::Named(overlay.clone()),
        // Of standard input it is the folder that the program runs in.
        None => Source::Beside(path.parent().unwrap_or(Path::new("")).to_owned()),
    };
    match crate::error::read(path) {
        Ok(bytes) => load_with(&shown(path), &bytes, &source),
        Err(error) => Loaded::refused(error.finding(), &error.file),
    }
}

impl Loaded {
    /// Nothing could be read of a file.
    pub(crate) fn refused(mut finding: Finding, file: &str) -> Self {
        locate(std::slice::from_mut(&mut finding), file, "");
        Self {
            tenant: None,
            findings: vec![finding],
            source: String::new(),
            bytes: Vec::new(),
            sha256: String::new(),
            sources: BTreeMap::new(),
        }
    }
}

/// What stands in a config.
#[derive(Default)]
struct Found {
    findings: Vec<Finding>,
    tenant: Option<Tenant>,
    /// The overlay that it names, with the bytes that do.
    overlay: Option<(String, Range<usize>)>,
}

fn look(text: &str) -> Found {
    let structure = match syntax::parse(text).map_err(|finding| vec![*finding]) {
        Ok(tree) => structure::read(&tree),
        Err(findings) => Err(findings),
    };
    let structure::Structure {
        config,
        places,
        findings,
    } = match structure {
        Ok(structure) => structure,
        Err(findings) => {
            return Found {
                findings,
                ..Found::default()
            };
        }
    };
    let mut notes = Notes { places, findings };
    let draft = draft::read(config, &mut notes);
    for rule in RULES {
        rule(&draft, &mut notes);
    }
    let named = draft.config.overlay.clone();
    Found {
        overlay: named
            .filter(|_| !notes.has_finding("overlay"))
            .map(|text| (text, notes.places.span("overlay"))),
        findings: notes.findings,
        tenant: resolve::tenant(draft),
    }
}

/// The overlay of a config, and what there is to say about it in its own files.
fn overlay(
    source: &Source,
    named: Option<(String, Range<usize>)>,
    findings: &mut Vec<Finding>,
) -> Overlaid {
    let reading = match (source, named) {
        (Source::Named(overlay), _) => {
            return Overlaid {
                overlay: Some(overlay.clone()),
                ..Overlaid::default()
            };
        }
        (Source::Copy(shown, files), _) => overlay::read(shown, files.clone()),
        (_, None) => return Overlaid::default(),
        (Source::Nowhere, Some((_, span))) => {
            let message = "the overlay cannot be read: there are no folders here".into();
            let help = "Take the key out, or use the program `hybrid-oauth` itself.".into();
            findings.push(Finding::new(
                &OVERLAY_FOLDER,
                span,
                "overlay",
                message,
                help,
            ));
            return Overlaid::default();
        }
        (Source::Beside(folder), Some((text, span))) => {
            let folder = overlay::source::resolve(folder, &text);
            let mut reading = overlay::source::read_folder(&folder);
            // That it is not there is a mistake in the config.
            let missing = |finding: &Finding| finding.code == OVERLAY_FOLDER.code;
            if let Some(at) = reading.findings.iter().position(missing) {
                let Finding { message, help, .. } = reading.findings.remove(at);
                let message = format!("{}: {message}", shown(&folder));
                findings.push(Finding::new(
                    &OVERLAY_FOLDER,
                    span,
                    "overlay",
                    message,
                    help,
                ));
            }
            reading
        }
    };
    Overlaid {
        overlay: reading.overlay.map(Arc::new),
        findings: reading.findings,
        sources: reading.sources,
    }
}

#[derive(Default)]
struct Overlaid {
    overlay: Option<Arc<Overlay>>,
    findings: Vec<Finding>,
    sources: BTreeMap<String, String>,
}

/// Keeps the first ones, errors before warnings, in the order of the file.
fn shorten(findings: &mut Vec<Finding>) {
    let more = findings.len().saturating_sub(MOST);
    if more == 0 {
        return;
    }
    findings.sort_by_key(|finding| finding.severity);
    let next = findings[MOST].clone();
    findings.truncate(MOST);
    findings.sort_by_key(|finding| (finding.line, finding.column));
    let message = format!("at least {more} more findings are not shown");
    let help = "Mend the ones above and check again.".into();
    let last = Finding::new(&TOO_MANY_FINDINGS, next.span.clone(), "", message, help);
    findings.push(Finding {
        file: next.file,
        line: next.line,
        column: next.column,
        ..last
    });
}
