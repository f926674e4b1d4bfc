//! A step that is data, as a JSON file: `templates/steps/<id>.json`, and the customers' own. The format stands in
//! `docs/data-steps.md`.
//!
//! [`read`] is strict: whatever is not known, not documented for the shell, not translated or not safe in a script
//! is a finding with its place. What passes needs no second look: filling in a tenant cannot fail.

use std::path::Path;

use jsonc_parser::ast::Value as Node;

use crate::finding::{Finding, locate};
use crate::procedure::Description;
use crate::step::{Context, Step};
use crate::{source, syntax};

mod called;
mod create;
mod fill;
mod guard;
mod procedure;
mod read;
mod said;
mod shape;
mod test;
mod tree;
mod wanted;
mod when;

pub(crate) use fill::filled;

use read::Reader;
use tree::Findings;

/// What came of reading a file.
#[derive(Debug, Clone)]
pub struct Read {
    /// The step; none when any finding is an error.
    pub step: Option<Step>,
    /// Everything found, in the order of the file.
    pub findings: Vec<Finding>,
    /// The text the findings point into.
    pub source: String,
}

/// How much is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strictness {
    /// Everything.
    Whole,
    /// Everything, and what it does is code.
    Head,
    /// What is compiled in has passed the tests: the catalogue and the other steps are not looked up.
    Compiled,
}

/// Reads the bytes of a step's file; `file` is the name that findings show, and without its folder and `.json` the
/// id that the step must have; `known` are the program's own steps.
#[must_use]
pub fn read(file: &str, bytes: &[u8], known: &[&Step]) -> Read {
    read_as(file, bytes, known, Strictness::Whole)
}

/// Reads the file beside code of an organisation's own: the head of a step, which lists the cmdlets of the code.
#[must_use]
pub fn read_head(file: &str, bytes: &[u8], known: &[&Step]) -> Read {
    read_as(file, bytes, known, Strictness::Head)
}

/// A step that is compiled in.
///
/// # Panics
/// Never in a build that passed its tests, which [`read`] them all.
pub(crate) fn compiled(id: &str, text: &str) -> Step {
    let read = read_as(id, text.as_bytes(), &[], Strictness::Compiled);
    let step = read.step;
    step.unwrap_or_else(|| panic!("{id}: {:#?}", read.findings))
}

/// What came of reading the file of a procedure.
#[derive(Debug, Clone)]
pub struct ReadProcedure {
    /// The procedure; none when any finding is an error.
    pub procedure: Option<Description>,
    /// Everything found, in the order of the file.
    pub findings: Vec<Finding>,
    /// The text the findings point into.
    pub source: String,
}

/// Reads the bytes of a procedure's file; `file` is the name that findings show, and without its folder and `.json`
/// that of the procedure; `known` are the program's own steps.
#[must_use]
pub fn procedure(file: &str, bytes: &[u8], known: &[&Step]) -> ReadProcedure {
    let (procedure, findings, source) =
        read_with(file, bytes, known, Strictness::Whole, Reader::procedure);
    ReadProcedure {
        procedure,
        findings,
        source,
    }
}

/// A procedure that is compiled in.
///
/// # Panics
/// Never in a build that passed its tests, which read them all with [`procedure`].
pub(crate) fn compiled_procedure(name: &str, text: &str) -> Description {
    let (found, findings, _) = read_with(
        name,
        text.as_bytes(),
        &[],
        Strictness::Compiled,
        Reader::procedure,
    );
    found.unwrap_or_else(|| panic!("{name}: {findings:#?}"))
}

fn read_as(file: &str, bytes: &[u8], known: &[&Step], strictness: Strictness) -> Read {
    let (step, findings, source) = read_with(file, bytes, known, strictness, Reader::step);
    Read {
        step,
        findings,
        source,
    }
}

/// What a reader makes of the tree, given the name of the file; none when any finding is an error.
fn read_with<'a, T>(
    file: &str,
    bytes: &[u8],
    known: &'a [&'a Step],
    strictness: Strictness,
    read: impl FnOnce(&mut Reader<'a>, &Node<'_>, Option<&str>) -> Option<T>,
) -> (Option<T>, Vec<Finding>, String) {
    let (text, mut findings) = source::decode(bytes);
    let mut found = None;
    if !findings.iter().any(Finding::is_error) {
        let id = Path::new(file).file_stem().and_then(|stem| stem.to_str());
        let tree = match strictness {
            Strictness::Compiled => syntax::tree(&text),
            Strictness::Whole | Strictness::Head => syntax::parse(&text),
        };
        match tree {
            Ok(tree) => {
                let mut reader = Reader {
                    findings: Findings::default(),
                    strictness,
                    known,
                    context: Context::ExchangeShell,
                    conditions: Vec::new(),
                };
                found = read(&mut reader, &tree, id);
                findings.extend(reader.findings.into_all());
            }
            Err(finding) => findings.push(*finding),
        }
    }
    locate(&mut findings, file, &text);
    let found = found.filter(|_| !findings.iter().any(Finding::is_error));
    (found, findings, text.into_owned())
}
