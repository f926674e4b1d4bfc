//! The way from the bytes of a config to a tenant, all of it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::digest::sha256;
use crate::draft::{self, Notes};
use crate::finding::{Finding, locate};
use crate::lint::TOO_MANY_FINDINGS;
use crate::overlay::fit;
use crate::overlay::source::Source;
use crate::rules::RULES;
use crate::tenant::Tenant;
use crate::{resolve, source, structure, syntax};

/// Findings shown of one file. More help nobody, and a file of a megabyte can hold a hundred thousand.
const MOST: usize = 100;

/// What came of reading a config.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The organisation; none when any finding is an error.
    pub tenant: Option<Tenant>,
    /// Everything found, in the order of the file.
    pub findings: Vec<Finding>,
    /// The text the findings point into.
    pub source: String,
    /// The file's bytes; empty when it could not be read.
    pub bytes: Vec<u8>,
    /// SHA-256 of the file's bytes, which the manifest carries; empty when it could not be read.
    pub sha256: String,
    /// The texts of an overlay's files, by the file as findings name it.
    pub sources: BTreeMap<String, String>,
}

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
    let mut reading = source.overlay(found.overlay, &mut findings);
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
            let (shown, text) = fit::head_text(own);
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
        sha256: sha256(bytes),
        sources: reading.sources,
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
