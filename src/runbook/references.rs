//! What the appendices say once: the documented cmdlets by name, other pages by number.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use memchr::memmem;
use serde::Serialize;

use super::step::{slug, two};
use crate::cmdlets;
use crate::layout::{COMMON, File, ORGANIZATION};
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

/// Another place of the document, a step or where a page stands in the appendices: the number of the step or page, or
/// the name of the cmdlet that the page is about; and what is named so.
#[derive(Debug, Serialize)]
pub struct Citation(String, String);

impl Citation {
    /// Of a step.
    pub fn step(numbered: &Numbered) -> Self {
        Self(two(numbered.number), format!("step-{}", slug(numbered)))
    }
}

impl<'a> Sources<'a> {
    /// With the cmdlets that the steps call in this bundle, in their own scripts or in a shared one, by name: a step
    /// may have more, for tenants that need them.
    pub fn of(steps: &[Numbered<'a>], scripts: &[File]) -> Self {
        let text = |path: &str| {
            let file = scripts.iter().find(|file| file.path == path);
            file.map_or(&[][..], |file| &file.bytes)
        };
        let organization = text(ORGANIZATION);
        let mut in_organization: BTreeMap<&str, bool> = BTreeMap::new();
        let mut cmdlets: BTreeMap<&'a str, Cmdlet<'a>> = BTreeMap::new();
        for numbered in steps {
            let number = two(numbered.number);
            let own = text(&numbered.path());
            for name in numbered.step.cmdlets.iter().map(AsRef::as_ref) {
                let mut shared_has = || {
                    let known = in_organization.entry(name);
                    *known.or_insert_with(|| has_word(organization, name))
                };
                if !has_word(own, name) && !shared_has() && !in_common(name) {
                    continue;
                }
                let cmdlet = cmdlets.entry(name).or_insert_with(|| Cmdlet {
                    name,
                    url: cmdlets::page(name),
                    steps: Vec::new(),
                });
                if !cmdlet.steps.contains(&number) {
                    cmdlet.steps.push(number.clone());
                }
            }
        }
        Self {
            pages: Vec::new(),
            cmdlets: cmdlets.into_values().collect(),
        }
    }

    /// The places of some pages.
    pub fn cite(&mut self, pages: impl Iterator<Item = &'a str>) -> Vec<Citation> {
        pages.map(|page| self.cite_one(page)).collect()
    }

    fn cite_one(&mut self, page: &'a str) -> Citation {
        if let Some(cmdlet) = self.cmdlets.iter().find(|one| one.url == Some(page)) {
            return Citation(cmdlet.name.to_owned(), format!("cmdlet-{}", cmdlet.name));
        }
        let at = self.pages.iter().position(|known| *known == page);
        let at = at.unwrap_or_else(|| {
            self.pages.push(page);
            self.pages.len() - 1
        });
        Citation((at + 1).to_string(), format!("page-{}", at + 1))
    }
}

/// Whether the script that all bundles have names a cmdlet; it is long, and looked through once for each.
fn in_common(name: &str) -> bool {
    static KNOWN: Mutex<BTreeMap<String, bool>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(has) = known.get(name) {
        return *has;
    }
    let has = has_word(scripts::fixed_bytes(COMMON), name);
    known.insert(name.to_owned(), has);
    has
}

/// Whether a text has the word as a whole.
fn has_word(text: &[u8], word: &str) -> bool {
    memmem::find_iter(text, word).any(|at| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !before.last().is_some_and(of_word) && !after.first().is_some_and(of_word)
    })
}

fn of_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'-'
}
