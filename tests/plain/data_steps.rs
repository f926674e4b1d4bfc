//! Steps that are data: the built-in ones pass their own loader, and every mistake is told with its place.

mod cases;
mod hostile;
mod own;

use crate::cases::shown::{dense, snapshot};
use std::collections::BTreeSet;

use hybrid_oauth::catalogue;
use hybrid_oauth::data_step::{self, Read};
use hybrid_oauth::kind::KINDS;
use hybrid_oauth::lint::LINTS;
use hybrid_oauth::placeholder::PLACEHOLDERS;
use hybrid_oauth::report::{Style, draw};
use hybrid_oauth::step::Context;
use hybrid_oauth::steps;

use crate::cases as files;

pub use cases::CASES;

/// The text of a built-in step.
fn built_in(id: &str) -> &'static str {
    let found = steps::data().iter().find(|(known, _)| *known == id);
    found.unwrap_or_else(|| panic!("no step {id}")).1
}

/// What comes of the file of a step.
fn read(id: &str, bytes: &[u8]) -> Read {
    data_step::read(
        &format!("{id}.json"),
        bytes,
        &steps::known().collect::<Vec<_>>(),
    )
}

fn drawn(read: &Read) -> String {
    draw(&read.findings, &read.source, Style::Plain)
}

#[test]
fn the_built_in_steps_pass_the_loader() {
    assert!(!steps::data().is_empty());
    let known: BTreeSet<&str> = steps::known().map(|step| step.id.as_ref()).collect();
    for (id, text) in steps::data() {
        let read = read(id, text.as_bytes());
        assert!(read.findings.is_empty(), "{id}:\n{}", drawn(&read));
        let step = read.step.expect("nothing was found");
        assert!(step.is_data());
        assert!(known.contains(id), "no procedure has the step {id}");
        for required in &step.requires {
            assert!(
                known.contains(required.as_ref()),
                "{id} requires {required}"
            );
        }
    }
}

#[test]
fn kinds_name_documented_cmdlets() {
    for kind in KINDS.iter() {
        let there: Vec<Context> = Context::ALL
            .into_iter()
            .filter(|context| catalogue::cmdlet(*context, kind.read).is_some())
            .collect();
        assert!(!there.is_empty(), "no shell documents {}", kind.read);
        for cmdlet in kind.cmdlets() {
            let known = there
                .iter()
                .any(|context| catalogue::cmdlet(*context, cmdlet).is_some());
            assert!(known, "no shell of {} documents {cmdlet}", kind.name);
        }
        let beside = kind.beside.iter();
        for (property, argument) in
            beside.flat_map(|(name, all)| all.iter().map(move |one| (name, one)))
        {
            let parameter = argument
                .split(' ')
                .next()
                .unwrap_or_default()
                .trim_start_matches('-');
            let set = catalogue::cmdlet(there[0], kind.set).expect("documented");
            let given = ["Identity", property, parameter];
            assert_eq!(set.takes(&given), Ok(()), "{} -{property}", kind.set);
        }
        for name in kind.defaults.keys() {
            let new = catalogue::cmdlet(there[0], kind.new).expect("documented");
            let mut known = new.parameters(there[0]);
            assert!(
                known.any(|(parameter, _)| parameter == *name),
                "{} -{name}",
                kind.new
            );
        }
    }
}

/// One text for all of them, so that the words of a message are read beside the others.
#[test]
fn every_mistake_is_told_with_its_place() {
    let (mut all, mut missed) = (String::new(), Vec::new());
    for case in CASES {
        let text = case.text();
        let read = read(case.step, text.as_bytes());
        let codes: Vec<&str> = read.findings.iter().map(|finding| finding.code).collect();
        if !codes.contains(&case.code) || read.step.is_some() {
            missed.push(format!("{}: {codes:?}", case.what));
        }
        all.push_str(&format!("## {}\n{}", case.what, dense(&drawn(&read))));
    }
    assert!(missed.is_empty(), "not told: {missed:#?}");
    snapshot!("", "data_steps", all);
}

/// What one of these cases shows need not be shown by a config.
#[test]
fn the_cases_are_about_lints() {
    let known: BTreeSet<&str> = LINTS.iter().map(|lint| lint.code).collect();
    for case in CASES {
        assert!(known.contains(case.code), "{} is no lint", case.code);
    }
}

#[test]
fn the_page_about_the_format_has_every_placeholder_and_kind() {
    let page = std::fs::read_to_string(files::top("docs/data-steps.md")).expect("a page");
    for one in PLACEHOLDERS {
        let row = format!("| `{{{}}}` | {} |", one.name, one.meaning);
        assert!(page.contains(&row), "docs/data-steps.md lacks {row}");
    }
    for kind in KINDS.iter() {
        assert!(
            page.contains(&format!("| `{}` |", kind.name)),
            "{}",
            kind.name
        );
    }
}
