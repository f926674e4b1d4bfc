//! What the appendices say once: the documented cmdlets by name, other pages by number.

use std::collections::HashSet;
use std::sync::LazyLock;

use memchr::memmem;
use serde::Serialize;

use super::step::two;
use crate::cmdlets;
use crate::layout::{File, ORGANIZATION};
use crate::scripts;
use crate::step::Numbered;

/// The appendices; whatever cites a page adds it.
#[derive(Debug, Serialize)]
pub struct Sources<'a> {
    pages: Vec<&'a str>,
    cmdlets: Vec<Cmdlet<'a>>,
}

#[derive(Debug, Serialize)]
struct Cmdlet<'a> {
    name: &'a str,
    url: Option<&'static str>,
    /// The steps that call it.
    steps: Vec<String>,
}

/// Where a page stands in the appendices.
#[derive(Debug, Serialize)]
pub struct Citation {
    /// The number of the page, or the name of the cmdlet that it is about.
    text: String,
    place: String,
}

impl<'a> Sources<'a> {
    /// With the cmdlets of the bundle's scripts, by name.
    pub fn of(steps: &[Numbered<'a>], scripts: &[File]) -> Self {
        let mut cmdlets: Vec<Cmdlet<'a>> = Vec::new();
        for numbered in steps {
            let number = two(numbered.number);
            for name in called(numbered, scripts) {
                match cmdlets.iter_mut().find(|known| known.name == name) {
                    Some(known) if known.steps.contains(&number) => {}
                    Some(known) => known.steps.push(number.clone()),
                    None => cmdlets.push(Cmdlet {
                        name,
                        url: cmdlets::page(name),
                        steps: vec![number.clone()],
                    }),
                }
            }
        }
        cmdlets.sort_by_key(|cmdlet| cmdlet.name);
        Self {
            pages: Vec::new(),
            cmdlets,
        }
    }

    /// The places of some pages.
    pub fn cite(&mut self, pages: impl Iterator<Item = &'a str>) -> Vec<Citation> {
        pages.map(|page| self.cite_one(page)).collect()
    }

    fn cite_one(&mut self, page: &'a str) -> Citation {
        if let Some(cmdlet) = self.cmdlets.iter().find(|one| one.url == Some(page)) {
            return Citation {
                text: cmdlet.name.to_owned(),
                place: format!("cmdlet-{}", cmdlet.name),
            };
        }
        let at = self.pages.iter().position(|known| *known == page);
        let at = at.unwrap_or_else(|| {
            self.pages.push(page);
            self.pages.len() - 1
        });
        Citation {
            text: (at + 1).to_string(),
            place: format!("page-{}", at + 1),
        }
    }
}

/// The cmdlets of the step that this bundle's script calls, itself or in the shared one: a step may
/// have more, for tenants that need them.
fn called<'a>(numbered: &Numbered<'a>, scripts: &[File]) -> Vec<&'a str> {
    let paths = [numbered.path(), ORGANIZATION.to_owned()];
    let files = scripts.iter().filter(|file| paths.contains(&file.path));
    let files: Vec<&File> = files.collect();
    let called = |name: &&str| {
        SHARED.contains(name.as_bytes()) || files.iter().any(|file| has_word(&file.bytes, name))
    };
    let names = numbered.step.cmdlets.iter().map(AsRef::as_ref);
    names.filter(called).collect()
}

/// The names in the script that all load that cmdlets could have: the same in every bundle, gathered once.
static SHARED: LazyLock<HashSet<&[u8]>> = LazyLock::new(|| {
    let words = scripts::common().as_bytes().split(|byte| !of_word(byte));
    let could_be =
        |word: &&[u8]| word.first().is_some_and(u8::is_ascii_uppercase) && word.contains(&b'-');
    words.filter(could_be).collect()
});

fn of_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'-'
}

/// Whether a text has the word as a whole.
fn has_word(text: &[u8], word: &str) -> bool {
    memmem::find_iter(text, word).any(|at| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !before.last().is_some_and(of_word) && !after.first().is_some_and(of_word)
    })
}
