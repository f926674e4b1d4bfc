//! The way from the bytes of a config to a tenant, all of it.

use crate::draft::{self, Notes};
use crate::finding::{Finding, locate};
use crate::lint::TOO_MANY_FINDINGS;
use crate::rules::RULES;
use crate::tenant::{Loaded, Tenant};
use crate::{resolve, source, structure, syntax};

/// Findings shown of one file. More help nobody, and a file of a megabyte can hold a hundred thousand.
const MOST: usize = 100;

/// Reads a config from its bytes; `file` is the name that findings show.
#[must_use]
pub fn load(file: &str, bytes: &[u8]) -> Loaded {
    let (text, mut findings) = source::decode(bytes);
    let mut tenant = None;
    if !findings.iter().any(Finding::is_error) {
        let found = look(&text);
        findings.extend(found.0);
        tenant = found.1.filter(|_| !findings.iter().any(Finding::is_error));
    }
    locate(&mut findings, file, &text);
    shorten(&mut findings);
    Loaded {
        tenant,
        findings,
        source: text.into_owned(),
        bytes: bytes.to_vec(),
        sha256: source::config_sha256(bytes),
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
        }
    }
}

fn look(text: &str) -> (Vec<Finding>, Option<Tenant>) {
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
        Err(findings) => return (findings, None),
    };
    let mut notes = Notes { places, findings };
    let draft = draft::read(config, &mut notes);
    for rule in RULES {
        rule(&draft, &mut notes);
    }
    (notes.findings, resolve::tenant(draft))
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
